//! `POST /v1/consumers/{name}/commit`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_engine::consumers;
use switchroom_engine::ports::ConsumerOutcome;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::Consumer;
use super::{ByName, LEASE_SECONDS, refused, within};
use crate::answer;
use crate::extract::{Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::given;

/// How far the holder of a lease has come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsumerCommit {
    /// The lease.
    lease: Uuid,
    /// Everything up to this sequence number is done: `next` of what was handed out, or an event's `seq` on the way there.
    seq: i64,
    /// Hold the lease for so many seconds more, for the rest of what was handed out; absent: give it back.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false, minimum = 1, maximum = 3600)]
    seconds: Option<u32>,
}

/// Say how far events are done. Needs `event.read`.
///
/// A lease that has run out still counts as long as nobody else has taken over. An `Idempotency-Key` is passed over: a commit that
/// is repeated after the lease was given back is refused with `lease_lost`, and nothing is lost by that.
#[utoipa::path(
    post,
    path = "/v1/consumers/{name}/commit",
    tag = "consumers",
    params(ByName),
    request_body = ConsumerCommit,
    responses(
        (status = 200, description = "The consumer goes on from there.", body = Consumer),
        (status = 409, description = "`lease_lost`: nothing was committed, and the events will be handed out again."),
    ),
)]
pub(super) async fn commit_consumer(
    State(state): State<ApiState>,
    Path(ByName { name }): Path<ByName>,
    post: Post<ConsumerCommit>,
) -> Result<Response, Problem> {
    let ConsumerCommit { lease, seq, seconds } = post.body;
    let seconds = seconds.map(|seconds| within("seconds", seconds, &LEASE_SECONDS)).transpose()?;
    match consumers::commit(state.engine(), &post.caller, &name, lease, seq, seconds).await? {
        ConsumerOutcome::Changed(consumer) => Ok(answer::ok(&Consumer::new(&state, &consumer).await?)),
        ConsumerOutcome::Outside { cursor, up_to } => Err(refused::outside(cursor, up_to)),
        ConsumerOutcome::Missing => Err(Problem::not_found("consumer")),
        ConsumerOutcome::Lost | ConsumerOutcome::Held(_) | ConsumerOutcome::Moved => Err(refused::lost()),
    }
}
