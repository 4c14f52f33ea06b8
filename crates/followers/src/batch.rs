//! Following the log with several events at a time.
//!
//! A batch is to this follower what an event is to the other one: tried by the schedule with the same events and the same bytes,
//! also after a restart. The log's order is kept, one batch is in flight at a time, and one that fails holds up the rest.

mod gathered;
mod kept;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use switchroom_domain::subscription::Batching;
use switchroom_domain::{Committed, OrgId, Timestamp};
use switchroom_engine::ports::{DeadLetter, ParkReason, ParkedRoom};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;

use crate::gauges::{Board, Reading};
use crate::handler::{Handled, Try, caught};
use crate::lane::{Lane, Tried};
use crate::machine::LANE_READ;
use crate::patience::Failing;
use crate::plan::{End, Plan, Services};
use crate::positions::{Position, Report};
use crate::precedence::Rank;
use crate::reads::{self, AFTER_FAILURE};
use crate::retry::{Jitter, RetrySchedule, plus};
use crate::runner::{LONGEST_SLEEP_BEHIND, until};
use crate::throttle::Throttle;
use gathered::Gathered;
use kept::Kept;

/// Events read at once, at the most.
const READ: usize = 512;

/// Does something with a follower's events, several at a time.
pub trait BatchHandler: Send + Sync + 'static {
    /// Whether the follower is told of this event. Called for every event of the organization: must be quick.
    fn wants(&self, committed: &Committed) -> bool;

    /// Handles some events, in the log's order. A retry is given the same ones, until `attempt.deadline`, which is that of the
    /// newest: from then on it answers [`Handled::Dead`] instead of [`Handled::Retry`]. The future may be dropped when the follower
    /// stops: the events are then handled again, though maybe in other batches.
    fn handle(&self, batch: &[Arc<Committed>], attempt: Try) -> impl Future<Output = Handled> + Send;
}

/// A follower that handles several events at a time. Of its plan it has no use for concurrency and order.
pub struct BatchRunner<H> {
    org: OrgId,
    handler: Arc<H>,
    services: Services,
    most_events: usize,
    most_bytes: usize,
    longest_wait: Duration,
    since: Timestamp,
    retry: RetrySchedule,
    jitter: Jitter,
    throttle: Throttle,
    failing: Failing,
    report: Report,
    board: Board,
    rank: Rank,
    /// What was parked while the events were handled one by one: it comes first. All of it lies before the cursor.
    left: VecDeque<(Lane, ParkedRoom)>,
    /// The batch that failed before the follower was started.
    kept: Option<Kept>,
    gathered: Gathered,
    batch: Option<Batch>,
    in_flight: Option<BoxFuture<'static, Handled>>,
    /// After events were given up, the next ones are not thrown after them at once.
    not_before: Timestamp,
    /// What was not reported yet.
    news: Position,
}

/// Events to be handled together.
struct Batch {
    events: Arc<[Arc<Committed>]>,
    tried: Tried,
    next_at: Timestamp,
    of: Source,
}

/// Where the events of a batch come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// They are the next ones of the log.
    Log,
    /// They are those of the first row of [`BatchRunner::left`].
    Left,
}

impl<H: BatchHandler> BatchRunner<H> {
    /// A follower at its kept position. Nothing happens until it is run.
    #[must_use]
    pub fn new(plan: Plan, batching: Batching, handler: H, services: Services) -> Self {
        let report = services.positions.report(plan.org, plan.follower, plan.dead_of, plan.state.epoch);
        let cursor = plan.state.cursor;
        let mut news = Position { cursor, ..Position::default() };
        let (mut left, mut kept) = (VecDeque::new(), None);
        for row in plan.state.parked {
            match Lane::of(&row) {
                None => {
                    kept = Kept::of(row);
                    if kept.is_none() {
                        news.unparked.push(None);
                    }
                }
                Some(lane) if row.next_seq <= cursor => left.push_back((lane, row)),
                // The log will come to it.
                Some(lane) => news.unparked.push(lane.key()),
            }
        }
        left.make_contiguous().sort_by_key(|(_, row)| row.next_seq);
        Self {
            org: plan.org,
            handler: Arc::new(handler),
            most_events: usize::try_from(batching.max_events).unwrap_or(usize::MAX).max(1),
            most_bytes: plan.limits.bytes,
            longest_wait: Duration::from_millis(batching.max_wait_ms),
            since: plan.since,
            retry: plan.retry,
            jitter: Jitter::new(Arc::clone(&services.ids)),
            throttle: plan.throttle,
            failing: Failing::new(plan.state.failing_since, plan.patience),
            services,
            report,
            board: Board::of(plan.gauges),
            rank: Rank::of(plan.precedence),
            left,
            kept,
            gathered: Gathered::new(cursor, plan.until),
            batch: None,
            in_flight: None,
            not_before: Timestamp(0),
            news,
        }
    }

    /// Follows the log until it is finished or stopped, as [`Runner::run`](crate::Runner::run) does.
    pub async fn run(mut self, mut stop: oneshot::Receiver<Duration>) -> End {
        let end = tokio::select! {
            biased;
            grace = &mut stop => {
                self.wind_down(grace.unwrap_or_default()).await;
                End::Stopped
            }
            end = self.follow() => end,
        };
        self.publish();
        end
    }
}

impl<H: BatchHandler> BatchRunner<H> {
    /// Whatever is dropped at one of its awaits is still in `self`.
    async fn follow(&mut self) -> End {
        let mut head = reads::head(&self.services.reader, self.org).await;
        loop {
            if self.batch.is_none() {
                self.take_left().await;
            }
            if self.batch.is_none() && !self.gather(&mut head).await {
                return End::Finished;
            }
            self.await_turn(&head).await;
            let handled = loop {
                tokio::select! {
                    handled = self.attempt() => break handled,
                    () = tokio::time::sleep(LONGEST_SLEEP_BEHIND) => self.show(&head),
                }
            };
            if let Some(end) = self.settle(handled) {
                return end;
            }
            self.publish();
        }
    }

    /// Makes a batch of what is left of the times when events were handled one by one, if anything is.
    async fn take_left(&mut self) {
        while let Some((lane, row)) = self.left.front_mut() {
            let (lane, cursor) = (*lane, self.gathered.cursor());
            let events = match reads::of_lane(&self.services.reader, self.org, lane, row.next_seq).await {
                Ok(events) => events,
                Err(error) => {
                    tracing::warn!(org = %self.org, %error, "a parked room cannot be read");
                    tokio::time::sleep(AFTER_FAILURE).await;
                    continue;
                }
            };
            // The later ones come with the log.
            let read_on_from = events.last().filter(|_| events.len() >= LANE_READ).map(|last| last.event.seq + 1);
            let is_left =
                |committed: &Arc<Committed>| committed.event.seq <= cursor && lane.has(committed) && self.handler.wants(committed);
            let events: Arc<[_]> = events.into_iter().filter(is_left).take(self.most_events).collect();
            match (events.first(), read_on_from) {
                (Some(first), _) => {
                    let count = if first.event.seq == row.next_seq { row.attempt } else { 0 };
                    let tried = Tried { count, ..Tried::default() };
                    let next_at = row.next_at.max(self.not_before);
                    self.batch = Some(Batch { events, tried, next_at, of: Source::Left });
                    return;
                }
                (None, Some(from)) if from <= cursor => row.next_seq = from,
                (None, _) => {
                    self.news.unparked.push(lane.key());
                    self.left.pop_front();
                }
            }
        }
    }

    /// Gathers the next batch from the log. `false`: nothing more will come.
    async fn gather(&mut self, head: &mut watch::Receiver<i64>) -> bool {
        loop {
            let latest = *head.borrow_and_update();
            self.gathered.look(latest, self.services.clock.now());
            self.publish();
            self.show(head);
            if self.compose() {
                return true;
            }
            if self.gathered.is_finished() {
                return false;
            }
            if self.gathered.is_behind() {
                let events = reads::on(&self.services.reader, self.org, self.gathered.read_to(), READ).await;
                self.gathered.take(events, |committed| self.handler.wants(committed));
                continue;
            }
            let due = self.gathered.first_read_at().map(|at| at + self.longest_wait);
            let wake = due.map(|due| due.min(Instant::now() + LONGEST_SLEEP_BEHIND));
            tokio::select! {
                Ok(()) = head.changed() => {}
                () = tokio::time::sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {}
            }
        }
    }

    /// Makes a batch of what is gathered, if that is enough: the one that was kept, or as many events as are taken at a time, or those
    /// that have waited for others long enough.
    fn compose(&mut self) -> bool {
        if let Some(kept) = &self.kept {
            if self.gathered.is_behind() && self.gathered.read_to() < kept.last() {
                return false;
            }
            if let Some(kept) = self.kept.take_if(|kept| self.gathered.starts_with(kept.seqs())) {
                let events = self.gathered.first(kept.seqs().len());
                self.batch = Some(Batch { events, tried: kept.tried, next_at: kept.next_at, of: Source::Log });
                return true;
            }
            // Other events are wanted now than were then.
            self.kept = None;
            self.news.unparked.push(None);
        }
        let fit = self.gathered.fit(self.most_events, self.most_bytes);
        let Some(first_read_at) = self.gathered.first_read_at() else { return false };
        let is_full = fit == self.most_events || fit < self.gathered.len();
        if is_full || self.gathered.is_all_read() || first_read_at.elapsed() >= self.longest_wait {
            let events = self.gathered.first(fit);
            self.batch = Some(Batch { events, tried: Tried::default(), next_at: self.not_before, of: Source::Log });
            return true;
        }
        false
    }

    /// Waits until the batch may be tried.
    async fn await_turn(&mut self, head: &watch::Receiver<i64>) {
        loop {
            self.show(head);
            let now = self.services.clock.now();
            let next_at = self.batch.as_ref().map_or(now, |batch| batch.next_at);
            let at = self.throttle.wait_until(now).map_or(next_at, |free| free.max(next_at));
            if at <= now {
                return;
            }
            tokio::time::sleep_until(until(at, now).min(Instant::now() + LONGEST_SLEEP_BEHIND)).await;
        }
    }

    /// Tries the batch. If this is dropped, the try goes on the next time.
    async fn attempt(&mut self) -> Handled {
        if self.in_flight.is_none() {
            self.in_flight = self.start();
        }
        let Some(in_flight) = &mut self.in_flight else { return std::future::pending().await };
        let handled = in_flight.await;
        self.in_flight = None;
        handled
    }

    fn start(&mut self) -> Option<BoxFuture<'static, Handled>> {
        let batch = self.batch.as_ref()?;
        self.throttle.take(self.services.clock.now());
        let attempt = Try {
            number: batch.tried.count + 1,
            bodies: batch.tried.bodies.clone(),
            accepted: batch.tried.accepted,
            deadline: self.retry.deadline(batch.newest_at().max(self.since)),
        };
        let (handler, clock, events) = (Arc::clone(&self.handler), Arc::clone(&self.services.clock), Arc::clone(&batch.events));
        let first = events.first()?.event.id;
        Some(Box::pin(async move {
            let kept = attempt.clone();
            caught(handler.handle(&events, attempt), first, kept, clock.as_ref()).await
        }))
    }

    /// What becomes of the batch. Answers why the follower ends, if it does: the batch then counts as not handled.
    fn settle(&mut self, handled: Handled) -> Option<End> {
        let now = self.services.clock.now();
        let mut batch = self.batch.take()?;
        let end = match &handled {
            Handled::Done => {
                self.failing.succeeded();
                None
            }
            Handled::Nothing => None,
            Handled::Gone => Some(End::Gone),
            Handled::Retry { .. } | Handled::Dead => self.failing.failed(now).then_some(End::Failing),
        };
        match handled {
            Handled::Done | Handled::Nothing => self.pass(batch, now),
            Handled::Dead if end.is_none() => {
                self.news.dead.extend(batch.dead_letters(now));
                self.not_before = plus(now, self.jitter.spread(self.retry.wait(1)));
                self.pass(batch, now);
            }
            Handled::Retry { bodies, accepted, no_sooner, .. } => {
                // Nothing else is told meanwhile: it is probed as an endpoint is that fails everywhere.
                let scheduled = plus(now, self.jitter.spread(self.retry.probe_wait(batch.tried.count)).max(no_sooner));
                batch.next_at = self.retry.no_later(scheduled, batch.newest_at().max(self.since), now);
                batch.tried = Tried { count: batch.tried.count + 1, bodies, accepted };
                self.keep(&batch);
                self.batch = Some(batch);
            }
            Handled::Dead | Handled::Gone => self.batch = Some(batch),
        }
        end
    }

    /// The batch is over with.
    fn pass(&mut self, batch: Batch, now: Timestamp) {
        match batch.of {
            Source::Log => {
                self.gathered.pass(batch.events.len());
                if batch.tried.count > 0 {
                    self.news.unparked.push(None);
                }
            }
            Source::Left => {
                let Some((_, row)) = self.left.front_mut() else { return };
                row.next_seq = batch.events.last().map_or(row.next_seq, |last| last.event.seq + 1);
                *row = ParkedRoom { attempt: 0, next_at: now, bodies: Vec::new(), accepted: 0, ..row.clone() };
                self.news.parked.push(row.clone());
            }
        }
    }

    /// The batch has failed: what was tried is kept. Of what is left from before only the number is: its row is a room's.
    fn keep(&mut self, batch: &Batch) {
        match batch.of {
            Source::Log => self.news.parked.push(Kept::row(&batch.events, &batch.tried, batch.next_at)),
            Source::Left => {
                let (Some((_, row)), Some(first)) = (self.left.front_mut(), batch.events.first()) else { return };
                *row = ParkedRoom {
                    next_seq: first.event.seq,
                    attempt: batch.tried.count,
                    next_at: batch.next_at,
                    reason: ParkReason::Failing,
                    bodies: Vec::new(),
                    accepted: 0,
                    ..row.clone()
                };
                self.news.parked.push(row.clone());
            }
        }
    }

    /// Reports where the follower stands, if that changed.
    fn publish(&mut self) {
        let standing = (self.gathered.cursor(), self.failing.since());
        let has_rows = !(self.news.dead.is_empty() && self.news.parked.is_empty() && self.news.unparked.is_empty());
        if has_rows || standing != (self.news.cursor, self.news.failing_since) {
            (self.news.cursor, self.news.failing_since) = standing;
            let next = Position { cursor: standing.0, failing_since: standing.1, ..Position::default() };
            self.report.put(std::mem::replace(&mut self.news, next));
        }
    }

    fn show(&self, head: &watch::Receiver<i64>) {
        self.rank.show(self.batch.is_some() || self.gathered.is_behind());
        self.board.show(Reading {
            lag_events: *head.borrow() - self.gathered.cursor(),
            lag: self.gathered.oldest_at().map_or(0, |at| self.services.clock.now().micros_since(at)),
            parked: self.left.len(),
            breaker_is_open: false,
            concurrency: 1,
        });
    }

    /// Lets the try in flight come to its end.
    async fn wind_down(&mut self, grace: Duration) {
        if self.in_flight.is_some()
            && let Ok(handled) = tokio::time::timeout(grace, self.attempt()).await
        {
            self.settle(handled);
        }
    }
}

impl Batch {
    fn newest_at(&self) -> Timestamp {
        self.events.last().map_or(Timestamp(0), |last| last.event.at)
    }

    fn dead_letters(&self, died_at: Timestamp) -> impl Iterator<Item = DeadLetter> {
        let attempts = self.tried.count + 1;
        self.events.iter().map(move |committed| {
            let event = &committed.event;
            DeadLetter { seq: event.seq, event: event.id, room: event.room, attempts, died_at }
        })
    }
}
