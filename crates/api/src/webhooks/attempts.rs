//! `GET /v1/webhooks/{id}/attempts`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_engine::ports::{Attempt as EngineAttempt, AttemptsQuery, Exchange as EngineExchange};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

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
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
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
    /// What was sent and answered. Kept for failures.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    exchange: Option<Exchange<'a>>,
}

/// What was sent and answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exchange<'a> {
    /// The body that was sent.
    request_body: &'a str,
    /// The headers of the answer: names and values.
    #[schema(value_type = Vec<Vec<String>>)]
    response_headers: &'a [(String, String)],
    /// The first 16 kB of the answer.
    response_body: &'a str,
}

impl<'a> From<&'a EngineExchange> for Exchange<'a> {
    fn from(exchange: &'a EngineExchange) -> Self {
        Self { request_body: &exchange.request_body, response_headers: &exchange.response_headers, response_body: &exchange.response_body }
    }
}

impl<'a> From<&'a EngineAttempt> for Attempt<'a> {
    fn from(attempt: &'a EngineAttempt) -> Self {
        Self {
            id: attempt.id,
            event_id: attempt.event.0,
            seq: attempt.seq,
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
        before: filter.cursor.as_deref().map(cursor::id).transpose()?,
        ..AttemptsQuery::of(subscription.id, cursor::limit(filter.limit)?)
    };
    let page = state.engine().store.attempts(caller.org, query).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id));
    Ok(answer::ok(&AttemptList { attempts: page.items.iter().map(Attempt::from).collect(), next }))
}
