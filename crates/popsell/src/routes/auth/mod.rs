//! Getting a token.

mod login;

use axum::Router;
use axum::routing::post;
use switchroom_http::Shared;

use super::at;

/// The routes of getting a token.
pub(super) fn router() -> Router<Shared> {
    at("/api/v2/auth/login", "POST", post(login::login))
}
