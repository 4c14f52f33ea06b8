//! `POST /v1/consumers/{name}/seek`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_engine::consumers::{self, SeekTo};
use utoipa::ToSchema;

use super::ByName;
use super::view::Consumer;
use crate::answer;
use crate::extract::{Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Time, given};

/// Where a consumer is to go on: one of both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsumerSeek {
    /// The next event is the one after this sequence number.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    after: Option<i64>,
    /// The next event is the first one at this time or later.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    since: Option<Time>,
}

/// Move a consumer, back or ahead. Needs `event.read`.
///
/// Whoever reads on for it just then loses the lease. An `Idempotency-Key` is passed over: to do it twice is to do it once.
#[utoipa::path(
    post,
    path = "/v1/consumers/{name}/seek",
    tag = "consumers",
    params(ByName),
    request_body = ConsumerSeek,
    responses((status = 200, description = "The consumer goes on from there.", body = Consumer)),
)]
pub(super) async fn seek_consumer(
    State(state): State<ApiState>,
    Path(ByName { name }): Path<ByName>,
    post: Post<ConsumerSeek>,
) -> Result<Response, Problem> {
    let to = match (post.body.after, post.body.since) {
        (Some(after), None) => SeekTo::After(after),
        (None, Some(Time(at))) => SeekTo::Since(at),
        _ => return Err(Problem::invalid("after", "either after or since must be given")),
    };
    let sought = consumers::seek(state.engine(), &post.caller, &name, to).await?;
    Ok(answer::ok(&Consumer::new(&state, &sought).await?))
}
