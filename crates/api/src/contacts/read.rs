//! `GET /v1/contacts` and `GET /v1/contacts/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{ContactId, Permission, Person};
use utoipa::ToSchema;

use super::told;
use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{Audience, ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Contact, Presence};

/// A page of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactList<'a> {
    /// By id, and so by age.
    contacts: Vec<Contact<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the contacts. Needs `contact.view`.
#[utoipa::path(
    get,
    path = "/v1/contacts",
    tag = "contacts",
    params(PageQuery),
    responses((status = 200, description = "A page of contacts, oldest first.", body = ContactList)),
)]
pub(super) async fn list_contacts(
    State(state): State<ApiState>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::ContactView)?;
    let page = state.engine().store.contacts(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    let people: Vec<Person> = page.items.iter().map(|contact| Person::Contact(contact.id)).collect();
    let presence = Presence::of(&state, caller.org, &people).await?;
    let contacts = page.items.iter().map(|contact| Contact::new(contact, Audience::Team).seen(contact, &presence)).collect();
    Ok(answer::ok(&ContactList { contacts, next }))
}

/// Get a contact. Needs `contact.view`, but for a contact itself.
#[utoipa::path(get, path = "/v1/contacts/{id}", tag = "contacts", params(ById), responses((status = 200, description = "The contact.", body = Contact)))]
pub(super) async fn get_contact(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    let not_found = || Problem::not_found("contact");
    match caller.contact() {
        Some(itself) if itself != ContactId(id) => return Err(not_found()),
        Some(_) => {}
        None => caller.access.require(Permission::ContactView)?,
    }
    let found = state.engine().store.contact(caller.org, ContactId(id)).await?;
    let contact = found.ok_or_else(not_found)?;
    let presence = Presence::of(&state, caller.org, &[Person::Contact(contact.id)]).await?;
    Ok(answer::ok(&told(&state, &caller, &contact).await?.seen(&contact, &presence)))
}
