//! `PATCH /v1/contacts/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::EditContact;
use switchroom_domain::{Command, ContactId};

use super::public_fields::{PublicFields, told};
use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Contact;
use crate::wire::contact::ContactPatch;

/// Edit a contact. Needs `contact.edit`, but for a contact itself, which can give values of public custom fields only.
#[utoipa::path(
    patch,
    path = "/v1/contacts/{id}",
    tag = "contacts",
    params(ById),
    responses((status = 200, description = "The contact as it is now.", body = Contact)),
)]
pub(super) async fn edit_contact(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(patch): Json<ContactPatch>,
) -> Result<Response, Problem> {
    if caller.contact().is_some() && !patch.custom_fields.is_empty() {
        PublicFields::of(&state, caller.org).await?.require(patch.custom_fields.keys())?;
    }
    let command = EditContact { contact: ContactId(id), patch: patch.into() };
    let (contact, _) = state.engine().run(&caller, Command::EditContact(command)).await?.contact()?.value;
    Ok(answer::ok(&told(&state, &caller, &contact).await?))
}
