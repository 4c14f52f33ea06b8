//! `GET /v1/webhooks/{id}/replays`, `GET /v1/webhooks/{id}/replays/{job}` and `POST /v1/webhooks/{id}/replays/{job}/cancel`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::command::CancelReplay;
use switchroom_domain::{Command, FollowerId, SubscriptionId, replay as domain};
use switchroom_engine::ports::FollowerState;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::position::Position;
use super::view::managed;
use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Post, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{ReplayScope, ReplayState, Time};

/// A page of replay jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplayList {
    /// By id, and so by age.
    replays: Vec<Replay>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
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
    /// Which events it tells.
    scope: ReplayScope,
    /// Where it stands.
    state: ReplayState,
    /// How far it has come, while it runs. Not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    position: Option<Position>,
    /// When it was asked for.
    created_at: Time,
}

impl Replay {
    fn new(replay: &domain::Replay, followed: Option<&FollowerState>) -> Self {
        Self {
            job: replay.id.0,
            after: replay.after,
            until: replay.until,
            scope: replay.scope.into(),
            state: replay.state.into(),
            position: followed.map(|followed| Position::new(followed, replay.until)),
            created_at: replay.created_at.into(),
        }
    }
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

/// List the replay jobs of a webhook. Needs `webhook.manage`.
#[utoipa::path(
    get,
    path = "/v1/webhooks/{id}/replays",
    tag = "webhooks",
    params(ById, PageQuery),
    responses((status = 200, description = "A page of jobs, oldest first.", body = ReplayList)),
)]
pub(super) async fn list_replays(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let (after, limit) = (query.after_id()?, query.limit()?);
    let subscription = managed(&state, &caller, id).await?;
    let page = state.engine().store.replays(caller.org, subscription.id, after, limit).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&ReplayList { replays: page.items.iter().map(|replay| Replay::new(replay, None)).collect(), next }))
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
    Ok(answer::ok(&Replay::new(&replay, followed.as_ref())))
}

/// Nothing needs to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cancellation {}

/// Call a replay job off. What is being delivered just then still is. A job that is done stays so. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/replays/{job}/cancel",
    tag = "webhooks",
    request_body = Option<Cancellation>,
    params(ReplayPath),
    responses((status = 200, description = "The job as it is now.", body = Replay)),
)]
pub(super) async fn cancel_replay(
    State(state): State<ApiState>,
    Path(ReplayPath { id, job }): Path<ReplayPath>,
    post: Post<Cancellation>,
) -> Result<Response, Problem> {
    let command = CancelReplay { subscription: SubscriptionId(id), replay: FollowerId(job) };
    let done = state.engine().run(&post.caller, Command::CancelReplay(command)).await?.replay()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Replay::new(&done.value, None)))
}
