//! The log in pieces: `GET /v1/events`, a long poll if it is told to wait.

use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use utoipa::{IntoParams, ToSchema};

use super::filter::Filter;
use super::look::{Look, look};
use crate::answer;
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire;

/// Events in an answer when the client names no number.
const DEFAULT_LIMIT: usize = 100;
/// Events in an answer, at the most.
const MOST: usize = 1_000;
/// Seconds to wait, at the most.
const MOST_SECONDS: u64 = 60;

/// Which events are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The events after this sequence number; 0: from the first on. Give `next` of the last answer here.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// Events at the most.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 1000)]
    limit: usize,
    /// Seconds to wait for an event if there is none yet.
    #[serde(default)]
    #[param(maximum = 60)]
    wait: u64,
    /// Only events of these kinds, separated by commas: names, `room.*` for a noun. `next` passes over all others.
    #[param(example = "room.*,message.created")]
    types: Option<String>,
}

fn default_limit() -> usize {
    DEFAULT_LIMIT
}

/// A piece of the log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Events)]
pub(super) struct Piece<'a> {
    /// The events, in order.
    events: Vec<wire::Event<'a>>,
    /// Where to go on: everything up to here was given, or not asked for.
    next: i64,
}

/// Read the log of events. Needs `event.read`, or `room.view`.
///
/// The organization's events in order, without gaps. With `room.view` alone one is told of rooms, participants and messages, and of
/// contacts, users, teams and the like as far as one may see them; the gaps in `seq` mean nothing then. With `wait` it answers as soon as there is an event, and without
/// one when the time is over.
#[utoipa::path(
    get,
    path = "/v1/events",
    tag = "events",
    params(Asked),
    responses(
        (status = 200, description = "The events.", body = Piece),
    ),
)]
pub(super) async fn read_events(State(state): State<ApiState>, caller: Caller, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    caller.access.require_log()?;
    within("limit", asked.limit, 1, MOST)?;
    within("wait", asked.wait, 0, MOST_SECONDS)?;
    let filter = Filter::read(asked.types.as_deref())?;
    let until = Instant::now() + Duration::from_secs(asked.wait);
    let permissions = caller.access.permissions;
    let asked = Look { after: asked.after, limit: asked.limit, filter: &filter, permissions, until };
    let found = look(state.feeds(), caller.org, asked).await?;
    let events = found.events.iter().map(|committed| wire::Event::new(committed)).collect();
    Ok(answer::ok(&Piece { events, next: found.next }))
}

fn within<T: PartialOrd + std::fmt::Display>(field: &str, given: T, least: T, most: T) -> Result<(), Problem> {
    if (&least..=&most).contains(&&given) {
        return Ok(());
    }
    Err(Problem::bad_request("invalid_query", format!("{field} must be from {least} to {most}")))
}
