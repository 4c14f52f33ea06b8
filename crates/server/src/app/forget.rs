//! Forgetting what need not be kept, once a minute.

use std::sync::Arc;
use std::time::Duration;

use switchroom_engine::ports::AttemptsKept;
use switchroom_engine::{Engine, files};

const EVERY: Duration = Duration::from_secs(60);
/// Between two pieces: forgetting must not be felt.
const PAUSE: Duration = Duration::from_millis(50);
const DAY_SECONDS: i64 = 24 * 60 * 60;

pub(super) async fn run(engine: Arc<Engine>, attempts_kept_days: u32, attempts_kept_bytes: u64) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = files::remove_due(&engine).await {
            tracing::warn!(error = %error, "files whose time has come could not be removed");
        }
        loop {
            let now = engine.now();
            let since = now.plus_seconds(-DAY_SECONDS * i64::from(attempts_kept_days));
            let kept = AttemptsKept { since, bytes: attempts_kept_bytes };
            match engine.store.forget(now, kept).await {
                Ok(true) => tokio::time::sleep(PAUSE).await,
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(error = %error, "old keys, dead letters and attempts could not be forgotten");
                    break;
                }
            }
        }
    }
}
