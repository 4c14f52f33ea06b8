//! `GET /v1/consumers` and `GET /v1/consumers/{name}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_engine::consumers;
use utoipa::ToSchema;

use super::ByName;
use super::view::Consumer;
use crate::answer;
use crate::extract::{Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// All consumers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConsumerList<'a> {
    /// By name. There are at most 100.
    consumers: Vec<Consumer<'a>>,
}

/// List the consumers. Needs `event.read`.
#[utoipa::path(
    get,
    path = "/v1/consumers",
    tag = "consumers",
    responses((status = 200, description = "The consumers, by name.", body = ConsumerList)),
)]
pub(super) async fn list_consumers(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    let found = consumers::list(state.engine(), &caller).await?;
    let mut told = Vec::with_capacity(found.len());
    for consumer in &found {
        told.push(Consumer::new(&state, consumer).await?);
    }
    Ok(answer::ok(&ConsumerList { consumers: told }))
}

/// Get a consumer, with how far it has come. Needs `event.read`.
#[utoipa::path(
    get,
    path = "/v1/consumers/{name}",
    tag = "consumers",
    params(ByName),
    responses((status = 200, description = "The consumer.", body = Consumer)),
)]
pub(super) async fn get_consumer(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByName { name }): Path<ByName>,
) -> Result<Response, Problem> {
    let found = consumers::find(state.engine(), &caller, &name).await?;
    Ok(answer::ok(&Consumer::new(&state, &found).await?))
}
