//! A world to run followers in: a store in memory, time that can be advanced, and a handler that does as it is told.

pub(crate) mod batches;
pub(crate) mod endpoint;
pub(crate) mod memory;
pub(crate) mod recorder;
pub(crate) mod time;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use switchroom_domain::subscription::Batching;
use switchroom_domain::{FollowerId, RoomId, Timestamp};
use switchroom_engine::ports::{Clock, CommitListener, DeadLetter, FollowerState, Store};
use switchroom_followers::{
    BatchRunner, Concurrency, End, Gauges, LogReader, Plan, Positions, Precedence, RetrySchedule, Runner, Services, Tail, WindowLimits,
};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use batches::{BatchEndpoint, BatchTeller};
use endpoint::{Endpoint, Teller};
use memory::{MemoryStore, ORG};
use time::{SeededIds, TokioClock};

pub(crate) const LIVE: FollowerId = FollowerId(Uuid::from_u128(1));

pub(crate) fn room(n: u64) -> Option<RoomId> {
    Some(RoomId(Uuid::from_u128(u128::from(n) + 1)))
}

/// Runs a test with each of these seeds, in a time that stands still while there is something to do.
pub(crate) fn seeds<F: Future<Output = ()>>(seeds: std::ops::Range<u64>, test: impl Fn(u64) -> F) {
    for seed in seeds {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(test(seed));
    }
}

/// A node: it can crash, the store stays.
pub(crate) struct World {
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<TokioClock>,
    services: Mutex<Services>,
    flusher: Mutex<JoinHandle<()>>,
}

/// A follower that runs.
pub(crate) struct Running {
    pub(crate) stop: oneshot::Sender<Duration>,
    pub(crate) task: JoinHandle<End>,
}

impl World {
    /// With an empty log and the live follower at its start.
    pub(crate) fn new() -> Self {
        let tail = Arc::new(Tail::default());
        let store = MemoryStore::new(vec![Arc::clone(&tail) as Arc<dyn CommitListener>]);
        let clock = Arc::new(TokioClock::new());
        let (positions, flusher) = Positions::start(Arc::clone(&store) as Arc<dyn Store>);
        let reader = LogReader::new(tail, Arc::clone(&store) as Arc<dyn Store>);
        let ids = Arc::new(SeededIds::new(7));
        let services = Services { reader, clock: Arc::clone(&clock) as Arc<dyn Clock>, ids, positions };
        let world = Self { store, clock, services: Mutex::new(services), flusher: Mutex::new(flusher) };
        world.place(LIVE, 0);
        world
    }

    /// Puts a follower at a place in the log.
    pub(crate) fn place(&self, follower: FollowerId, cursor: i64) {
        let state = FollowerState { epoch: 1, cursor, breaker: None, failing_since: None, parked: Vec::new() };
        self.store.with(|kept| kept.followers.insert(follower, state));
    }

    /// Commits an event now for each of these rooms.
    pub(crate) fn commit(&self, rooms: &[Option<RoomId>]) -> i64 {
        self.store.commit(self.clock.now(), rooms)
    }

    /// The usual plan for a follower: quick retries, from its kept place.
    pub(crate) fn plan(&self, follower: FollowerId) -> Plan {
        Plan {
            org: ORG,
            follower,
            state: self.store.with(|kept| kept.followers[&follower].clone()),
            until: None,
            since: Timestamp(0),
            concurrency: Concurrency { start: 4, most: 4 },
            throttle: switchroom_followers::Throttle::new(None),
            unordered: false,
            dead_of: LIVE,
            patience: None,
            precedence: Precedence::Alone,
            retry: RetrySchedule::default().with_waits([Duration::from_secs(1)]),
            limits: WindowLimits::default(),
            gauges: Gauges::unseen(),
        }
    }

    pub(crate) fn run(&self, plan: Plan, endpoint: &Arc<Endpoint>) -> Running {
        let (stop, stopped) = oneshot::channel();
        let services = self.services.lock().clone();
        let teller = Teller { endpoint: Arc::clone(endpoint), clock: Arc::clone(&services.clock) };
        let runner = Runner::new(plan, teller, services);
        Running { stop, task: tokio::spawn(runner.run(stopped)) }
    }

    /// The same for a follower that is told batches.
    pub(crate) fn run_batches(&self, plan: Plan, batching: Batching, endpoint: &Arc<BatchEndpoint>) -> Running {
        let (stop, stopped) = oneshot::channel();
        let services = self.services.lock().clone();
        let teller = BatchTeller { endpoint: Arc::clone(endpoint), clock: Arc::clone(&services.clock) };
        let runner = BatchRunner::new(plan, batching, teller, services);
        Running { stop, task: tokio::spawn(runner.run(stopped)) }
    }

    /// The live follower at `endpoint`, with the usual plan.
    pub(crate) fn follow(&self, endpoint: &Arc<Endpoint>) -> Running {
        self.run(self.plan(LIVE), endpoint)
    }

    /// The follower and the flusher are gone in the middle of whatever they do; a new flusher takes over.
    pub(crate) async fn crash(&self, running: Running) {
        running.task.abort();
        let _ = running.task.await;
        let (positions, flusher) = Positions::start(Arc::clone(&self.store) as Arc<dyn Store>);
        let old = std::mem::replace(&mut *self.flusher.lock(), flusher);
        old.abort();
        let _ = old.await;
        self.services.lock().positions = positions;
    }

    /// Returns once what followers reported is kept.
    pub(crate) async fn kept(&self) {
        let positions = self.services.lock().positions.clone();
        positions.kept().await;
    }

    /// What the live follower gave up, in the order of giving up.
    pub(crate) fn dead(&self) -> Vec<DeadLetter> {
        self.store.with(|kept| kept.dead.iter().filter(|(of, _)| *of == LIVE).map(|(_, letter)| letter.clone()).collect())
    }

    /// Returns once the follower has everything behind it: cursor at the head, nothing parked.
    pub(crate) async fn until_done(&self, follower: FollowerId) {
        self.store.until(|kept| kept.cursor(follower) == kept.head() && kept.followers[&follower].parked.is_empty()).await;
    }
}

impl Running {
    /// Stops in an orderly way.
    pub(crate) async fn stop(self) -> End {
        self.stop.send(Duration::from_secs(5)).unwrap();
        self.task.await.unwrap()
    }
}
