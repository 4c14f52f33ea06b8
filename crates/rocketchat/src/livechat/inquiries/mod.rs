//! Inquiries: rooms as the queue has them. An inquiry goes by its room's id.

mod get_one;
mod take;

use axum::Router;
use axum::routing::{get, post};

use crate::state::RcState;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/inquiries.getOne", get(get_one::get_one))
        .route("/api/v1/livechat/inquiries.take", post(take::take))
}
