//! Hands commits on to whoever listens to their rooms, and what is done there just now.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use parking_lot::RwLock;
use switchroom_domain::{Committed, OrgId, RoomId};
use switchroom_engine::ports::{Activity, CommitListener};

use crate::SharedEvent;
use crate::activity::Activities;
use crate::backlog::{Backlog, Place};
use crate::shared_event::RecentEvents;

type RoomKey = (OrgId, RoomId);

/// Who listens to which room. Made before the store is opened, which is told to report its commits here.
#[derive(Default)]
pub struct Hub {
    rooms: RwLock<HashMap<RoomKey, Arc<Backlog>>>,
    pub(crate) recent: RecentEvents,
    pub(crate) activities: Activities,
}

impl Hub {
    /// A hub that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Somebody does something, or stopped, here or at another node: whoever listens is told, if he was not told the same just before.
    /// Answers whether it was worth telling.
    pub fn tell(&self, activity: Activity) -> bool {
        self.activities.tell(activity)
    }

    /// Whether it says nothing new, because as much was told of the person a moment ago. [`Hub::tell`] would tell nobody.
    #[must_use]
    pub fn is_repeated(&self, activity: &Activity) -> bool {
        self.activities.is_repeated(activity)
    }

    /// Listens to a room from now on, until the listener is dropped.
    pub(crate) fn listen(self: &Arc<Self>, org: OrgId, room: RoomId) -> Listener {
        let mut rooms = self.rooms.write();
        let backlog = Arc::clone(rooms.entry((org, room)).or_default());
        let place = backlog.enter();
        Listener { hub: Arc::clone(self), key: (org, room), backlog, place }
    }

    #[cfg(test)]
    pub(crate) fn rooms(&self) -> usize {
        self.rooms.read().len()
    }
}

impl CommitListener for Hub {
    fn committed(&self, org: OrgId, events: &[Arc<Committed>]) {
        let Some(head) = events.last().map(|last| last.event.seq) else { return };
        let mut wakers = Vec::new();
        let rooms = self.rooms.read();
        if rooms.is_empty() {
            return;
        }
        for committed in events {
            let event = &committed.event;
            let (Some(room), Some(version)) = (event.room, event.room_version()) else { continue };
            if let Some(backlog) = rooms.get(&(org, room)) {
                backlog.put(&self.recent.share(committed, head), version, &mut wakers);
            }
        }
        // Waking may drop a listener, which takes the lock.
        drop(rooms);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// One who listens to a room.
pub(crate) struct Listener {
    hub: Arc<Hub>,
    key: RoomKey,
    backlog: Arc<Backlog>,
    place: Place,
}

impl Listener {
    /// Whether the event that follows `version` is in memory.
    pub(crate) fn follows(&self, version: i64) -> bool {
        self.backlog.follows(version)
    }

    /// Takes up to `limit` events after `version`, as soon as there are any. None: the store must be asked for them.
    pub(crate) fn poll_take(&mut self, cx: &Context<'_>, version: i64, limit: usize) -> Poll<Option<Vec<Arc<SharedEvent>>>> {
        self.backlog.poll_take(cx, &mut self.place, version, limit)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut rooms = self.hub.rooms.write();
        if self.backlog.leave(&mut self.place) == 0
            && let Entry::Occupied(room) = rooms.entry(self.key)
        {
            room.remove();
        }
    }
}
