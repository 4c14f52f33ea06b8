//! `POST /v1/webhooks/{id}/replay` and `GET /v1/webhooks/{id}/replays/{job}`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::command::StartReplay;
use switchroom_domain::replay::ReplayScope;
use switchroom_domain::{Command, FollowerId, SubscriptionId};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::{Position, managed};
use crate::answer;
use crate::extract::{ById, Caller, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{ReplayState, Time};

/// Which part of the log to tell once more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReplay {
    /// From the event after this sequence number up to the latest one there is.
    after: i64,
}

/// A replay that was started.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StartedReplay {
    /// The id of the job.
    job: Uuid,
    /// The sequence number before the first event.
    after: i64,
    /// The sequence number of the last event.
    until: i64,
}

/// A replay job.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replay {
    /// The id of the job.
    job: Uuid,
    /// The sequence number before the first event.
    after: i64,
    /// The sequence number of the last event.
    until: i64,
    /// Where it stands.
    state: ReplayState,
    /// How far it has come, while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    position: Option<Position>,
    /// When it was asked for.
    created_at: Time,
}

/// A path that names a replay job of a webhook.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReplayPath {
    /// The webhook's id.
    id: Uuid,
    /// The job's id.
    job: Uuid,
}

/// Tell a part of the log to a webhook once more, beside what it is told anyway. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/replay",
    tag = "webhooks",
    request_body = NewReplay,
    params(ById),
    responses((status = 202, description = "The job is at work.", body = StartedReplay)),
)]
pub(super) async fn start_replay(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewReplay>,
) -> Result<Response, Problem> {
    let command = StartReplay {
        id: state.engine().new_id(),
        subscription: SubscriptionId(id),
        after: post.body.after,
        until: None,
        scope: ReplayScope::All,
    };
    let done = state.engine().run(&post.caller, Command::StartReplay(command)).await?.replay()?;
    let started = StartedReplay { job: done.value.id.0, after: done.value.after, until: done.value.until };
    Ok(answer::done(StatusCode::ACCEPTED, done.replayed, &started))
}

/// Get a replay job. Needs `webhook.manage`.
#[utoipa::path(
    get,
    path = "/v1/webhooks/{id}/replays/{job}",
    tag = "webhooks",
    params(ReplayPath),
    responses((status = 200, description = "The job.", body = Replay)),
)]
pub(super) async fn get_replay(State(state): State<ApiState>, caller: Caller, Path(path): Path<ReplayPath>) -> Result<Response, Problem> {
    let subscription = managed(&state, &caller, path.id).await?;
    let store = &state.engine().store;
    let found = store.replay(caller.org, FollowerId(path.job)).await?;
    let replay = found.filter(|replay| replay.subscription == subscription.id).ok_or_else(|| Problem::not_found("replay"))?;
    let followed = store.follower_state(caller.org, replay.id).await?;
    let answer = Replay {
        job: replay.id.0,
        after: replay.after,
        until: replay.until,
        state: replay.state.into(),
        position: followed.as_ref().map(Position::from),
        created_at: replay.created_at.into(),
    };
    Ok(answer::ok(&answer))
}
