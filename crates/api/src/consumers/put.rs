//! `PUT /v1/consumers/{name}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_engine::consumers::{self, NewConsumer};
use utoipa::ToSchema;

use super::ByName;
use super::view::Consumer;
use crate::answer;
use crate::extract::{Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// What a consumer is to be like.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsumerPut {
    /// Which kinds of event it is given: names, `room.*` for a noun, `*` for all. Another choice than before holds for what is leased
    /// from then on.
    #[serde(default = "everything")]
    #[schema(default = json!(["*"]))]
    events: Vec<String>,
    /// The sequence number that a new consumer starts after; absent: only what happens from now on. A consumer that is there stays
    /// where it is: `seek` moves it.
    after: Option<i64>,
}

fn everything() -> Vec<String> {
    vec!["*".to_owned()]
}

/// Create a consumer, or change which events the one of that name is given. Needs `event.read`.
///
/// Whoever reads for it may do this each time it starts. An organization has 100 consumers at the most.
#[utoipa::path(
    put,
    path = "/v1/consumers/{name}",
    tag = "consumers",
    params(ByName),
    request_body = ConsumerPut,
    responses(
        (status = 201, description = "The consumer is new.", body = Consumer),
        (status = 200, description = "The consumer was there.", body = Consumer),
    ),
)]
pub(super) async fn put_consumer(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByName { name }): Path<ByName>,
    Json(put): Json<ConsumerPut>,
) -> Result<Response, Problem> {
    let new = NewConsumer { name, events: put.events, after: put.after };
    let put = consumers::put(state.engine(), &caller, new).await?;
    Ok(answer::json(answer::created(put.created), &Consumer::new(&state, &put.consumer).await?))
}
