//! `POST /v1/webhooks/{id}/replay`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::command::StartReplay;
use switchroom_domain::replay::{Replay, ReplayScope};
use switchroom_domain::{Command, SubscriptionId};
use switchroom_engine::Done;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::managed;
use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Time;

/// Which part of the log to tell once more: from `after` or `since` on, or what is `dead` of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReplay {
    /// From the event after this sequence number on.
    after: Option<i64>,
    /// From the first event at this time or later on. Not together with `after`.
    since: Option<Time>,
    /// Only what was given up; without `after` and `since`: all of it.
    #[serde(default)]
    dead: bool,
    /// Up to the event with this sequence number; absent: up to the latest one there is.
    until: Option<i64>,
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
    let Post { caller, body: NewReplay { after, since, dead, until } } = post;
    let after = match (after, since) {
        (Some(_), Some(_)) => return Err(Problem::invalid("since", "after and since must not be given together")),
        (Some(after), None) => after,
        (None, Some(since)) => {
            managed(&state, &caller, id).await?;
            state.engine().store.seq_before(caller.org, since.0).await?
        }
        (None, None) if dead => 0,
        (None, None) => return Err(Problem::invalid("after", "after, since or dead must be given")),
    };
    let scope = if dead { ReplayScope::Dead } else { ReplayScope::All };
    let command = StartReplay { id: state.engine().new_id(), subscription: SubscriptionId(id), after, until, scope };
    let done = state.engine().run(&caller, Command::StartReplay(command)).await?.replay()?;
    Ok(started(&done))
}

/// 202 with the job.
pub(super) fn started(done: &Done<Replay>) -> Response {
    let started = StartedReplay { job: done.value.id.0, after: done.value.after, until: done.value.until };
    answer::done(StatusCode::ACCEPTED, done.replayed, &started)
}
