//! Writing down who was seen, twice a minute.

use std::sync::Arc;
use std::time::Duration;

use switchroom_engine::Engine;

const EVERY: Duration = Duration::from_secs(30);

pub(super) async fn run(engine: Arc<Engine>) {
    loop {
        tokio::time::sleep(EVERY).await;
        keep(&engine).await;
    }
}

pub(super) async fn keep(engine: &Engine) {
    if let Err(error) = engine.keep_presence().await {
        tracing::warn!(%error, "who was seen could not be written down");
    }
}
