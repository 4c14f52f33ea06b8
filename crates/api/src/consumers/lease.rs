//! `POST /v1/consumers/{name}/lease`: a long poll if it is told to wait.

use std::ops::RangeInclusive;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_engine::consumers::{self, Batch};
use switchroom_engine::ports::{ConsumerLease, ConsumerOutcome};
use tokio::time::Instant;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ByName, LEASE_SECONDS, refused, within};
use crate::answer;
use crate::extract::{Path, Post};
use crate::feed::{Filter, Found, Look, look};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Event, Time};

/// Events handed out at one time.
const LIMIT: RangeInclusive<usize> = 1..=500;
/// Seconds to wait.
const WAIT: RangeInclusive<u64> = 0..=30;

/// How events are to be handed out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLease {
    /// Seconds until others may read on if nothing is committed.
    #[serde(default = "default_seconds")]
    #[schema(default = 60, minimum = 1, maximum = 3600)]
    seconds: u32,
    /// Events at the most.
    #[serde(default = "default_limit")]
    #[schema(default = 100, minimum = 1, maximum = 500)]
    limit: usize,
    /// Seconds to wait for an event if there is none yet.
    #[serde(default)]
    #[schema(default = 0, minimum = 0, maximum = 30)]
    wait: u64,
}

fn default_seconds() -> u32 {
    60
}

fn default_limit() -> usize {
    100
}

/// Events that are handed out, and the right to commit them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Lease<'a> {
    /// What to commit with. Left out with no events: there is nothing to commit then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lease: Option<Uuid>,
    /// Until when nobody else is handed them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    expires_at: Option<Time>,
    /// The events, in order.
    events: Vec<Event<'a>>,
    /// What to commit when all of them are done: everything up to here was handed out, or is not for this consumer.
    next: i64,
}

impl<'a> Lease<'a> {
    fn new(held: Option<ConsumerLease>, found: &'a Found) -> Self {
        Self {
            lease: held.map(|lease| lease.id),
            expires_at: held.map(|lease| lease.until.into()),
            events: found.events.iter().map(|committed| Event::new(committed)).collect(),
            next: found.next,
        }
    }
}

/// Be handed out the next events of a consumer. Needs `event.read`.
///
/// In the log's order, at least once, and to one reader at a time: until the lease is given back by a commit or has run out, others
/// are refused. With `wait` it answers as soon as there is an event, and without events and lease when the time is over; the consumer
/// has then passed over what is not for it. An `Idempotency-Key` is passed over.
#[utoipa::path(
    post,
    path = "/v1/consumers/{name}/lease",
    tag = "consumers",
    params(ByName),
    request_body = NewLease,
    responses(
        (status = 200, description = "The events with their lease; or no events, and no lease.", body = Lease),
        (status = 409, description = "`consumer_leased`: somebody else reads on. `Retry-After` says until when at the latest."),
    ),
)]
pub(super) async fn lease_consumer(
    State(state): State<ApiState>,
    Path(ByName { name }): Path<ByName>,
    post: Post<NewLease>,
) -> Result<Response, Problem> {
    let (engine, caller) = (state.engine(), &post.caller);
    let seconds = within("seconds", post.body.seconds, &LEASE_SECONDS)?;
    let limit = within("limit", post.body.limit, &LIMIT)?;
    let until = Instant::now() + Duration::from_secs(within("wait", post.body.wait, &WAIT)?);
    loop {
        let consumer = consumers::find(engine, caller, &name).await?;
        if let Some(held) = consumer.held(engine.now()) {
            return Err(refused::leased(&state, held.until));
        }
        let (after, filter) = (consumer.cursor, Filter::of(consumer.events.clone()));
        let permissions = caller.access.permissions;
        let found = look(state.feeds(), caller.org, Look { after, limit, filter: &filter, permissions, until }).await?;
        let batch = Batch { after, up_to: found.next };
        if found.events.is_empty() {
            consumers::skip(engine, caller, &consumer, batch).await?;
            return Ok(answer::ok(&Lease::new(None, &found)));
        }
        match consumers::lease(engine, caller, &consumer, batch, seconds).await? {
            ConsumerOutcome::Changed(leased) => return Ok(answer::ok(&Lease::new(leased.lease, &found))),
            ConsumerOutcome::Held(until) => return Err(refused::leased(&state, until)),
            ConsumerOutcome::Missing => return Err(Problem::not_found("consumer")),
            // Somebody else has read on meanwhile, and is done with it.
            ConsumerOutcome::Moved | ConsumerOutcome::Lost | ConsumerOutcome::Outside { .. } => {}
        }
    }
}
