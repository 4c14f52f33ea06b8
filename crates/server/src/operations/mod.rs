//! What operators ask of a running server.

mod drain;
mod health;
mod metrics;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use switchroom_engine::ports::Store;
use tokio_util::sync::CancellationToken;

pub(crate) use drain::close_when_draining;
pub(crate) use metrics::count_answers;

use health::Readiness;

/// `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn router(store: Arc<dyn Store>, draining: CancellationToken) -> Router {
    let readiness = Arc::new(Readiness::new(store, draining));
    Router::new()
        .route("/healthz", get(health::alive).post(health::alive))
        .route("/readyz", get(async move || readiness.ready().await))
        .route("/metrics", get(metrics::text))
}
