//! The state of one follower: what to read, what to try next, and what becomes of it. Pure: no I/O, no waiting. One task
//! owns it, so that nothing here can race; the hand-over between window and parked lanes rests on that.
//!
//! The hand-over: an event belongs to the window or to its lane's parked row, never to both. While a lane is parked, the
//! window passes the lane's events and notes the last one (`seen`). The parked lane is read from the store, but never beyond
//! what the window has read (`Window::read_to`). It is unparked in the very step in which its next event would lie beyond
//! `seen`: all its events up to `read_to` are then done, and every later one is still to come through the window.

mod settle;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use switchroom_domain::{Committed, Timestamp};
use switchroom_engine::ports::{Breaker as Open, DeadLetter, FollowerState, ParkReason};
use tokio::time::Instant;

use crate::breaker::{Breaker, Gate};
use crate::concurrency::{Concurrency, Limit};
use crate::gauges::{Reading, Unread};
use crate::handler::Try;
use crate::lane::{Flight, Lane, LaneQueue, Tried};
use crate::parked::{Parked, ParkedLane};
use crate::patience::{Failing, Patience};
use crate::plan::End;
use crate::positions::Position;
use crate::retry::{Jitter, RetrySchedule, plus};
use crate::throttle::Throttle;
use crate::window::{Window, WindowLimits};

/// Events read at once, at the most: for the window.
const WINDOW_READ: usize = 512;
/// Events read at once, at the most: for a parked lane.
pub(crate) const LANE_READ: usize = 64;

/// What a follower is made of.
pub(crate) struct Settings {
    pub(crate) state: FollowerState,
    pub(crate) until: Option<i64>,
    pub(crate) since: Timestamp,
    pub(crate) concurrency: Concurrency,
    pub(crate) throttle: Throttle,
    pub(crate) unordered: bool,
    pub(crate) patience: Option<Patience>,
    pub(crate) retry: RetrySchedule,
    pub(crate) limits: WindowLimits,
    pub(crate) jitter: Jitter,
}

/// A try to be started.
pub(crate) struct Start {
    pub(crate) lane: Lane,
    pub(crate) committed: Arc<Committed>,
    pub(crate) attempt: Try,
}

/// A parked lane to be read from the store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaneRead {
    pub(crate) lane: Lane,
    pub(crate) from: i64,
    /// How far the window had read when this was asked for: the store's answer holds every event of the lane up to here.
    pub(crate) through: i64,
}

pub(crate) struct Machine {
    window: Window,
    /// Lanes with events in the window.
    lanes: HashMap<Lane, LaneQueue>,
    /// Those of them whose next event can be tried.
    ready: VecDeque<Lane>,
    parked: Parked,
    /// Rooms that were parked with order and are to be parked event by event. Nothing else is read meanwhile: what a room's row stands
    /// for is all that comes up to the cursor.
    splitting: usize,
    /// Parked lanes are left alone until the window has come this far: a restarted follower re-reads a window, and a lane
    /// may have been further than the cursor.
    parked_from: i64,
    breaker: Breaker,
    failing: Failing,
    ending: Option<End>,
    limit: Limit,
    throttle: Throttle,
    /// While set, one try at a time runs.
    held_back: bool,
    in_flight: usize,
    /// How many of them are of the window.
    window_in_flight: usize,
    /// Whether the latest try was of a parked lane.
    parked_was_last: bool,
    until: Option<i64>,
    since: Timestamp,
    unordered: bool,
    retry: RetrySchedule,
    jitter: Jitter,
    unread: Unread,
    /// Lanes that were parked, unparked, or changed while parked.
    touched: HashSet<Lane>,
    /// What was given up.
    dead: Vec<DeadLetter>,
    published: Standing,
}

/// Where the follower stands, but for what is parked.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Standing {
    cursor: i64,
    breaker: Option<Open>,
    failing_since: Option<Timestamp>,
}

impl Machine {
    pub(crate) fn new(settings: Settings) -> Self {
        let FollowerState { cursor, breaker, failing_since, parked: rows, .. } = settings.state;
        let mut touched = HashSet::new();
        let mut parked = Parked::default();
        let mut parked_from = cursor;
        let mut splitting = 0;
        for row in rows {
            let Some(lane) = Lane::of(&row) else {
                // Of a batch the cursor has passed nothing: its row says only which bytes were sent.
                touched.insert(Lane::Room(None));
                continue;
            };
            if settings.unordered && !lane.is_alone() {
                if row.next_seq > cursor {
                    // The log will come to it.
                    touched.insert(lane);
                    continue;
                }
                splitting += 1;
            }
            parked_from = parked_from.max(row.next_seq);
            parked.park(lane, ParkedLane::restored(row, cursor));
        }
        Self {
            window: Window::new(cursor, settings.limits),
            lanes: HashMap::new(),
            ready: VecDeque::new(),
            parked,
            splitting,
            parked_from,
            breaker: Breaker::new(breaker),
            failing: Failing::new(failing_since, settings.patience),
            ending: None,
            limit: Limit::new(settings.concurrency),
            throttle: settings.throttle,
            held_back: false,
            in_flight: 0,
            window_in_flight: 0,
            parked_was_last: false,
            until: settings.until,
            since: settings.since,
            unordered: settings.unordered,
            retry: settings.retry,
            jitter: settings.jitter,
            unread: Unread::default(),
            touched,
            dead: Vec::new(),
            published: Standing { cursor, breaker, failing_since },
        }
    }

    pub(crate) fn read_to(&self) -> i64 {
        self.window.read_to()
    }

    /// Why the follower is to end although there is more to do, if it is.
    pub(crate) fn ending(&self) -> Option<End> {
        self.ending
    }

    /// Whether there is nothing more to do, ever.
    pub(crate) fn is_finished(&self) -> bool {
        self.until.is_some_and(|until| self.window.read_to() >= until) && self.window.is_empty() && self.parked.is_empty()
    }

    /// How many events to read for the window, given the log's head.
    pub(crate) fn read_ahead(&self, head: i64) -> Option<usize> {
        let crowded = self.parked.is_crowded() && self.window.read_to() >= self.parked_from;
        let room = self.window.room();
        (self.is_behind(head) && self.splitting == 0 && !crowded && room > 0).then_some(room.min(WINDOW_READ))
    }

    fn is_behind(&self, head: i64) -> bool {
        self.window.read_to() < self.until.unwrap_or(head).min(head)
    }

    /// Whether nothing is left to be read until the log's head moves on.
    pub(crate) fn awaits(&self, head: i64) -> bool {
        !self.is_behind(head) && self.until.is_none_or(|until| self.window.read_to() < until)
    }

    /// Whether something is not read, or read and not started.
    pub(crate) fn has_more(&self, head: i64) -> bool {
        self.is_behind(head) || self.window.open() > self.window_in_flight
    }

    /// The log reaches so far now; while `held_back`, one try at a time runs.
    pub(crate) fn look(&mut self, head: i64, held_back: bool, now: Timestamp) {
        self.held_back = held_back;
        self.unread.look(self.is_behind(head), now);
    }

    /// Takes what was read for the window.
    pub(crate) fn take(&mut self, events: Vec<Arc<Committed>>, wants: impl Fn(&Committed) -> bool) {
        self.unread.read(&events);
        for committed in events {
            let seq = committed.event.seq;
            if let Some(until) = self.until
                && seq > until
            {
                self.window.pass(until);
                return;
            }
            if wants(&committed) {
                self.enter(committed);
            } else {
                self.window.pass(seq);
            }
        }
    }

    fn enter(&mut self, committed: Arc<Committed>) {
        let seq = committed.event.seq;
        if self.is_left_to_parked(&committed) {
            self.window.pass_parked(seq);
            return;
        }
        let lane = if self.unordered { Lane::Event(committed.event.id) } else { Lane::Room(committed.event.room) };
        self.window.enter(seq, lane, committed.event.at, committed.weight());
        let queue = self.lanes.entry(lane).or_default();
        if queue.events.is_empty() {
            self.ready.push_back(lane);
        }
        queue.events.push_back(committed);
    }

    /// Whether an event that was read belongs to a parked lane: its own, of the times when there was no order, or its room's.
    fn is_left_to_parked(&mut self, committed: &Committed) -> bool {
        if self.parked.is_empty() {
            return false;
        }
        if self.parked.get(Lane::Event(committed.event.id)).is_some() {
            return true;
        }
        let Some(room) = self.parked.get_mut(Lane::Room(committed.event.room)) else { return false };
        room.seen = room.seen.max(committed.event.seq);
        true
    }

    /// How many tries may run at a time now.
    fn limit(&self) -> usize {
        if self.held_back { 1 } else { self.limit.get() }
    }

    /// The next try to be started, if one may be.
    pub(crate) fn next(&mut self, now: Timestamp) -> Option<Start> {
        if self.in_flight >= self.limit() || self.throttle.wait_until(now).is_some() {
            return None;
        }
        let lane = self.pick(now)?;
        let (retry, since) = (&self.retry, self.since);
        let (queue, is_parked) = match self.parked.get_mut(lane) {
            Some(parked) => (&mut parked.queue, true),
            None => (self.lanes.get_mut(&lane)?, false),
        };
        let committed = Arc::clone(queue.events.front()?);
        self.in_flight += 1;
        self.window_in_flight += usize::from(!is_parked);
        self.parked_was_last = is_parked;
        queue.flight = Some(Flight { since: Instant::now(), generation: self.limit.started(self.in_flight) });
        let attempt = Try {
            number: queue.tried.count + 1,
            bodies: queue.tried.bodies.clone(),
            accepted: queue.tried.accepted,
            deadline: retry.deadline(committed.event.at.max(since)),
        };
        self.breaker.started(lane);
        self.throttle.take(now);
        Some(Start { lane, committed, attempt })
    }

    /// The lane of the next try. Parked lanes come first: few are active at a time. Where but one try runs at a time, they take turns
    /// with the window.
    fn pick(&mut self, now: Timestamp) -> Option<Lane> {
        let parked_first = match self.breaker.gate(now) {
            Gate::Shut => return None,
            Gate::Free => self.limit() > 1 || !self.parked_was_last,
            Gate::Probe { prefer_parked } => prefer_parked,
        };
        if parked_first {
            self.parked.pop_ready().or_else(|| self.ready.pop_front())
        } else {
            self.ready.pop_front().or_else(|| self.parked.pop_ready())
        }
    }

    /// The next parked lane to be read, if one is due and may be served. At most half of the concurrency serves parked lanes,
    /// so that they cannot hold up the others; with the breaker open one at a time is made ready for a probe.
    pub(crate) fn next_lane_read(&mut self, now: Timestamp) -> Option<LaneRead> {
        let most = match self.breaker.gate(now) {
            Gate::Free => self.parked_share(),
            Gate::Probe { .. } => 1,
            Gate::Shut => return None,
        };
        if self.parked.active() >= most {
            return None;
        }
        let (lane, from) = match self.splitting {
            0 if self.window.read_to() < self.parked_from => return None,
            0 => self.parked.activate(now)?,
            _ => self.parked.activate_room()?,
        };
        Some(LaneRead { lane, from, through: self.window.read_to() })
    }

    fn parked_share(&self) -> usize {
        (self.limit() / 2).max(1)
    }

    /// Takes what was read of a parked lane.
    pub(crate) fn take_lane(&mut self, read: LaneRead, events: &[Arc<Committed>], now: Timestamp, wants: impl Fn(&Committed) -> bool) {
        let read_to = self.window.read_to();
        let Some(parked) = self.parked.get_mut(read.lane) else { return };
        let complete_to = match events.last() {
            Some(last) if events.len() >= LANE_READ => last.event.seq,
            _ => read.through,
        };
        parked.known_to = complete_to.min(read_to);
        let here = events.iter().filter(|committed| committed.event.seq <= parked.known_to && read.lane.has(committed) && wants(committed));
        parked.queue.events.extend(here.cloned());
        if self.unordered && !read.lane.is_alone() {
            self.split(read.lane, now);
            return;
        }
        match parked.queue.events.front() {
            None => self.go_on_parked(read.lane, now),
            Some(first) => {
                if first.event.seq != parked.next_seq {
                    // The event that was tried is no longer wanted, or no longer there.
                    parked.queue.tried = Tried::default();
                    parked.next_seq = first.event.seq;
                    self.touched.insert(read.lane);
                }
                self.parked.push_ready(read.lane);
            }
        }
    }

    /// Parks what was read of a parked room event by event.
    fn split(&mut self, lane: Lane, now: Timestamp) {
        let Some(room) = self.parked.get_mut(lane) else { return };
        let (next_seq, reason, mut tried) = (room.next_seq, room.reason, Some(std::mem::take(&mut room.queue.tried)));
        for committed in std::mem::take(&mut room.queue.events) {
            let (seq, alone) = (committed.event.seq, Lane::Event(committed.event.id));
            let tried = tried.take_if(|_| seq == next_seq).unwrap_or_default();
            self.parked.park(alone, ParkedLane::new(seq, now, reason, seq, tried));
            self.touched.insert(alone);
        }
        self.go_on_parked(lane, now);
        self.splitting -= usize::from(self.parked.get(lane).is_none());
    }

    /// A parked lane could not be read: it waits, without a try being counted.
    pub(crate) fn lane_unread(&mut self, read: LaneRead, again_at: Timestamp) {
        self.parked.rest(read.lane, again_at);
    }

    /// Since when the lane that holds the cursor is in flight, if all the rest waits for it: the window is full, there is more
    /// to read, and nothing else can be tried.
    pub(crate) fn held_up_since(&self, head: i64) -> Option<Instant> {
        let all_wait = !self.breaker.is_open() && self.ready.is_empty() && self.window.room() == 0 && self.is_behind(head);
        let flight = all_wait.then(|| self.window.front().and_then(|lane| self.lanes.get(&lane)?.flight)).flatten();
        flight.map(|flight| flight.since)
    }

    /// Parks the lane that holds the cursor while its try goes on.
    pub(crate) fn park_slow(&mut self, now: Timestamp) {
        let Some(lane) = self.window.front() else { return };
        let Some(mut queue) = self.lanes.remove(&lane) else { return };
        let in_flight = LaneQueue {
            events: queue.events.front().cloned().into_iter().collect(),
            tried: std::mem::take(&mut queue.tried),
            flight: queue.flight,
        };
        self.window_in_flight -= usize::from(in_flight.flight.is_some());
        if let Some(mut parked) = self.leave_window(lane, queue, ParkReason::Slow, now, Window::finish) {
            parked.queue = in_flight;
            self.parked.park_in_flight(lane, parked);
        }
    }

    /// Parks the lanes that hold the cursor back while later events are done, so that these are not sent again when the
    /// follower is started anew. For a follower that stops: what is in flight counts as not done.
    pub(crate) fn park_stragglers(&mut self, now: Timestamp) {
        while self.window.has_done_ahead()
            && let Some(lane) = self.window.front()
            && let Some(queue) = self.lanes.remove(&lane)
        {
            if let Some(parked) = self.leave_window(lane, queue, ParkReason::Slow, now, Window::leave) {
                self.parked.park(lane, parked);
            }
        }
    }

    /// Takes a lane's events out of the window, each by `close`, for the lane to be parked.
    fn leave_window(
        &mut self,
        lane: Lane,
        queue: LaneQueue,
        reason: ParkReason,
        next_at: Timestamp,
        close: fn(&mut Window, i64),
    ) -> Option<ParkedLane> {
        let (first, last) = (queue.events.front()?.event.seq, queue.events.back()?.event.seq);
        for committed in &queue.events {
            close(&mut self.window, committed.event.seq);
        }
        self.touched.insert(lane);
        Some(ParkedLane::new(first, next_at, reason, last, queue.tried))
    }

    /// When to look again although nothing happened. Asked for when everything that may be started has been.
    pub(crate) fn wake_at(&self, now: Timestamp) -> Option<Timestamp> {
        let may_serve = |most| self.parked.active() < most && self.window.read_to() >= self.parked_from;
        let has_ready = !self.ready.is_empty() || self.parked.has_ready();
        let throttled_until = if has_ready && self.in_flight < self.limit() { self.throttle.wait_until(now) } else { None };
        match self.breaker.is_open() {
            false => self.parked.next_due().filter(|_| may_serve(self.parked_share())).into_iter().chain(throttled_until).min(),
            true => {
                let probe_at = self.breaker.next_probe_at()?;
                if !has_ready {
                    return self.parked.next_due().filter(|_| may_serve(1)).map(|due| due.max(probe_at));
                }
                (self.in_flight < self.limit()).then(|| throttled_until.map_or(probe_at, |until| until.max(probe_at)))
            }
        }
    }

    /// Where the follower stands, if that changed since the last time it was asked for.
    pub(crate) fn take_position(&mut self) -> Option<Position> {
        let now = Standing { cursor: self.window.cursor(), breaker: self.breaker.kept(), failing_since: self.failing.since() };
        if self.published == now && self.touched.is_empty() && self.dead.is_empty() {
            return None;
        }
        self.published = now;
        let Standing { cursor, breaker, failing_since } = now;
        let dead = std::mem::take(&mut self.dead);
        let mut position = Position { cursor, breaker, failing_since, dead, parked: Vec::new(), unparked: Vec::new() };
        for lane in self.touched.drain() {
            match self.parked.get(lane) {
                Some(parked) => position.parked.push(parked.row(lane)),
                None => position.unparked.push(lane.key()),
            }
        }
        Some(position)
    }

    /// What the gauges are to show.
    pub(crate) fn reading(&self, head: i64, now: Timestamp) -> Reading {
        let oldest = self.window.oldest_at().or(self.unread.since());
        Reading {
            lag_events: head - self.window.cursor(),
            lag: oldest.map_or(0, |at| now.micros_since(at)),
            parked: self.parked.len(),
            breaker_is_open: self.breaker.is_open(),
            concurrency: self.limit(),
        }
    }

    /// When a wait that begins now, spread by jitter, is over.
    fn after(&self, now: Timestamp, wait: Duration, no_sooner: Duration) -> Timestamp {
        plus(now, self.jitter.spread(wait).max(no_sooner))
    }
}
