//! Answers in JSON, and Qontak's envelope of what went well.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use crate::errors::Failure;

#[derive(Serialize)]
struct Envelope<T> {
    status: &'static str,
    data: T,
}

/// 200 with `{"status":"success","data":…}`.
pub(crate) fn success<T: Serialize>(data: T) -> Response {
    json(StatusCode::OK, &Envelope { status: "success", data })
}

/// An answer in JSON.
pub(crate) fn json<T: Serialize>(status: StatusCode, body: &T) -> Response {
    let body = match serde_json::to_vec(body) {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            return Failure::internal().into_response();
        }
    };
    let mut response = (status, body).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
