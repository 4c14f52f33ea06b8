//! What operators ask of a running server.

mod drain;
mod figures;
mod health;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use switchroom_engine::ports::Store;
use tokio_util::sync::CancellationToken;

pub(crate) use drain::close_when_draining;

use health::Readiness;

/// `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn router(store: Arc<dyn Store>, draining: CancellationToken) -> Router {
    let readiness = Arc::new(Readiness::new(store, draining));
    let for_figures = Arc::clone(&readiness);
    Router::new()
        .route("/healthz", get(health::alive).post(health::alive))
        .route("/readyz", get(async move || readiness.ready().await))
        .route("/metrics", get(async move || figures::figures(&for_figures).await))
}
