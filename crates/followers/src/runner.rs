//! Running a follower.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use switchroom_domain::{Committed, OrgId, Timestamp};
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::gauges::Board;
use crate::handler::{Handled, Handler, caught};
use crate::lane::Lane;
use crate::machine::{Machine, Settings, Start};
use crate::plan::{End, Plan, Services};
use crate::positions::Report;
use crate::precedence::Rank;
use crate::reads::{self, Read};
use crate::retry::Jitter;

/// How long a lane may hold up all others before it is parked.
const SLOW_AFTER: Duration = Duration::from_millis(200);
/// The longest sleep: a clock that was set, or a machine that slept, delays a retry by no more.
pub(crate) const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// The longest sleep while something is not done: its age is to be seen.
pub(crate) const LONGEST_SLEEP_BEHIND: Duration = Duration::from_secs(5);
/// How long the tries in flight may still take when a follower ends by itself.
pub(crate) const GRACE: Duration = Duration::from_secs(60);

type Ended = (Lane, Handled);

/// One follower.
pub struct Runner<H> {
    org: OrgId,
    handler: Arc<H>,
    services: Services,
    machine: Machine,
    report: Report,
    board: Board,
    rank: Rank,
    tries: FuturesUnordered<BoxFuture<'static, Ended>>,
    /// Tries that are over and not settled.
    ended: Vec<Ended>,
    reads: FuturesUnordered<BoxFuture<'static, Read>>,
    reading_ahead: bool,
}

impl<H: Handler> Runner<H> {
    /// A follower at its kept position. Nothing happens until it is run.
    #[must_use]
    pub fn new(plan: Plan, handler: H, services: Services) -> Self {
        let report = services.positions.report(plan.org, plan.follower, plan.dead_of, plan.state.epoch);
        let settings = Settings {
            state: plan.state,
            until: plan.until,
            since: plan.since,
            concurrency: plan.concurrency,
            throttle: plan.throttle,
            unordered: plan.unordered,
            patience: plan.patience,
            retry: plan.retry,
            limits: plan.limits,
            jitter: Jitter::new(Arc::clone(&services.ids)),
        };
        Self {
            org: plan.org,
            handler: Arc::new(handler),
            services,
            machine: Machine::new(settings),
            report,
            board: Board::of(plan.gauges),
            rank: Rank::of(plan.precedence),
            tries: FuturesUnordered::new(),
            ended: Vec::new(),
            reads: FuturesUnordered::new(),
            reading_ahead: false,
        }
    }

    /// Follows the log until it is finished or stopped. What is sent through `stop` is how long the tries in flight may still
    /// take; dropping the sender means no longer at all. When this returns, the position is reported, though maybe not kept
    /// yet: [`Positions::kept`](crate::Positions::kept).
    pub async fn run(mut self, mut stop: oneshot::Receiver<Duration>) -> End {
        let end = tokio::select! {
            biased;
            grace = &mut stop => {
                self.wind_down(grace.unwrap_or_default()).await;
                End::Stopped
            }
            end = self.follow() => end,
        };
        if matches!(end, End::Gone | End::Failing) {
            tokio::select! {
                biased;
                grace = &mut stop => self.wind_down(grace.unwrap_or_default()).await,
                () = self.wind_down(GRACE) => {}
            }
        }
        self.publish();
        end
    }
}

impl<H: Handler> Runner<H> {
    /// Whatever is dropped at one of its awaits is still in `self`.
    async fn follow(&mut self) -> End {
        let mut head = reads::head(&self.services.reader, self.org).await;
        loop {
            let now = self.services.clock.now();
            let latest = *head.borrow_and_update();
            self.machine.look(latest, self.rank.is_held_back(), now);
            self.park_slow(latest, now);
            self.read_on(latest, now);
            self.start_tries(now);
            self.publish();
            self.rank.show(self.machine.has_more(latest));
            self.board.show(self.machine.reading(latest, now));
            if self.machine.is_finished() {
                return End::Finished;
            }
            let wake = self.wake(latest, now);
            tokio::select! {
                () = any_ended(&mut self.tries, &mut self.ended), if !self.tries.is_empty() => self.settle(),
                Some(read) = self.reads.next() => self.take(read),
                Ok(()) = head.changed(), if self.machine.awaits(latest) => {}
                () = sleep_until(wake), if wake.is_some() => {}
            }
            if let Some(end) = self.machine.ending() {
                return end;
            }
            tokio::task::coop::consume_budget().await;
        }
    }

    fn read_on(&mut self, head: i64, now: Timestamp) {
        if !self.reading_ahead
            && let Some(limit) = self.machine.read_ahead(head)
        {
            self.reading_ahead = true;
            self.reads.push(reads::window(self.services.reader.clone(), self.org, self.machine.read_to(), limit));
        }
        while let Some(read) = self.machine.next_lane_read(now) {
            self.reads.push(reads::lane(self.services.reader.clone(), self.org, read));
        }
    }

    fn park_slow(&mut self, head: i64, now: Timestamp) {
        while self.machine.held_up_since(head).is_some_and(|since| since.elapsed() >= SLOW_AFTER) {
            self.machine.park_slow(now);
        }
    }

    fn start_tries(&mut self, now: Timestamp) {
        while let Some(Start { lane, committed, attempt }) = self.machine.next(now) {
            let handler = Arc::clone(&self.handler);
            let clock = Arc::clone(&self.services.clock);
            self.tries.push(Box::pin(async move {
                let kept = attempt.clone();
                let handled = caught(handler.handle(&committed, attempt), committed.event.id, kept, clock.as_ref()).await;
                (lane, handled)
            }));
        }
    }

    fn settle(&mut self) {
        let now = self.services.clock.now();
        for (lane, handled) in self.ended.drain(..) {
            self.machine.settle(lane, handled, now);
        }
    }

    fn take(&mut self, read: Read) {
        let wants = |committed: &Committed| self.handler.wants(committed);
        let now = self.services.clock.now();
        match read {
            Read::Window(events) => {
                self.reading_ahead = false;
                self.machine.take(events, wants);
            }
            Read::Lane(read, Ok(events)) => self.machine.take_lane(read, &events, now, wants),
            Read::Lane(read, Err(error)) => {
                tracing::warn!(org = %self.org, %error, "a parked room cannot be read");
                self.machine.lane_unread(read, now.plus_seconds(1));
            }
        }
    }

    /// When to look again although nothing happened.
    fn wake(&self, head: i64, now: Timestamp) -> Option<Instant> {
        let due = self.machine.wake_at(now).map(|at| until(at, now));
        let slow = self.machine.held_up_since(head).map(|since| since + SLOW_AFTER);
        let shown = self.machine.has_more(head).then(|| Instant::now() + LONGEST_SLEEP_BEHIND);
        due.into_iter().chain(slow).chain(shown).min()
    }

    fn publish(&mut self) {
        if let Some(position) = self.machine.take_position() {
            self.report.put(position);
        }
    }

    /// Lets the tries in flight come to their end, starting no more.
    async fn wind_down(&mut self, grace: Duration) {
        let end = Instant::now() + grace;
        while !self.tries.is_empty() && tokio::time::timeout_at(end, any_ended(&mut self.tries, &mut self.ended)).await.is_ok() {
            self.settle();
        }
        self.machine.park_stragglers(self.services.clock.now());
    }
}

/// Waits for a try to end, and takes those that have ended with it: so the follower looks around once for all of them.
async fn any_ended(tries: &mut FuturesUnordered<BoxFuture<'static, Ended>>, ended: &mut Vec<Ended>) {
    let poll = |context: &mut Context<'_>| {
        while let Poll::Ready(Some(one)) = tries.poll_next_unpin(context) {
            ended.push(one);
        }
        if ended.is_empty() { Poll::Pending } else { Poll::Ready(()) }
    };
    std::future::poll_fn(poll).await;
}

/// The instant at which it will be `at`, but not too far off.
pub(crate) fn until(at: Timestamp, now: Timestamp) -> Instant {
    let micros = u64::try_from(at.micros_since(now)).unwrap_or(0);
    Instant::now() + Duration::from_micros(micros).clamp(Duration::from_millis(1), LONGEST_SLEEP)
}

async fn sleep_until(at: Option<Instant>) {
    if let Some(at) = at {
        tokio::time::sleep_until(at).await;
    }
}
