//! `DELETE /v1/contacts/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteContact;
use switchroom_domain::{Command, ContactId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a contact: its name, addresses and handles are gone; its resolved rooms stay. Needs `contact.edit`, but for a
/// contact itself.
#[utoipa::path(
    delete,
    path = "/v1/contacts/{id}",
    tag = "contacts",
    params(ById),
    responses(
        (status = 204, description = "The contact is deleted."),
        (status = 409, description = "`has_open_rooms`."),
    ),
)]
pub(super) async fn delete_contact(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteContact(DeleteContact { contact: ContactId(id) })).await?;
    Ok(answer::no_content())
}
