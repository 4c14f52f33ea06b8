//! Settings.

mod public;
mod read;
mod table;
mod write;

use axum::Router;
use axum::routing::get;

use crate::state::RcState;

pub(crate) use table::{flag, text, whole};

pub(crate) fn router() -> Router<RcState> {
    Router::new().route("/api/v1/settings.public", get(public::public)).route("/api/v1/settings/{id}", get(read::read).post(write::write))
}
