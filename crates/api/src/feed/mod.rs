//! The feed: what happens, told as it happens. By long poll, by server-sent events, and by WebSocket.

mod filter;
mod forms;
mod look;
mod places;
mod poll;
mod position;
mod renewal;
mod socket;
mod stream;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use filter::Filter;
pub(crate) use look::{Found, Look, look};
pub use places::StreamLimits;
pub(crate) use places::StreamPlaces;

use crate::state::ApiState;

/// The feed's routes.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(poll::read_events)).routes(routes!(stream::stream_events)).routes(routes!(socket::open_socket))
}
