//! `DELETE /v1/views/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteView;
use switchroom_domain::{Command, ViewId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a view: one's own, or with `view.share` what somebody shares.
#[utoipa::path(delete, path = "/v1/views/{id}", tag = "views", params(ById), responses((status = 204, description = "The view is deleted.")))]
pub(super) async fn delete_view(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteView(DeleteView { view: ViewId(id) })).await?;
    Ok(answer::no_content())
}
