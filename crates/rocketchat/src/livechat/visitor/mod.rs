//! Visitors, by their tokens.

mod delete;
mod read;
mod register;

use axum::Router;
use axum::routing::{get, post};

use crate::state::RcState;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/visitor", post(register::register))
        .route("/api/v1/livechat/visitor/{token}", get(read::read).delete(delete::delete))
}
