//! `DELETE /v1/slas/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteSla;
use switchroom_domain::{Command, SlaId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a service level. Rooms that had it keep saying so. Needs `sla.manage`.
#[utoipa::path(delete, path = "/v1/slas/{id}", tag = "slas", params(ById), responses((status = 204, description = "The service level is deleted.")))]
pub(super) async fn delete_sla(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteSla(DeleteSla { sla: SlaId(id) })).await?;
    Ok(answer::no_content())
}
