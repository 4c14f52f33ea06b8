//! Logging in and out.

mod log_in;
mod log_out;
mod me;

use axum::Router;
use axum::routing::{get, post};

use crate::state::RcState;

pub(crate) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/login", post(log_in::log_in))
        .route("/api/v1/logout", post(log_out::log_out))
        .route("/api/v1/me", get(me::me))
}
