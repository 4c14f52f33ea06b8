//! Going out of service without refusing anybody.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONNECTION;
use http::{HeaderValue, StatusCode};
use tokio_util::sync::CancellationToken;

/// While the server is about to stop, tells every client to come by another connection next time: it will lead elsewhere.
pub(crate) async fn close_when_draining(State(draining): State<CancellationToken>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    // A connection that was upgraded carries no further request.
    if draining.is_cancelled() && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
