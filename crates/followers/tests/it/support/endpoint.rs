//! What followers tell their events to.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use switchroom_domain::{Committed, RoomId};
use switchroom_engine::ports::Clock;
use switchroom_followers::{Handled, Handler, Try};
use tokio::sync::watch;

/// What happens to a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    Accept,
    Fail,
    /// Fails, because there is too much to do.
    Overload,
    /// Fails, and wants to be told nothing more.
    Leave,
    /// Is told nothing.
    Nothing,
    /// Answers only after this time.
    Delay(Duration),
    Hang,
    Panic,
}

/// One try, as the endpoint saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) seq: i64,
    pub(crate) room: Option<RoomId>,
    pub(crate) attempt: Try,
    pub(crate) accepted: bool,
}

type Script = dyn Fn(&Committed, &Try) -> Does + Send + Sync;

/// Does with every try as its script says, and remembers it.
pub(crate) struct Endpoint {
    script: Mutex<Arc<Script>>,
    wants: fn(&Committed) -> bool,
    seen: Mutex<Vec<Seen>>,
    count: watch::Sender<usize>,
    in_flight: Mutex<InFlight>,
}

impl Endpoint {
    pub(crate) fn new(script: impl Fn(&Committed, &Try) -> Does + Send + Sync + 'static) -> Arc<Self> {
        Self::wanting(|_| true, script)
    }

    /// One that is only told of some events.
    pub(crate) fn wanting(wants: fn(&Committed) -> bool, script: impl Fn(&Committed, &Try) -> Does + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            script: Mutex::new(Arc::new(script)),
            wants,
            seen: Mutex::default(),
            count: watch::Sender::new(0),
            in_flight: Mutex::default(),
        })
    }

    pub(crate) fn accepting() -> Arc<Self> {
        Self::new(|_, _| Does::Accept)
    }

    pub(crate) fn now_does(&self, script: impl Fn(&Committed, &Try) -> Does + Send + Sync + 'static) {
        *self.script.lock() = Arc::new(script);
    }

    /// Every try that ended, in the order of ending.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().clone()
    }

    /// The events that were accepted, in the order of acceptance.
    pub(crate) fn accepted(&self) -> Vec<i64> {
        self.seen.lock().iter().filter(|seen| seen.accepted).map(|seen| seen.seq).collect()
    }

    /// Those of one room.
    pub(crate) fn accepted_of(&self, room: Option<RoomId>) -> Vec<i64> {
        self.seen.lock().iter().filter(|seen| seen.accepted && seen.room == room).map(|seen| seen.seq).collect()
    }

    /// How many tries ran at a time, at the most.
    pub(crate) fn most_in_flight(&self) -> usize {
        self.in_flight.lock().most
    }

    /// How many tries run at a time is looked at from now on.
    pub(crate) fn forget_most_in_flight(&self) {
        let mut in_flight = self.in_flight.lock();
        in_flight.most = in_flight.now;
    }

    /// Returns once `is_so` holds of the tries that ended.
    pub(crate) async fn until(&self, is_so: impl Fn(&[Seen]) -> bool) {
        let mut count = self.count.subscribe();
        while !is_so(&self.seen.lock()) {
            count.changed().await.unwrap();
        }
    }

    fn ended(&self, committed: &Committed, attempt: Try, accepted: bool) {
        let (seq, room) = (committed.event.seq, committed.event.room);
        self.seen.lock().push(Seen { seq, room, attempt, accepted });
        self.count.send_modify(|count| *count += 1);
    }
}

#[derive(Default)]
struct InFlight {
    now: usize,
    most: usize,
}

/// A try in flight: counted until it is dropped.
struct Flight<'a>(&'a Mutex<InFlight>);

impl<'a> Flight<'a> {
    fn begin(in_flight: &'a Mutex<InFlight>) -> Self {
        let mut counts = in_flight.lock();
        counts.now += 1;
        counts.most = counts.most.max(counts.now);
        Self(in_flight)
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.0.lock().now -= 1;
    }
}

/// The handler that tells an endpoint.
pub(crate) struct Teller {
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Handler for Teller {
    fn wants(&self, committed: &Committed) -> bool {
        (self.endpoint.wants)(committed)
    }

    async fn handle(&self, committed: &Arc<Committed>, attempt: Try) -> Handled {
        let endpoint = &self.endpoint;
        let _flight = Flight::begin(&endpoint.in_flight);
        let script = Arc::clone(&endpoint.script.lock());
        let does = script(committed, &attempt);
        let accepts = match does {
            Does::Accept => true,
            Does::Fail | Does::Overload | Does::Leave | Does::Nothing => false,
            Does::Delay(time) => {
                tokio::time::sleep(time).await;
                true
            }
            Does::Hang => std::future::pending().await,
            Does::Panic => panic!("as told"),
        };
        // Even a quick endpoint answers in another turn of the loop.
        tokio::task::yield_now().await;
        endpoint.ended(committed, attempt.clone(), accepts);
        if accepts {
            return Handled::Done;
        }
        match does {
            Does::Leave => return Handled::Gone,
            Does::Nothing => return Handled::Nothing,
            _ => {}
        }
        if self.clock.now() >= attempt.deadline {
            return Handled::Dead;
        }
        let bodies = vec![Bytes::from(format!("event {} as of try 1", committed.event.seq))];
        let bodies = if attempt.bodies.is_empty() { bodies } else { attempt.bodies };
        Handled::Retry { bodies, accepted: attempt.number, no_sooner: Duration::ZERO, overloaded: does == Does::Overload }
    }
}
