//! `POST /v1/webhooks/{id}/resend`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::StartReplay;
use switchroom_domain::replay::ReplayScope;
use switchroom_domain::{Command, EventId};
use switchroom_engine::events;
use utoipa::ToSchema;
use uuid::Uuid;

use super::replay::{StartedReplay, started};
use super::view::managed;
use crate::extract::{ById, Caller, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Which event to send again: either.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resend {
    /// The event with this sequence number.
    seq: Option<i64>,
    /// The event with this id.
    event_id: Option<Uuid>,
}

/// Send one event again: a replay of just that one. An event that the webhook's filter does not cover is not sent. Needs
/// `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/resend",
    tag = "webhooks",
    request_body = Resend,
    params(ById),
    responses((status = 202, description = "The job is at work.", body = StartedReplay)),
)]
pub(super) async fn resend_event(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Resend>,
) -> Result<Response, Problem> {
    let subscription = managed(&state, &post.caller, id).await?.id;
    let seq = seq(&state, &post.caller, &post.body).await?;
    let job = state.engine().new_id();
    let command = StartReplay { id: job, subscription, after: seq - 1, until: Some(seq), scope: ReplayScope::All };
    let done = state.engine().run(&post.caller, Command::StartReplay(command)).await?.replay()?;
    Ok(started(&done))
}

async fn seq(state: &ApiState, caller: &Caller, event: &Resend) -> Result<i64, Problem> {
    match (event.seq, event.event_id) {
        (Some(seq), None) => {
            let head = state.engine().store.head_seq(caller.org).await?;
            let known = (1..=head).contains(&seq).then_some(seq);
            known.ok_or_else(|| Problem::invalid("seq", format!("seq must be from 1 to {head}, the latest event's number")))
        }
        (None, Some(id)) => events::seq_of(state.engine(), caller.org, EventId(id)).await?.ok_or_else(|| Problem::not_found("event")),
        _ => Err(Problem::invalid("seq", "either seq or event_id must be given")),
    }
}
