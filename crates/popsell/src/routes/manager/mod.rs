//! What whoever looks after others calls. No brand need be named; one that is must be the caller's.

mod list_chatrooms;

use axum::Router;
use axum::routing::get;
use switchroom_http::Shared;

use super::at;

/// The routes of those who manage.
pub(super) fn router() -> Router<Shared> {
    at(list_chatrooms::PATH, "GET, HEAD", get(list_chatrooms::list_chatrooms))
}
