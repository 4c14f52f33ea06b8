//! Getting a token.

mod login;

use axum::Router;
use axum::routing::post;
use switchroom_http::Shared;

use super::only;

/// The routes of getting a token.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/api/v2/auth/login", only("POST", post(login::login)))
}
