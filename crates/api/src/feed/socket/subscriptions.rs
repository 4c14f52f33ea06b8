//! What one socket listens to.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::StatusCode;
use switchroom_domain::{OrgId, RoomId};
use switchroom_engine::ports::{Activity, StoreError};
use switchroom_realtime::{ActivityListener, LogFeed, RoomFeed, SharedEvent};

use crate::problem::Problem;

/// Rooms that one socket may listen to.
const MOST_ROOMS: usize = 200;

/// What a socket hears.
pub(super) enum Heard {
    /// What happened.
    Events(Vec<Arc<SharedEvent>>),
    /// What others do just now.
    Activities(Vec<Activity>),
}

/// What one socket listens to: the log, or some rooms. Both at once would tell the same events twice.
pub(super) struct Subscriptions {
    activities: ActivityListener,
    log: Option<Box<LogFeed>>,
    rooms: Vec<RoomFeed>,
    /// The room whose turn is next, so that a busy one does not keep the others waiting.
    turn: usize,
}

impl Subscriptions {
    /// None yet. What is done just now in what is added is heard with `activities`.
    pub(super) fn new(activities: ActivityListener) -> Self {
        Self { activities, log: None, rooms: Vec::new(), turn: 0 }
    }

    /// Refuses if one more subscription (to that room, or to the log) cannot be added.
    pub(super) fn check(&self, room: Option<RoomId>) -> Result<(), Problem> {
        let conflict =
            |detail: &str| Err(Problem::new(StatusCode::CONFLICT, "already_subscribed", "The socket is subscribed already", detail));
        match room {
            _ if self.log.is_some() => conflict("this socket is subscribed to the log, which tells of every room"),
            None if !self.rooms.is_empty() => conflict("this socket is subscribed to rooms, which the log would tell of once more"),
            Some(room) if self.rooms.iter().any(|feed| feed.room() == room) => conflict("this socket is subscribed to the room"),
            Some(_) if self.rooms.len() >= MOST_ROOMS => {
                let detail = format!("one socket can be subscribed to {MOST_ROOMS} rooms");
                Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_subscriptions", "Too many subscriptions", detail))
            }
            _ => Ok(()),
        }
    }

    /// Listens to the log of an organization.
    pub(super) fn add_log(&mut self, org: OrgId, feed: LogFeed) {
        self.activities.add(org, None);
        self.log = Some(Box::new(feed));
    }

    /// Listens to a room of an organization.
    pub(super) fn add_room(&mut self, org: OrgId, feed: RoomFeed) {
        self.activities.add(org, Some(feed.room()));
        self.rooms.push(feed);
    }

    /// Listens no longer to a room, or to the log. Answers whether it did.
    pub(super) fn remove(&mut self, org: OrgId, room: Option<RoomId>) -> bool {
        self.activities.remove(org, room);
        match room {
            None => self.log.take().is_some(),
            Some(room) => {
                let at = self.rooms.iter().position(|feed| feed.room() == room);
                at.map(|at| self.rooms.swap_remove(at)).is_some()
            }
        }
    }

    /// Whether it listens to the log.
    pub(super) fn has_log(&self) -> bool {
        self.log.is_some()
    }

    /// Whether it listens to rooms.
    pub(super) fn has_rooms(&self) -> bool {
        !self.rooms.is_empty()
    }

    /// The next events of one of them, or else what is done just now. Nothing is lost if it is not waited for.
    pub(super) async fn next(&mut self) -> Result<Heard, StoreError> {
        poll_fn(|cx| match self.poll_events(cx) {
            Poll::Ready(events) => Poll::Ready(events.map(Heard::Events)),
            Poll::Pending => self.activities.poll_next(cx).map(|activities| Ok(Heard::Activities(activities))),
        })
        .await
    }

    fn poll_events(&mut self, cx: &mut Context<'_>) -> Poll<Result<Vec<Arc<SharedEvent>>, StoreError>> {
        if let Some(log) = &mut self.log {
            return log.poll_next(cx);
        }
        for _ in 0..self.rooms.len() {
            self.turn = (self.turn + 1) % self.rooms.len();
            if let Some(feed) = self.rooms.get_mut(self.turn)
                && let Poll::Ready(read) = feed.poll_next(cx)
            {
                return Poll::Ready(read);
            }
        }
        Poll::Pending
    }
}
