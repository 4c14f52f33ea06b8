//! Running a follower.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use switchroom_domain::{Committed, FollowerId, Ids, OrgId, Timestamp};
use switchroom_engine::ports::{Clock, FollowerState};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;

use crate::LogReader;
use crate::gauges::Gauges;
use crate::handler::{Handled, Handler, Try};
use crate::lane::Lane;
use crate::machine::{Machine, Settings, Start};
use crate::positions::{Positions, Report};
use crate::reads::{self, Read};
use crate::retry::{Jitter, RetrySchedule};
use crate::window::WindowLimits;

/// How long a lane may hold up all others before it is parked.
const SLOW_AFTER: Duration = Duration::from_millis(200);
/// The longest sleep: a clock that was set, or a machine that slept, delays a retry by no more.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// What every follower of a node uses.
#[derive(Clone)]
pub struct Services {
    /// Reads the log.
    pub reader: LogReader,
    /// Says when waits are over.
    pub clock: Arc<dyn Clock>,
    /// Where jitter comes from.
    pub ids: Arc<dyn Ids>,
    /// Keeps where followers stand.
    pub positions: Positions,
}

/// What one follower is to do.
pub struct Plan {
    /// Whose log it follows.
    pub org: OrgId,
    /// Which follower it is.
    pub follower: FollowerId,
    /// Where it stands, as kept.
    pub state: FollowerState,
    /// The last event it is told of; none: it follows for ever.
    pub until: Option<i64>,
    /// Events older than this count as this old for the retry horizon: when it was decided that the follower be told of them.
    pub since: Timestamp,
    /// How many tries run at a time.
    pub concurrency: Concurrency,
    /// Tries a second, at the most.
    pub max_per_second: Option<u32>,
    /// Whether every event is a lane of its own, instead of those of a room together.
    pub unordered: bool,
    /// The follower under which the events it gives up are kept.
    pub dead_of: FollowerId,
    /// It ends once nothing has been accepted for so long, although it was tried.
    pub patience: Option<Duration>,
    /// Who goes first.
    pub precedence: Precedence,
    /// When failures are tried again.
    pub retry: RetrySchedule,
    /// How far it reads ahead.
    pub limits: WindowLimits,
    /// Where it shows how it does.
    pub gauges: Gauges,
}

/// How many tries of a follower run at a time: it grows while the endpoint answers fast, and shrinks when it is overloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concurrency {
    /// In the beginning.
    pub start: usize,
    /// At the most.
    pub most: usize,
}

/// Which of two followers of one endpoint goes first.
#[derive(Debug, Clone, Default)]
pub enum Precedence {
    /// There is but one.
    #[default]
    Alone,
    /// This one: it shows here whether it is behind.
    First(Arc<AtomicBool>),
    /// The other one: while that is behind, this one makes one try at a time.
    Second(Arc<AtomicBool>),
}

/// Why a follower ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was stopped.
    Stopped,
    /// Everything up to [`Plan::until`] is done or dead.
    Finished,
    /// There is nobody to tell any more: [`Handled::Gone`].
    Gone,
    /// Nothing was accepted for [`Plan::patience`].
    Failing,
}

/// One follower.
pub struct Runner<H> {
    org: OrgId,
    handler: Arc<H>,
    services: Services,
    machine: Machine,
    report: Report,
    gauges: Gauges,
    tries: FuturesUnordered<BoxFuture<'static, (Lane, Handled)>>,
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
            concurrency: plan.concurrency.start,
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
            gauges: plan.gauges,
            tries: FuturesUnordered::new(),
            reads: FuturesUnordered::new(),
            reading_ahead: false,
        }
    }

    /// Follows the log until it is finished or stopped. What is sent through `stop` is how long the tries in flight may still
    /// take; dropping the sender means no longer at all. When this returns, the position is reported, though maybe not kept
    /// yet: [`Positions::kept`].
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
        self.gauges.show(0, 0, false);
        end
    }
}

impl<H: Handler> Runner<H> {
    /// Whatever is dropped at one of its awaits is still in `self`.
    async fn follow(&mut self) -> End {
        let mut head = head(self.services.reader.clone(), self.org).await;
        loop {
            let now = self.services.clock.now();
            let latest = *head.borrow_and_update();
            self.park_slow(latest, now);
            self.read_on(latest, now);
            self.start_tries(now);
            self.publish();
            self.gauges.show(latest - self.machine.cursor(), self.machine.parked_lanes(), self.machine.breaker_is_open());
            if self.machine.is_finished() {
                return End::Finished;
            }
            let wake = self.wake(latest, now);
            tokio::select! {
                Some((lane, handled)) = self.tries.next() => self.machine.settle(lane, handled, self.services.clock.now()),
                Some(read) = self.reads.next() => self.take(read),
                Ok(()) = head.changed() => {}
                () = sleep_until(wake), if wake.is_some() => {}
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
            self.tries.push(Box::pin(async move { (lane, handle(handler.as_ref(), &committed, attempt, clock.as_ref()).await) }));
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
        let due = self.machine.wake_at().map(|at| {
            let micros = u64::try_from(at.micros_since(now)).unwrap_or(0);
            Instant::now() + Duration::from_micros(micros).clamp(Duration::from_millis(1), LONGEST_SLEEP)
        });
        let slow = self.machine.held_up_since(head).map(|since| since + SLOW_AFTER);
        due.into_iter().chain(slow).min()
    }

    fn publish(&mut self) {
        if let Some(position) = self.machine.take_position() {
            self.report.put(position);
        }
    }

    /// Lets the tries in flight come to their end, starting no more.
    async fn wind_down(&mut self, grace: Duration) {
        let end = Instant::now() + grace;
        while let Ok(Some((lane, handled))) = tokio::time::timeout_at(end, self.tries.next()).await {
            self.machine.settle(lane, handled, self.services.clock.now());
        }
        self.machine.park_stragglers(self.services.clock.now());
    }
}

async fn head(reader: LogReader, org: OrgId) -> watch::Receiver<i64> {
    loop {
        match reader.head(org, 0).await {
            Ok(head) => return head,
            Err(error) => tracing::warn!(%org, %error, "the log's head cannot be read"),
        }
        tokio::time::sleep(reads::AFTER_FAILURE).await;
    }
}

/// Handles one event. A handler that panics has failed at this event, not at the others.
async fn handle<H: Handler>(handler: &H, committed: &Arc<Committed>, attempt: Try, clock: &dyn Clock) -> Handled {
    let Try { bodies, accepted, deadline, .. } = attempt.clone();
    match AssertUnwindSafe(handler.handle(committed, attempt)).catch_unwind().await {
        Ok(handled) => handled,
        Err(_) => {
            tracing::error!(event = %committed.event.id, "handling an event panicked");
            if clock.now() >= deadline {
                Handled::Dead
            } else {
                Handled::Retry { bodies, accepted, no_sooner: Duration::ZERO, overloaded: false }
            }
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    if let Some(at) = at {
        tokio::time::sleep_until(at).await;
    }
}
