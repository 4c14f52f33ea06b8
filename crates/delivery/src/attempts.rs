//! Recording attempts, beside the deliveries.

use std::sync::Arc;
use std::time::Duration;

use metrics::{Counter, Histogram, counter, histogram};
use parking_lot::Mutex;
use switchroom_engine::ports::{Attempt, AttemptOutcome, Store};
use tokio::sync::{Notify, oneshot};

use crate::backlog::Backlog;

/// Attempts kept in one commit, at the most.
const BATCH: usize = 1_000;
/// How long attempts are gathered before they are kept.
const INTERVAL: Duration = Duration::from_millis(100);
/// Counts attempts that were made, but not recorded.
const DROPPED: &str = "switchroom_delivery_attempts_unrecorded_total";

/// The kinds of answer, by their status' first figure.
const ANSWERS: [&str; 6] = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"];

/// Takes attempts in, and has them kept in batches. A clone records to the same place.
#[derive(Clone)]
pub(crate) struct Recorder {
    shared: Arc<Shared>,
}

struct Shared {
    backlog: Mutex<Backlog>,
    more: Notify,
    delivered: Counter,
    failed: Counter,
    dead: Counter,
    dropped: Counter,
    /// By the first figure of the answer's status; at 0 attempts without an answer.
    answers: [Counter; 6],
    seconds: Histogram,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        let outcome = |outcome: &'static str| counter!("switchroom_delivery_attempts_total", "outcome" => outcome);
        let shared = Shared {
            backlog: Mutex::default(),
            more: Notify::new(),
            delivered: outcome("delivered"),
            failed: outcome("failed"),
            dead: outcome("dead"),
            dropped: counter!(DROPPED),
            answers: ANSWERS.map(|status| counter!("switchroom_delivery_answers_total", "status" => status)),
            seconds: histogram!("switchroom_delivery_attempt_seconds"),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Takes an attempt in. Never waits: an attempt that finds no room is counted, but not recorded.
    pub(crate) fn record(&self, attempt: Attempt) {
        let shared = &self.shared;
        match attempt.outcome {
            AttemptOutcome::Delivered => shared.delivered.increment(1),
            AttemptOutcome::Failed => shared.failed.increment(1),
            AttemptOutcome::Dead => shared.dead.increment(1),
        }
        let class = usize::from(attempt.status.unwrap_or(0) / 100);
        shared.answers[if class < ANSWERS.len() { class } else { 0 }].increment(1);
        shared.seconds.record(Duration::from_micros(u64::try_from(attempt.micros).unwrap_or(0)));
        if shared.backlog.lock().push(attempt) {
            shared.more.notify_one();
        } else {
            shared.dropped.increment(1);
        }
    }

    /// Keeps what is recorded until `stop` is told, and then what is left.
    pub(crate) async fn run(self, store: Arc<dyn Store>, mut stop: oneshot::Receiver<()>) {
        let mut stopped = false;
        while !stopped {
            tokio::select! {
                _ = &mut stop => stopped = true,
                () = self.shared.more.notified() => {
                    stopped = tokio::time::timeout(INTERVAL, &mut stop).await.is_ok();
                }
            }
            self.keep(store.as_ref()).await;
        }
    }

    async fn keep(&self, store: &dyn Store) {
        loop {
            let batch = self.shared.backlog.lock().take(BATCH);
            if batch.is_empty() {
                return;
            }
            let attempts = batch.len() as u64;
            if let Err(error) = store.record_attempts(batch).await {
                tracing::warn!(%error, attempts, "attempts cannot be recorded");
                self.shared.dropped.increment(attempts);
            }
        }
    }
}
