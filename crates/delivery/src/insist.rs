//! Asking the store until it answers.

use std::time::Duration;

use switchroom_engine::ports::StoreError;

/// How long to wait after the store failed, or after a follower broke down.
pub(crate) const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Asks the store until it answers.
pub(crate) async fn insist<T, F>(mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T, StoreError>>,
{
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(error) => tracing::warn!(%error, "the store failed"),
        }
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}
