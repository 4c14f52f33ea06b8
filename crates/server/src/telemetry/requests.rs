//! What is told of requests: figures of all of them, and a span of each.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use switchroom_engine::trace::TARGET;
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument as _, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Counts answers by their kind of status, and measures how long they took by what was called.
pub(crate) async fn count_answers(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let called = called(route(&request));
    let response = next.run(request).await;
    let kind = match response.status().as_u16() {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    };
    ::metrics::counter!("switchroom_http_answers_total", "status" => kind).increment(1);
    ::metrics::histogram!("switchroom_http_request_seconds", "api" => called).record(begun.elapsed());
    response
}

/// A span of a request, part of the caller's trace if a header `traceparent` names one.
pub(crate) async fn trace_requests(request: Request, next: Next) -> Response {
    let span = info_span!(
        target: TARGET,
        "request",
        otel.name = format!("{} {}", request.method(), route(&request)),
        otel.kind = "server",
        http.request.method = request.method().as_str(),
        http.route = route(&request),
        http.response.status_code = Empty,
        switchroom.organization = Empty,
        otel.status_code = Empty,
    );
    if span.is_disabled() {
        return next.run(request).await;
    }
    let caller = TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(request.headers()));
    // It has just begun, and is collected: it takes its parent.
    let _ = span.set_parent(caller);
    let response = next.run(request).instrument(span.clone()).await;
    span.record("http.response.status_code", response.status().as_u16());
    if response.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    response
}

/// The path as it is documented, without what is called by it.
fn route(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str)
}

/// Which API a route belongs to. The feed's answers take as long as the caller wants to listen: they are apart.
fn called(route: &str) -> &'static str {
    match route.split('/').nth(1) {
        Some("v1") if matches!(route, "/v1/events" | "/v1/socket") => "feed",
        Some("v1") => "v1",
        Some("api") => match route.split('/').nth(2) {
            Some("v1") => "rocketchat",
            Some("v2") => "popsell",
            _ => "qontak",
        },
        Some("qontak" | "oauth") => "qontak",
        _ => "operations",
    }
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_route_belongs_to_an_api() {
        let routes =
            ["/v1/rooms/{id}", "/v1/events", "/api/v1/login", "/api/open/v1/messages", "/oauth/token", "/api/v2/chatrooms", "/metrics", ""];
        let apis = ["v1", "feed", "rocketchat", "qontak", "qontak", "popsell", "operations", "operations"];
        assert_eq!(routes.map(called), apis);
    }
}
