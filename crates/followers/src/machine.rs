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
use switchroom_engine::ports::{FollowerState, ParkReason, ParkedRoom};
use tokio::time::Instant;

use crate::breaker::{Breaker, Gate};
use crate::handler::Try;
use crate::lane::{Lane, LaneQueue, Tried};
use crate::parked::{Parked, ParkedLane};
use crate::retry::{Jitter, RetrySchedule};
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
    pub(crate) concurrency: usize,
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

/// What changed since it was last asked for.
pub(crate) struct Position {
    pub(crate) cursor: i64,
    pub(crate) breaker: Option<switchroom_engine::ports::Breaker>,
    pub(crate) parked: Vec<ParkedRoom>,
    pub(crate) unparked: Vec<Lane>,
}

pub(crate) struct Machine {
    window: Window,
    /// Lanes with events in the window.
    lanes: HashMap<Lane, LaneQueue>,
    /// Those of them whose next event can be tried.
    ready: VecDeque<Lane>,
    parked: Parked,
    /// Parked lanes are left alone until the window has come this far: a restarted follower re-reads a window, and a lane
    /// may have been further than the cursor.
    parked_from: i64,
    breaker: Breaker,
    in_flight: usize,
    until: Option<i64>,
    since: Timestamp,
    concurrency: usize,
    retry: RetrySchedule,
    jitter: Jitter,
    /// Lanes that were parked, unparked, or changed while parked.
    touched: HashSet<Lane>,
    published: (i64, Option<switchroom_engine::ports::Breaker>),
}

impl Machine {
    pub(crate) fn new(settings: Settings) -> Self {
        let FollowerState { cursor, breaker, parked, .. } = settings.state;
        Self {
            window: Window::new(cursor, settings.limits),
            lanes: HashMap::new(),
            ready: VecDeque::new(),
            parked_from: parked.iter().map(|row| row.next_seq).fold(cursor, i64::max),
            parked: Parked::restored(parked, cursor),
            breaker: Breaker::new(breaker),
            in_flight: 0,
            until: settings.until,
            since: settings.since,
            concurrency: settings.concurrency.max(1),
            retry: settings.retry,
            jitter: settings.jitter,
            touched: HashSet::new(),
            published: (cursor, breaker),
        }
    }

    pub(crate) fn read_to(&self) -> i64 {
        self.window.read_to()
    }

    pub(crate) fn cursor(&self) -> i64 {
        self.window.cursor()
    }

    /// Whether there is nothing more to do, ever.
    pub(crate) fn is_finished(&self) -> bool {
        self.until.is_some_and(|until| self.window.read_to() >= until) && self.window.is_empty() && self.parked.is_empty()
    }

    /// How many events to read for the window, given the log's head.
    pub(crate) fn read_ahead(&self, head: i64) -> Option<usize> {
        let crowded = self.parked.is_crowded() && self.window.read_to() >= self.parked_from;
        let room = self.window.room();
        (self.is_behind(head) && !crowded && room > 0).then_some(room.min(WINDOW_READ))
    }

    fn is_behind(&self, head: i64) -> bool {
        self.window.read_to() < self.until.unwrap_or(head).min(head)
    }

    /// Takes what was read for the window.
    pub(crate) fn take(&mut self, events: Vec<Arc<Committed>>, wants: impl Fn(&Committed) -> bool) {
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
        let (seq, lane) = (committed.event.seq, committed.event.room);
        if let Some(parked) = self.parked.get_mut(lane) {
            parked.seen = parked.seen.max(seq);
            self.window.pass_parked(seq);
            return;
        }
        self.window.enter(seq, lane, committed.weight());
        let queue = self.lanes.entry(lane).or_default();
        if queue.events.is_empty() {
            self.ready.push_back(lane);
        }
        queue.events.push_back(committed);
    }

    /// The next try to be started, if one may be. Parked lanes come first: few are active at a time.
    pub(crate) fn next(&mut self, now: Timestamp) -> Option<Start> {
        if self.in_flight >= self.concurrency {
            return None;
        }
        let lane = match self.breaker.gate(now) {
            Gate::Shut => return None,
            Gate::Free | Gate::Probe { prefer_parked: true } => self.parked.pop_ready().or_else(|| self.ready.pop_front()),
            Gate::Probe { prefer_parked: false } => self.ready.pop_front().or_else(|| self.parked.pop_ready()),
        }?;
        let (retry, since) = (&self.retry, self.since);
        let queue = match self.parked.get_mut(lane) {
            Some(parked) => &mut parked.queue,
            None => self.lanes.get_mut(&lane)?,
        };
        let committed = Arc::clone(queue.events.front()?);
        queue.in_flight_since = Some(Instant::now());
        let attempt = Try {
            number: queue.tried.count + 1,
            bodies: queue.tried.bodies.clone(),
            accepted: queue.tried.accepted,
            deadline: deadline(retry, since, &committed),
        };
        self.breaker.started(lane);
        self.in_flight += 1;
        Some(Start { lane, committed, attempt })
    }

    /// The next parked lane to be read, if one is due and may be served. At most half of the concurrency serves parked lanes,
    /// so that they cannot hold up the others; with the breaker open one at a time is made ready for a probe.
    pub(crate) fn next_lane_read(&mut self, now: Timestamp) -> Option<LaneRead> {
        let most = match self.breaker.gate(now) {
            Gate::Free => self.parked_share(),
            Gate::Probe { .. } => 1,
            Gate::Shut => return None,
        };
        if self.parked.active() >= most || self.window.read_to() < self.parked_from {
            return None;
        }
        let (lane, from) = self.parked.activate(now)?;
        Some(LaneRead { lane, from, through: self.window.read_to() })
    }

    fn parked_share(&self) -> usize {
        (self.concurrency / 2).max(1)
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
        let here = events.iter().filter(|committed| committed.event.seq <= parked.known_to && wants(committed));
        parked.queue.events.extend(here.cloned());
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

    /// A parked lane could not be read: it waits, without a try being counted.
    pub(crate) fn lane_unread(&mut self, read: LaneRead, again_at: Timestamp) {
        self.parked.rest(read.lane, again_at);
    }

    /// Since when the lane that holds the cursor is in flight, if all the rest waits for it: the window is full, there is more
    /// to read, and nothing else can be tried.
    pub(crate) fn held_up_since(&self, head: i64) -> Option<Instant> {
        let all_wait = !self.breaker.is_open() && self.ready.is_empty() && self.window.room() == 0 && self.is_behind(head);
        all_wait.then(|| self.window.front().and_then(|lane| self.lanes.get(&lane)?.in_flight_since)).flatten()
    }

    /// Parks the lane that holds the cursor while its try goes on.
    pub(crate) fn park_slow(&mut self, now: Timestamp) {
        let Some(lane) = self.window.front() else { return };
        let Some(mut queue) = self.lanes.remove(&lane) else { return };
        let in_flight = LaneQueue {
            events: queue.events.front().cloned().into_iter().collect(),
            tried: std::mem::take(&mut queue.tried),
            in_flight_since: queue.in_flight_since,
        };
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
    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        let may_serve = |most| self.parked.active() < most && self.window.read_to() >= self.parked_from;
        match self.breaker.is_open() {
            false => self.parked.next_due().filter(|_| may_serve(self.parked_share())),
            true => {
                let probe_at = self.breaker.next_probe_at()?;
                if self.ready.is_empty() && !self.parked.has_ready() {
                    return self.parked.next_due().filter(|_| may_serve(1)).map(|due| due.max(probe_at));
                }
                (self.in_flight < self.concurrency).then_some(probe_at)
            }
        }
    }

    /// Where the follower stands, if that changed since the last time it was asked for.
    pub(crate) fn take_position(&mut self) -> Option<Position> {
        let now = (self.window.cursor(), self.breaker.kept());
        if self.published == now && self.touched.is_empty() {
            return None;
        }
        self.published = now;
        let mut position = Position { cursor: now.0, breaker: now.1, parked: Vec::new(), unparked: Vec::new() };
        for lane in self.touched.drain() {
            match self.parked.get(lane) {
                Some(parked) => position.parked.push(parked.row(lane)),
                None => position.unparked.push(lane),
            }
        }
        Some(position)
    }

    /// How many lanes are parked.
    pub(crate) fn parked_lanes(&self) -> usize {
        self.parked.len()
    }

    /// Whether the breaker is open.
    pub(crate) fn breaker_is_open(&self) -> bool {
        self.breaker.is_open()
    }

    /// When a wait that begins now, spread by jitter, is over.
    fn after(&self, now: Timestamp, wait: Duration, no_sooner: Duration) -> Timestamp {
        plus(now, self.jitter.spread(wait).max(no_sooner))
    }
}

/// Until when an event is tried: the horizon counts from its commit, or from when the follower was told to tell it, if that
/// is later.
fn deadline(retry: &RetrySchedule, since: Timestamp, committed: &Committed) -> Timestamp {
    plus(committed.event.at.max(since), retry.horizon())
}

fn plus(at: Timestamp, wait: Duration) -> Timestamp {
    at.plus_micros(i64::try_from(wait.as_micros()).unwrap_or(i64::MAX))
}
