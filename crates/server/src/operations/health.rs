//! Whether the server can serve, and whether it should get traffic.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use switchroom_engine::ports::Store;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// For how long the store is taken for what it was.
const REMEMBERED: Duration = Duration::from_secs(1);
/// For how long the store may be away and nobody need go elsewhere.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two tries to reach the store.
const PAUSE: Duration = Duration::from_millis(100);

/// The server can serve.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the server should get traffic.
pub(super) struct Readiness {
    store: Arc<dyn Store>,
    draining: CancellationToken,
    /// When the store was last looked at, and whether it was there. Held while it is looked at: one look serves all who ask.
    seen: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    pub(super) fn new(store: Arc<dyn Store>, draining: CancellationToken) -> Self {
        Self { store, draining, seen: Mutex::new(None) }
    }

    /// Not while the server is about to stop, nor while the store is away.
    pub(super) async fn ready(&self) -> (StatusCode, &'static str) {
        if self.draining.is_cancelled() {
            (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
        } else if !self.is_store_there().await {
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n")
        } else {
            (StatusCode::OK, "ready\n")
        }
    }

    async fn is_store_there(&self) -> bool {
        let mut seen = self.seen.lock().await;
        if let Some((at, there)) = *seen
            && at.elapsed() < REMEMBERED
        {
            return there;
        }
        let there = timeout(PATIENCE, self.store_comes()).await.is_ok();
        *seen = Some((Instant::now(), there));
        there
    }

    async fn store_comes(&self) {
        while !self.store.reachable().await {
            tokio::time::sleep(PAUSE).await;
        }
    }
}
