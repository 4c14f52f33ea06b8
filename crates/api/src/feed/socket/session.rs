//! A socket whose client is known.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use switchroom_domain::{Actor, Permission};
use switchroom_engine::Caller;
use switchroom_engine::ports::Activity;
use switchroom_realtime::SharedEvent;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::ending::Ending;
use super::frames::{ClientFrame, ServerFrame};
use super::introduction::Known;
use super::requests;
use super::subscriptions::{Heard, Subscriptions};
use crate::feed::forms::{ContactFrame, LogFrame, RoomFrame};
use crate::feed::places::Place;
use crate::feed::renewal;
use crate::problem::Problem;
use crate::state::ApiState;

/// How often the peer is pinged, and its token looked up again. Who says nothing until the next ping is gone.
const PING_EVERY: Duration = Duration::from_secs(30);
/// How long the peer may take nothing of what it is sent.
const SEND_WITHIN: Duration = Duration::from_secs(20);
/// Malformed frames that a client may send.
const MOST_MALFORMED: u32 = 10;

/// A socket whose client is known.
pub(super) struct Session {
    pub(super) state: ApiState,
    pub(super) caller: Caller,
    pub(super) subscriptions: Subscriptions,
    /// What addresses of files begin with.
    pub(super) origin: Box<str>,
    secret: String,
    socket: WebSocket,
    malformed: u32,
    /// Whether nothing was heard of the peer since it was last pinged.
    silent: bool,
    _place: Place,
}

/// What happens next to a session.
enum Step {
    Stop,
    Tick,
    Received(Option<Result<Message, axum::Error>>),
    Heard(Heard),
    Failed,
}

impl Session {
    pub(super) fn new(state: ApiState, socket: WebSocket, known: Known) -> Self {
        let Known { caller, secret, origin, place } = known;
        let subscriptions = Subscriptions::new(state.feeds().activities());
        Self { state, caller, subscriptions, origin, secret, socket, malformed: 0, silent: false, _place: place }
    }

    /// Serves the client until the socket ends.
    pub(super) async fn run(mut self) {
        let ending = match self.serve().await {
            Err(ending) => ending,
            Ok(never) => match never {},
        };
        ending.close(self.socket).await;
    }

    async fn serve(&mut self) -> Result<std::convert::Infallible, Ending> {
        let ready = ServerFrame::Ready { actor: self.caller.access.actor.into(), ping_seconds: PING_EVERY.as_secs() };
        self.send(vec![ready.text(None)]).await?;
        // One future for as long as the socket lives: making it takes a lock that all sockets share.
        let stopping = self.state.feeds().stopping().clone();
        let mut stopping = std::pin::pin!(stopping.cancelled());
        let mut ticks = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let step = tokio::select! {
                () = &mut stopping => Step::Stop,
                _ = ticks.tick() => Step::Tick,
                received = self.socket.recv() => Step::Received(received),
                heard = self.subscriptions.next() => match heard {
                    Ok(heard) => Step::Heard(heard),
                    Err(error) => {
                        tracing::warn!(%error, "a socket is closed: events cannot be read");
                        Step::Failed
                    }
                },
            };
            match step {
                Step::Stop => return Err(Ending::GoingAway),
                Step::Failed => return Err(Ending::Failed),
                Step::Tick => {
                    Box::pin(self.renew()).await?;
                    self.ping().await?;
                }
                // In a box, so that an idle socket does not hold room for it.
                Step::Received(received) => Box::pin(self.receive(received)).await?,
                Step::Heard(Heard::Events(events)) => self.tell(&events).await?,
                Step::Heard(Heard::Activities(activities)) => self.tell_activities(&activities).await?,
            }
        }
    }

    async fn ping(&mut self) -> Result<(), Ending> {
        if std::mem::replace(&mut self.silent, true) {
            return Err(Ending::Gone);
        }
        let ping = self.socket.send(Message::Ping(Bytes::new()));
        in_time(ping).await
    }

    /// Looks the token up again. What it no longer permits ends the socket.
    async fn renew(&mut self) -> Result<(), Ending> {
        let renewed = renewal::renew(&self.state, &self.caller, &self.secret).await;
        self.caller = renewed.ok_or(Ending::Policy("the token is no longer valid"))?;
        let permissions = self.caller.access.permissions;
        let log = !self.subscriptions.has_log() || self.caller.access.require_log().is_ok();
        let rooms = !self.subscriptions.has_rooms() || self.is_contact() || permissions.contains(Permission::RoomView);
        if log && rooms { Ok(()) } else { Err(Ending::Policy("the token no longer permits a subscription")) }
    }

    fn is_contact(&self) -> bool {
        matches!(self.caller.access.actor, Actor::Contact(_))
    }

    async fn receive(&mut self, received: Option<Result<Message, axum::Error>>) -> Result<(), Ending> {
        self.silent = false;
        let ClientFrame { reference, request } = match received {
            Some(Ok(Message::Text(text))) => ClientFrame::read(&text),
            Some(Ok(Message::Binary(_))) => {
                ClientFrame { reference: None, request: Err(Problem::bad_request("binary_frame", "frames must be text")) }
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Close(_))) => return Err(Ending::Closed),
            Some(Err(error)) => return Err(Ending::of(error)),
            None => return Err(Ending::Gone),
        };
        let reference = reference.as_deref();
        let answer = match request {
            Ok(request) => requests::answer(self, request, reference).await,
            Err(problem) => {
                self.malformed += 1;
                Err(problem)
            }
        };
        let refused = |problem: Problem| ServerFrame::Error { problem: problem.document() }.text(reference);
        if let Some(answer) = answer.unwrap_or_else(|problem| Some(refused(problem))) {
            self.send(vec![answer]).await?;
        }
        if self.malformed > MOST_MALFORMED { Err(Ending::Policy("too many malformed frames")) } else { Ok(()) }
    }

    /// Tells the client of events, in the form that it may see.
    async fn tell(&mut self, events: &[Arc<SharedEvent>]) -> Result<(), Ending> {
        let permissions = self.caller.access.permissions;
        let frames = if self.is_contact() {
            events.iter().filter_map(|shared| shared.form::<ContactFrame>().0).collect()
        } else if self.subscriptions.has_log() || permissions.contains(Permission::EventRead) {
            let seen = events.iter().filter(|shared| shared.committed.event.kind.visible_with(permissions));
            seen.map(|shared| shared.form::<LogFrame>().0).collect()
        } else {
            events.iter().map(|shared| shared.form::<RoomFrame>().0).collect()
        };
        self.send(frames).await
    }

    /// Tells the client what others do just now, as far as it may see that.
    async fn tell_activities(&mut self, activities: &[Activity]) -> Result<(), Ending> {
        let (client, is_contact) = (self.caller.access.actor.person(), self.is_contact());
        let is_shown = |activity: &&Activity| client != Some(activity.person) && !(is_contact && activity.kind.is_for_team());
        let frames = activities.iter().filter(is_shown).filter_map(ServerFrame::of_activity);
        self.send(frames.map(|frame| frame.text(None)).collect()).await
    }

    /// Sends frames, in as few writes as they fit in.
    async fn send(&mut self, frames: Vec<Utf8Bytes>) -> Result<(), Ending> {
        let socket = &mut self.socket;
        in_time(async move {
            for frame in frames {
                socket.feed(Message::Text(frame)).await?;
            }
            socket.flush().await
        })
        .await
    }
}

/// Whoever takes nothing for long is gone.
async fn in_time(sending: impl Future<Output = Result<(), axum::Error>>) -> Result<(), Ending> {
    match timeout(SEND_WITHIN, sending).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Ending::Gone),
    }
}
