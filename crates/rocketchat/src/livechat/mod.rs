//! Calls under `livechat/`.

mod agent_status;
mod agents;
mod custom_fields;
mod inquiries;
mod message;
mod priorities;
pub(crate) mod room;
mod rooms;
mod sla;
mod visitor;
mod visitors_info;

pub(crate) use custom_fields::{Definition, remove as remove_custom_field, save as save_custom_field};

use axum::Router;
use axum::routing::{get, post};

use crate::state::RcState;

pub(crate) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/agent.status", post(agent_status::agent_status))
        .route("/api/v1/livechat/priorities", get(priorities::list))
        .route("/api/v1/livechat/rooms", get(rooms::list))
        .route("/api/v1/livechat/visitors.info", get(visitors_info::info))
        .merge(agents::router())
        .merge(custom_fields::router())
        .merge(inquiries::router())
        .merge(message::router())
        .merge(room::router())
        .merge(sla::router())
        .merge(visitor::router())
}
