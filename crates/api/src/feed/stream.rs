//! The log as server-sent events: `GET /v1/events/stream`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::HeaderMap;
use http::request::Parts;
use serde::Deserialize;
use switchroom_domain::EventKind;
use switchroom_engine::Caller as EngineCaller;
use switchroom_engine::ports::Activity;
use switchroom_realtime::{ActivityListener, LogFeed, SharedEvent};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_util::sync::WaitForCancellationFutureOwned;
use utoipa::IntoParams;

use super::filter::Filter;
use super::forms::FullEvent;
use super::places::Place;
use super::{position, renewal};
use crate::extract::{Caller, Credential, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire;

/// How often something is sent, at the least: proxies close what is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often the client's token is looked up again.
const RENEW_EVERY: Duration = Duration::from_secs(60);

/// Which events are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The events after this sequence number; without it, those from now on. The header `Last-Event-ID` wins over it.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// Only events of these kinds, separated by commas: names, or `room.*` for a noun.
    #[param(example = "room.*,message.created")]
    types: Option<String>,
    /// Whether to be told also who else types.
    #[serde(default)]
    typing: bool,
}

/// Follow the log of events. Needs `event.read`, or `room.view`; then one is told what `GET /v1/events` tells.
///
/// Server-sent events: `id` is the sequence number, `event` the kind, `data` the event as `GET /v1/events` gives it. A
/// client that reconnects with `Last-Event-ID` misses nothing. With `typing=true` there are besides, without `id`, those named
/// `typing`: `{"room_id":ID,"person":{…},"typing":true}`, as a socket's frames of that name tell them. The stream ends when the token is no longer valid, and when
/// the server is going away.
#[utoipa::path(
    get,
    path = "/v1/events/stream",
    tag = "events",
    params(Asked, ("Last-Event-ID" = Option<i64>, Header, description = "The sequence number of the last event received")),
    responses(
        (status = 200, description = "The events, as long as the stream is open.", body = String, content_type = "text/event-stream"),
        (status = 429, description = "The token has too many streams open: `too_many_streams`."),
    ),
)]
pub(super) async fn stream_events(
    State(state): State<ApiState>,
    caller: Caller,
    Query(asked): Query<Asked>,
    parts: Parts,
) -> Result<Response, Problem> {
    caller.access.require_log()?;
    let filter = Filter::read(asked.types.as_deref())?;
    let after = last_event_id(&parts.headers)?.or(asked.after);
    let place = state.streams().take()?.held_by(caller.access.credential)?;
    let feed = state.feeds().log(caller.org, after).await?;
    position::check(feed.position(), feed.head())?;
    let mut typing = state.feeds().activities();
    if asked.typing {
        typing.add(caller.org, None);
    }
    let mut renewal = interval_at(Instant::now() + RENEW_EVERY, RENEW_EVERY);
    renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let stopping = Box::pin(state.feeds().stopping().clone().cancelled_owned());
    let told = Told {
        state,
        caller: EngineCaller::clone(&caller),
        secret: Credential::of(&parts.headers).map(Credential::into_secret).unwrap_or_default(),
        filter,
        feed,
        typing,
        ready: VecDeque::new(),
        renewal,
        stopping,
        _place: place,
    };
    let events = stream::unfold(told, |mut told| async { told.next().await.map(|event| (Ok::<_, Infallible>(event), told)) });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let seq = value.to_str().ok().and_then(|value| value.parse().ok());
    seq.map(Some).ok_or_else(|| Problem::bad_request("invalid_position", "the header Last-Event-ID must be a sequence number"))
}

/// What one client is told.
struct Told {
    state: ApiState,
    caller: EngineCaller,
    secret: String,
    filter: Filter,
    feed: LogFeed,
    typing: ActivityListener,
    ready: VecDeque<Event>,
    renewal: Interval,
    stopping: Pin<Box<WaitForCancellationFutureOwned>>,
    _place: Place,
}

impl Told {
    /// The next event. None: the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            tokio::select! {
                () = &mut self.stopping => return None,
                _ = self.renewal.tick() => {
                    self.caller = renewal::renew(&self.state, &self.caller, &self.secret).await?;
                    self.caller.access.require_log().ok()?;
                }
                read = self.feed.next() => match read {
                    Ok(events) => {
                        let permissions = self.caller.access.permissions;
                        let is_told = |kind: EventKind| self.filter.wants(kind) && kind.visible_with(permissions);
                        self.ready.extend(events.iter().filter(|shared| is_told(shared.committed.event.kind)).map(told));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a stream of events is ended: the log cannot be read");
                        return None;
                    }
                },
                heard = self.typing.next() => {
                    let client = self.caller.access.actor.person();
                    self.ready.extend(heard.iter().filter(|activity| client != Some(activity.person)).filter_map(told_typing));
                }
            }
        }
    }
}

fn told(shared: &Arc<SharedEvent>) -> Event {
    let event = &shared.committed.event;
    Event::default().id(event.seq.to_string()).event(event.kind.as_str()).data(shared.form::<FullEvent>().0.as_str())
}

/// Who types. Other things that somebody does just now are told on sockets only.
fn told_typing(activity: &Activity) -> Option<Event> {
    let typing = wire::Typing::of(activity)?;
    Event::default().event("typing").json_data(typing).ok()
}
