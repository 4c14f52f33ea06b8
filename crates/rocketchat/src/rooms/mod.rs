//! Rooms as clients read them: `rooms.info`, and `channels.info`, by which agents' clients read rooms of type `l`.

mod info;

use axum::Router;
use axum::routing::get;

use crate::state::RcState;

pub(crate) fn router() -> Router<RcState> {
    Router::new().route("/api/v1/rooms.info", get(info::room)).route("/api/v1/channels.info", get(info::channel))
}
