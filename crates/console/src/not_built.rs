//! What a binary says that was built without the pages.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

const PAGE: &str = include_str!("not_built.html");

/// How to build them.
pub(crate) fn answer() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Html(PAGE)).into_response()
}
