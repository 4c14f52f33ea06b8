//! `DELETE /v1/consumers/{name}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_engine::consumers;

use super::ByName;
use crate::answer;
use crate::extract::{Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a consumer, and how far it has come. Needs `event.read`.
#[utoipa::path(
    delete,
    path = "/v1/consumers/{name}",
    tag = "consumers",
    params(ByName),
    responses((status = 204, description = "The consumer is deleted.")),
)]
pub(super) async fn delete_consumer(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByName { name }): Path<ByName>,
) -> Result<Response, Problem> {
    consumers::delete(state.engine(), &caller, &name).await?;
    Ok(answer::no_content())
}
