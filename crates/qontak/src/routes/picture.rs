//! `GET /qontak/user.svg`: the picture of everybody who has none of his own.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

const PICTURE: &str = include_str!("../../assets/user.svg");

/// The default picture.
pub(super) async fn get_picture() -> Response {
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")], PICTURE).into_response()
}
