//! A store in memory: the log and the bookkeeping of one organization, as far as followers need them.

mod directory;
mod gathering;
mod leases;
mod views;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use serde_json::Map;
use switchroom_domain::command::Answer;
use switchroom_domain::event::Subject;
use switchroom_domain::message::Message;
use switchroom_domain::replay::{Replay, ReplayState};
use switchroom_domain::role::Role;
use switchroom_domain::room::{RoomHead, RoomStatus};
use switchroom_domain::subscription::Subscription;
use switchroom_domain::user::User;
use switchroom_domain::{
    Actor, Committed, Envelope, Event, EventId, EventKind, FollowerId, OrgId, RoomId, SubscriptionId, Timestamp, UserId,
};
use switchroom_engine::ports::{
    Attempt, AttemptsKept, AttemptsQuery, Bookkeeping, CommitListener, Consumer, ConsumerChange, ConsumerOutcome, Consumers, DeadLetter,
    FollowerState, Log, Nodes, Outcome, Page, PositionFlush, Snooze, StoreError, Timers,
};
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) const ORG: OrgId = OrgId(1);

/// What is kept.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) events: Vec<Arc<Committed>>,
    pub(crate) followers: HashMap<FollowerId, FollowerState>,
    pub(crate) subscriptions: HashMap<SubscriptionId, Subscription>,
    pub(crate) replays: HashMap<FollowerId, Replay>,
    pub(crate) attempts: Vec<Attempt>,
    /// What was given up, by the follower under which it is kept.
    pub(crate) dead: Vec<(FollowerId, DeadLetter)>,
    /// How often positions were flushed.
    pub(crate) flushes: usize,
    /// How often a lane was read.
    pub(crate) lane_reads: usize,
    /// Which node runs what.
    pub(crate) leases: leases::Board,
    /// Those who can be found.
    pub(crate) roles: Vec<Role>,
    pub(crate) users: Vec<User>,
    /// What becomes of commands; none: there are none.
    pub(crate) executes: Option<Executes>,
    versions: HashMap<RoomId, i64>,
}

/// Carries out a command, and answers which events it makes.
pub(crate) type Executes = fn(&mut Kept, Envelope) -> Result<(Answer, Vec<(EventKind, Subject, Option<RoomId>)>), StoreError>;

impl Kept {
    pub(crate) fn head(&self) -> i64 {
        self.events.last().map_or(0, |committed| committed.event.seq)
    }

    pub(crate) fn cursor(&self, follower: FollowerId) -> i64 {
        self.followers[&follower].cursor
    }
}

pub(crate) struct MemoryStore {
    kept: Mutex<Kept>,
    listeners: Vec<Arc<dyn CommitListener>>,
    changed: watch::Sender<()>,
    /// While set, nothing can be flushed.
    pub(crate) broken: AtomicBool,
}

impl MemoryStore {
    pub(crate) fn new(listeners: Vec<Arc<dyn CommitListener>>) -> Arc<Self> {
        Arc::new(Self { kept: Mutex::default(), listeners, changed: watch::Sender::new(()), broken: AtomicBool::new(false) })
    }

    /// Looks at what is kept, or changes it.
    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut Kept) -> T) -> T {
        let answer = f(&mut self.kept.lock());
        self.changed.send_replace(());
        answer
    }

    /// Returns once what is kept is as `is_so` says.
    pub(crate) async fn until(&self, is_so: impl Fn(&Kept) -> bool) {
        let mut changed = self.changed.subscribe();
        while !is_so(&self.kept.lock()) {
            changed.changed().await.unwrap();
        }
    }

    /// Commits an event of each of these rooms. Answers the last one's sequence number.
    pub(crate) fn commit(&self, at: Timestamp, rooms: &[Option<RoomId>]) -> i64 {
        let kind = |room: Option<RoomId>| if room.is_some() { EventKind::RoomTagged } else { EventKind::UserUpdated };
        let subject = |room: Option<RoomId>| if room.is_some() { Subject::Room } else { Subject::User { id: UserId(Uuid::nil()) } };
        self.commit_events(at, rooms.iter().map(|room| (kind(*room), subject(*room), *room)))
    }

    /// Commits events of these kinds, subjects and rooms.
    pub(crate) fn commit_events(&self, at: Timestamp, events: impl IntoIterator<Item = (EventKind, Subject, Option<RoomId>)>) -> i64 {
        self.commit_with(at, events.into_iter().map(|(kind, subject, room)| (kind, subject, room, None)))
    }

    /// Commits events of these kinds, subjects, rooms and messages.
    pub(crate) fn commit_with(
        &self,
        at: Timestamp,
        events: impl IntoIterator<Item = (EventKind, Subject, Option<RoomId>, Option<Arc<Message>>)>,
    ) -> i64 {
        let committed = self.with(|kept| {
            let before = kept.events.len();
            for (kind, subject, room, message) in events {
                let event = event(kept, at, kind, subject, room);
                kept.events.push(Arc::new(Committed { event, room: None, message, trace: None }));
            }
            kept.events[before..].to_vec()
        });
        for listener in &self.listeners {
            listener.committed(ORG, &committed);
        }
        committed.last().map_or(0, |committed| committed.event.seq)
    }
}

fn event(kept: &mut Kept, at: Timestamp, kind: EventKind, subject: Subject, room: Option<RoomId>) -> Event {
    let seq = kept.head() + 1;
    let room_head = room.map(|room| {
        let version = kept.versions.entry(room).or_default();
        *version += 1;
        head(*version, at)
    });
    Event {
        org: ORG,
        seq,
        // Unlike any room's.
        id: EventId(Uuid::from_u64_pair(1, seq.unsigned_abs())),
        kind,
        schema: 1,
        at,
        actor: Actor::System,
        cause: None,
        room,
        subject,
        changes: Map::new(),
        room_head,
    }
}

fn head(version: i64, at: Timestamp) -> RoomHead {
    RoomHead { version, ..RoomHead::opened(RoomStatus::Queued, at) }
}

#[async_trait]
impl Log for MemoryStore {
    async fn execute(&self, envelope: Envelope) -> Result<Outcome, StoreError> {
        let (answer, events, at) = self.with(|kept| {
            let executes = kept.executes.unwrap();
            let at = kept.events.last().map_or(Timestamp(0), |last| last.event.at);
            executes(kept, envelope).map(|(answer, events)| (answer, events, at))
        })?;
        self.commit_events(at, events);
        Ok(Outcome { answer, replayed: false })
    }

    async fn head_seq(&self, _: OrgId) -> Result<i64, StoreError> {
        Ok(self.kept.lock().head())
    }

    async fn events_after(&self, _: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let after = usize::try_from(after).unwrap();
        Ok(self.kept.lock().events.iter().skip(after).take(limit).cloned().collect())
    }

    async fn lane_events(&self, _: OrgId, lane: Option<RoomId>, from: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let events = self.with(|kept| {
            kept.lane_reads += 1;
            let in_lane = |committed: &&Arc<Committed>| committed.event.room == lane && committed.event.seq >= from;
            kept.events.iter().filter(in_lane).take(limit).cloned().collect()
        });
        // As with a real store, the log goes on while the answer is on its way.
        tokio::time::sleep(Duration::from_millis(2)).await;
        Ok(events)
    }

    async fn seq_before(&self, _: OrgId, _: Timestamp) -> Result<i64, StoreError> {
        unreachable!("followers go by sequence numbers")
    }

    async fn room_events_after(&self, _: OrgId, _: RoomId, _: i64, _: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        unreachable!("followers read lanes")
    }
}

#[async_trait]
impl Bookkeeping for MemoryStore {
    async fn all_subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        Ok(self.kept.lock().subscriptions.values().cloned().collect())
    }

    async fn running_replays(&self) -> Result<Vec<Replay>, StoreError> {
        let kept = self.kept.lock();
        let is_not_over = |replay: &&Replay| replay.state == ReplayState::Running || kept.followers.contains_key(&replay.id);
        Ok(kept.replays.values().filter(is_not_over).cloned().collect())
    }

    async fn follower_state(&self, _: OrgId, follower: FollowerId) -> Result<Option<FollowerState>, StoreError> {
        Ok(self.kept.lock().followers.get(&follower).cloned())
    }

    async fn flush_positions(&self, flushes: Vec<PositionFlush>) -> Result<(), StoreError> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(StoreError::Full);
        }
        self.with(|kept| {
            kept.flushes += 1;
            for flush in flushes {
                let Some(state) = kept.followers.get_mut(&flush.follower).filter(|state| state.epoch <= flush.epoch) else { continue };
                state.cursor = flush.cursor;
                state.breaker = flush.breaker;
                state.failing_since = flush.failing_since;
                kept.dead.extend(flush.dead.into_iter().map(|letter| (flush.dead_of, letter)));
                let changed = |lane: &Option<RoomId>| flush.unparked.contains(lane) || flush.parked.iter().any(|row| row.lane == *lane);
                state.parked.retain(|row| !changed(&row.lane));
                state.parked.extend(flush.parked);
            }
        });
        Ok(())
    }

    async fn finish_replay(&self, _: OrgId, replay: FollowerId) -> Result<(), StoreError> {
        self.with(|kept| {
            kept.followers.remove(&replay);
            if let Some(replay) = kept.replays.get_mut(&replay).filter(|replay| replay.state == ReplayState::Running) {
                replay.state = ReplayState::Done;
            }
        });
        Ok(())
    }

    async fn record_attempts(&self, attempts: Vec<Attempt>) -> Result<(), StoreError> {
        self.with(|kept| kept.attempts.extend(attempts));
        Ok(())
    }

    async fn attempts(&self, _: OrgId, _: AttemptsQuery) -> Result<Page<Attempt>, StoreError> {
        unreachable!("followers do not list attempts")
    }

    async fn record_presence(&self, _: Vec<(OrgId, Uuid, Timestamp)>) -> Result<(), StoreError> {
        unreachable!("followers see nobody")
    }

    async fn dead_letters(&self, _: OrgId, of: FollowerId, after: i64, limit: usize) -> Result<Page<DeadLetter>, StoreError> {
        let mut items: Vec<DeadLetter> = self.with(|kept| {
            kept.dead.iter().filter(|(follower, letter)| *follower == of && letter.seq > after).map(|(_, letter)| letter.clone()).collect()
        });
        items.sort_by_key(|letter| letter.seq);
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(Page { items, more })
    }

    async fn forget(&self, _: Timestamp, _: AttemptsKept) -> Result<bool, StoreError> {
        unreachable!("followers forget nothing")
    }
}

#[async_trait]
impl Consumers for MemoryStore {
    async fn create_consumer(&self, _: Consumer) -> Result<bool, StoreError> {
        unreachable!("followers are no consumers")
    }

    async fn consumer(&self, _: OrgId, _: &str) -> Result<Option<Consumer>, StoreError> {
        unreachable!("followers are no consumers")
    }

    async fn consumers(&self, _: OrgId, _: Option<String>, _: usize) -> Result<Page<Consumer>, StoreError> {
        unreachable!("followers are no consumers")
    }

    async fn change_consumer(&self, _: OrgId, _: &str, _: ConsumerChange, _: Timestamp) -> Result<ConsumerOutcome, StoreError> {
        unreachable!("followers are no consumers")
    }

    async fn delete_consumer(&self, _: OrgId, _: &str) -> Result<bool, StoreError> {
        unreachable!("followers are no consumers")
    }
}

impl Nodes for MemoryStore {}

#[async_trait]
impl Timers for MemoryStore {
    async fn next_snoozes(&self, _: usize) -> Result<Vec<Snooze>, StoreError> {
        unreachable!("followers wake no rooms")
    }
}
