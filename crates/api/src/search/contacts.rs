//! `GET /v1/search/contacts`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::{Permission, Person};
use switchroom_engine::search::{self, ContactHit, ContactSearch, Query as Words};
use utoipa::{IntoParams, ToSchema};

use super::limit::limit;
use super::searcher::may_search;
use crate::answer;
use crate::cursor;
use crate::extract::{Audience, Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Contact, ContactField, Part, Presence};

/// Which contacts to find.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContactWords {
    /// Words as `GET /v1/search/messages` takes them. They may stand in different fields; a phone number may be written in any way.
    #[param(example = "ann example.com")]
    q: String,
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Contacts on the page, at the most.
    #[param(minimum = 1, maximum = 50, default = 20)]
    limit: Option<u32>,
}

/// A contact that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundContact<'a> {
    /// The contact.
    contact: Contact<'a>,
    /// What of it was looked for.
    snippet: Vec<Part<'a>>,
    /// What that is of the contact.
    field: ContactField,
}

/// A page of contacts that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundContacts<'a> {
    /// Newest first.
    contacts: Vec<FoundContact<'a>>,
    /// The cursor of the next page; null: there is nothing more. A page may have fewer contacts than asked for, or none, and there be
    /// more.
    next: Option<String>,
}

/// Find contacts by name, e-mail address, phone number, handles and custom fields. Needs `contact.view`, and is not for contacts.
#[utoipa::path(
    get,
    path = "/v1/search/contacts",
    tag = "search",
    params(ContactWords),
    responses((status = 200, description = "A page of contacts, newest first.", body = FoundContacts)),
)]
pub(super) async fn search_contacts(
    State(state): State<ApiState>,
    caller: Caller,
    Query(words): Query<ContactWords>,
) -> Result<Response, Problem> {
    may_search(&caller, Permission::ContactView)?;
    let before = words.cursor.as_deref().map(cursor::number).transpose()?;
    let asked = ContactSearch { query: Words::read(&words.q)?, before, limit: limit(words.limit)? };
    let found = search::find_contacts(state.engine(), caller.org, &asked).await?;
    let people: Vec<Person> = found.items.iter().map(|hit| Person::Contact(hit.contact.id)).collect();
    let presence = Presence::of(&state, caller.org, &people).await?;
    let contacts = found.items.iter().map(|hit| told(hit, &presence)).collect();
    Ok(answer::ok(&FoundContacts { contacts, next: found.next.map(cursor::of_number) }))
}

fn told<'a>(hit: &'a ContactHit, presence: &Presence) -> FoundContact<'a> {
    FoundContact {
        contact: Contact::new(&hit.contact, Audience::Team).seen(&hit.contact, presence),
        snippet: Part::all(&hit.snippet),
        field: hit.field.into(),
    }
}
