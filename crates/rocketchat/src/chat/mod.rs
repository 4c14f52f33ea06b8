//! Messages of agents.

mod post;
mod send_message;

use axum::Router;

pub(crate) use post::{NewMessage, post as post_message};

use crate::state::RcState;

pub(crate) fn router() -> Router<RcState> {
    Router::new().route("/api/v1/chat.sendMessage", axum::routing::post(send_message::send_message))
}
