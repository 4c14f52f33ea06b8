//! Telling other nodes who was seen, every second, and writing it down, twice a minute.

use std::sync::Arc;
use std::time::Duration;

use switchroom_engine::Engine;

const TOLD_EVERY: Duration = Duration::from_secs(1);
/// After how many times of telling it is written down.
const KEPT_AFTER: u32 = 30;

pub(super) async fn run(engine: Arc<Engine>) {
    loop {
        for _ in 0..KEPT_AFTER {
            tokio::time::sleep(TOLD_EVERY).await;
            engine.tell_presence();
        }
        keep(&engine).await;
    }
}

pub(super) async fn keep(engine: &Engine) {
    if let Err(error) = engine.keep_presence().await {
        tracing::warn!(%error, "who was seen could not be written down");
    }
}
