//! Figures, as Prometheus text.

use std::sync::OnceLock;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// One recorder a process, however many servers run in it.
fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("figures are recorded elsewhere already");
        }
        handle
    })
}

/// The figures.
pub(super) async fn text() -> ([(HeaderName, HeaderValue); 1], String) {
    let handle = recorder();
    handle.run_upkeep();
    ([(CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"))], handle.render())
}

/// Counts answers by their kind of status.
pub(crate) async fn count_answers(request: Request, next: Next) -> Response {
    recorder();
    let response = next.run(request).await;
    let kind = match response.status().as_u16() {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    };
    metrics::counter!("switchroom_http_answers_total", "status" => kind).increment(1);
    response
}
