//! What operators ask of a running server.

mod health;
mod metrics;

use axum::Router;
use axum::routing::get;
use tokio_util::sync::CancellationToken;

pub(crate) use metrics::count_answers;

/// `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn router(stopping: CancellationToken) -> Router {
    Router::new()
        .route("/healthz", get(health::alive).post(health::alive))
        .route("/readyz", get(move || health::ready(stopping.is_cancelled())))
        .route("/metrics", get(metrics::text))
}
