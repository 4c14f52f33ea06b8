//! What followers tell batches to.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use switchroom_domain::Committed;
use switchroom_engine::ports::Clock;
use switchroom_followers::{BatchHandler, Handled, Try};
use tokio::sync::watch;

use super::endpoint::Does;

/// One try of a batch, as the endpoint saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenBatch {
    pub(crate) seqs: Vec<i64>,
    pub(crate) attempt: Try,
    pub(crate) accepted: bool,
}

type Script = dyn Fn(&[i64], &Try) -> Does + Send + Sync;

/// Does with every batch as its script says, and remembers it.
pub(crate) struct BatchEndpoint {
    script: Mutex<Arc<Script>>,
    wants: fn(&Committed) -> bool,
    seen: Mutex<Vec<SeenBatch>>,
    count: watch::Sender<usize>,
}

impl BatchEndpoint {
    pub(crate) fn new(script: impl Fn(&[i64], &Try) -> Does + Send + Sync + 'static) -> Arc<Self> {
        Self::wanting(|_| true, script)
    }

    /// One that is only told of some events.
    pub(crate) fn wanting(wants: fn(&Committed) -> bool, script: impl Fn(&[i64], &Try) -> Does + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { script: Mutex::new(Arc::new(script)), wants, seen: Mutex::default(), count: watch::Sender::new(0) })
    }

    pub(crate) fn now_does(&self, script: impl Fn(&[i64], &Try) -> Does + Send + Sync + 'static) {
        *self.script.lock() = Arc::new(script);
    }

    /// Every try that ended, in order.
    pub(crate) fn seen(&self) -> Vec<SeenBatch> {
        self.seen.lock().clone()
    }

    /// The batches that were accepted.
    pub(crate) fn accepted(&self) -> Vec<Vec<i64>> {
        self.seen.lock().iter().filter(|seen| seen.accepted).map(|seen| seen.seqs.clone()).collect()
    }

    /// Returns once `is_so` holds of the tries that ended.
    pub(crate) async fn until(&self, is_so: impl Fn(&[SeenBatch]) -> bool) {
        let mut count = self.count.subscribe();
        while !is_so(&self.seen.lock()) {
            count.changed().await.unwrap();
        }
    }
}

/// The handler that tells such an endpoint.
pub(crate) struct BatchTeller {
    pub(crate) endpoint: Arc<BatchEndpoint>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl BatchHandler for BatchTeller {
    fn wants(&self, committed: &Committed) -> bool {
        (self.endpoint.wants)(committed)
    }

    async fn handle(&self, batch: &[Arc<Committed>], attempt: Try) -> Handled {
        let seqs: Vec<i64> = batch.iter().map(|committed| committed.event.seq).collect();
        let script = Arc::clone(&self.endpoint.script.lock());
        let does = script(&seqs, &attempt);
        match does {
            Does::Delay(time) => tokio::time::sleep(time).await,
            Does::Hang => std::future::pending().await,
            Does::Panic => panic!("as told"),
            Does::Accept | Does::Fail | Does::Overload | Does::Leave | Does::Nothing => {}
        }
        let accepted = matches!(does, Does::Accept | Does::Delay(_));
        let bodies = if attempt.bodies.is_empty() { vec![Bytes::from(format!("{seqs:?} as of try 1"))] } else { attempt.bodies.clone() };
        let deadline = attempt.deadline;
        self.endpoint.seen.lock().push(SeenBatch { seqs, attempt, accepted });
        self.endpoint.count.send_modify(|count| *count += 1);
        match does {
            Does::Leave => Handled::Gone,
            Does::Nothing => Handled::Nothing,
            _ if accepted => Handled::Done,
            _ if self.clock.now() >= deadline => Handled::Dead,
            _ => Handled::Retry { bodies, accepted: 0, no_sooner: Duration::ZERO, overloaded: false },
        }
    }
}
