//! `GET /v1/webhooks/{id}/attempts`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::{EventId, RoomId};
use switchroom_engine::events;
use switchroom_engine::ports::{self, AttemptsQuery, Page};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::exchange::Exchange;
use super::view::managed;
use crate::answer;
use crate::cursor;
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{AttemptOutcome, Time};

/// Which attempts to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AttemptFilter {
    /// Only those that became this.
    outcome: Option<AttemptOutcome>,
    /// Only those answered with this status.
    #[param(minimum = 100, maximum = 599)]
    status: Option<u16>,
    /// Only those of this room's events.
    room_id: Option<Uuid>,
    /// Only those of the event with this sequence number.
    #[param(minimum = 1)]
    seq: Option<i64>,
    /// Only those of this event. Not together with `seq`.
    event_id: Option<Uuid>,
    /// Only those that began then or later.
    from: Option<Time>,
    /// Only those that began earlier than that.
    until: Option<Time>,
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// Which event's attempts are asked for.
enum OfEvent {
    /// Whichever event's.
    Any,
    /// Those of the event with this sequence number.
    At(i64),
    /// Those of an event that there is not.
    Unknown,
}

impl AttemptFilter {
    fn status(&self) -> Result<Option<u16>, Problem> {
        match self.status {
            Some(status) if !(100..=599).contains(&status) => Err(invalid("status must be from 100 to 599".to_owned())),
            status => Ok(status),
        }
    }

    async fn event(&self, state: &ApiState, caller: &Caller) -> Result<OfEvent, Problem> {
        match (self.seq, self.event_id) {
            (None, None) => Ok(OfEvent::Any),
            (Some(_), Some(_)) => Err(invalid("seq and event_id must not be given together".to_owned())),
            (None, Some(id)) => Ok(events::seq_of(state.engine(), caller.org, EventId(id)).await?.map_or(OfEvent::Unknown, OfEvent::At)),
            (Some(seq), None) => {
                let head = state.engine().store.head_seq(caller.org).await?;
                if (1..=head).contains(&seq) { Ok(OfEvent::At(seq)) } else { Err(invalid(format!("seq must be from 1 to {head}"))) }
            }
        }
    }
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request("invalid_query", detail)
}

/// A page of attempts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttemptList<'a> {
    /// Newest first.
    attempts: Vec<Attempt<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// One attempt to deliver one body.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Attempt<'a> {
    /// The attempt's id.
    id: Uuid,
    /// The event.
    event_id: Uuid,
    /// The event's place in the log.
    seq: i64,
    /// The event's room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    room_id: Option<Uuid>,
    /// The replay job it was made for; left out: for the live run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    replay_id: Option<Uuid>,
    /// Counts the attempts for the event, from 1.
    number: u32,
    /// When it began.
    at: Time,
    /// How long it took, in microseconds.
    duration_us: i64,
    /// What became of it.
    outcome: AttemptOutcome,
    /// The status of the answer, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<u16>,
    /// What went wrong, if there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<&'a str>,
    /// What was sent and answered: of failures, and of successes where the webhook's `capture` says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    exchange: Option<Exchange<'a>>,
}

impl<'a> From<&'a ports::Attempt> for Attempt<'a> {
    fn from(attempt: &'a ports::Attempt) -> Self {
        Self {
            id: attempt.id,
            event_id: attempt.event.0,
            seq: attempt.seq,
            room_id: attempt.room.map(|room| room.0),
            replay_id: Some(attempt.follower.0).filter(|follower| *follower != attempt.subscription.0),
            number: attempt.number,
            at: attempt.at.into(),
            duration_us: attempt.micros,
            outcome: attempt.outcome.into(),
            status: attempt.status,
            error: attempt.error.as_deref(),
            exchange: attempt.exchange.as_ref().map(Exchange::from),
        }
    }
}

/// List the attempts to deliver to a webhook. Needs `webhook.manage`.
#[utoipa::path(
    get,
    path = "/v1/webhooks/{id}/attempts",
    tag = "webhooks",
    params(ById, AttemptFilter),
    responses((status = 200, description = "A page of attempts, newest first.", body = AttemptList)),
)]
pub(super) async fn list_attempts(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Query(filter): Query<AttemptFilter>,
) -> Result<Response, Problem> {
    let subscription = managed(&state, &caller, id).await?;
    let query = AttemptsQuery {
        outcome: filter.outcome.map(Into::into),
        status: filter.status()?,
        room: filter.room_id.map(RoomId),
        from: filter.from.map(|at| at.0),
        until: filter.until.map(|at| at.0),
        before: filter.cursor.as_deref().map(cursor::id).transpose()?,
        ..AttemptsQuery::of(subscription.id, cursor::limit(filter.limit)?)
    };
    let page = match filter.event(&state, &caller).await? {
        OfEvent::Any => state.engine().store.attempts(caller.org, query).await?,
        OfEvent::At(seq) => state.engine().store.attempts(caller.org, AttemptsQuery { seq: Some(seq), ..query }).await?,
        OfEvent::Unknown => Page { items: Vec::new(), more: false },
    };
    let next = cursor::next(&page, |last| cursor::of_id(last.id));
    Ok(answer::ok(&AttemptList { attempts: page.items.iter().map(Attempt::from).collect(), next }))
}
