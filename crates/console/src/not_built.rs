//! What a binary says that was built without the pages.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

use crate::policy::{Page, restrict};

const PAGE: &str = include_str!("not_built.html");

/// How to build them, under the rules of the page that is missing.
pub(crate) fn answer(page: Page<'_>) -> Response {
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, Html(PAGE)).into_response();
    restrict(response.headers_mut(), page);
    response
}
