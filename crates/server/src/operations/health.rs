//! Whether the server can serve, and whether it should get traffic.

use http::StatusCode;

/// The server can serve.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The server should get traffic: not while it is stopping.
pub(super) async fn ready(stopping: bool) -> (StatusCode, &'static str) {
    if stopping { (StatusCode::SERVICE_UNAVAILABLE, "stopping\n") } else { (StatusCode::OK, "ready\n") }
}
