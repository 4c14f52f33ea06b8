//! `DELETE /v1/canned-responses/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteCannedResponse;
use switchroom_domain::{CannedResponseId, Command};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a canned response. Needs `canned_response.delete` and what editing it needs.
#[utoipa::path(
    delete,
    path = "/v1/canned-responses/{id}",
    tag = "canned responses",
    params(ById),
    responses((status = 204, description = "The canned response is deleted.")),
)]
pub(super) async fn delete_canned_response(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    let command = DeleteCannedResponse { canned_response: CannedResponseId(id) };
    state.engine().run(&caller, Command::DeleteCannedResponse(command)).await?;
    Ok(answer::no_content())
}
