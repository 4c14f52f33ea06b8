//! Figures, as Prometheus fetches them.

use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use metrics::gauge;

use super::health::Readiness;
use crate::telemetry;

/// The figures of this process, and whether it should get traffic.
pub(super) async fn figures(readiness: &Readiness) -> ([(HeaderName, HeaderValue); 1], String) {
    let (ready, _) = readiness.ready().await;
    gauge!("switchroom_ready").set(f64::from(u8::from(ready == StatusCode::OK)));
    ([(CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"))], telemetry::text())
}
