//! Cross-origin requests (the Fetch standard's CORS): a site that may show a widget may call the API from its own pages, so that it can
//! have a widget of its own making.
//!
//! Cookies never count for another origin: only tokens do. A request without an `Origin` costs nothing.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use switchroom_domain::OrgId;

use crate::problem::Problem;
use crate::state::ApiState;

/// What a site's page may send.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
/// The headers it may set. None that only the console's own pages send.
const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type, idempotency-key");
/// The headers it may read beside those that everybody may.
const EXPOSED: HeaderValue = HeaderValue::from_static("idempotency-replayed, retry-after");
/// How long a browser may remember that, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// Answers preflights of the organization's sites, and lets them read the answers to their requests.
pub(crate) async fn cross_origin(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(ORIGIN).cloned() else { return next.run(request).await };
    let is_preflight = request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let (parts, body) = request.into_parts();
    let allowed = match is_site(&state, &parts, &origin).await {
        Ok(allowed) => allowed,
        Err(problem) => return problem.into_response(),
    };
    let mut response = if is_preflight && allowed {
        (StatusCode::NO_CONTENT, preflight()).into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    if allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

/// Whether the origin is a site of the host's organization.
async fn is_site(state: &ApiState, parts: &http::request::Parts, origin: &HeaderValue) -> Result<bool, Problem> {
    let Ok(origin) = origin.to_str() else { return Ok(false) };
    let org = switchroom_http::host_organization(state.http(), parts).await?.unwrap_or(OrgId::FIRST);
    Ok(state.engine().sites(org).await?.contains(origin))
}

fn preflight() -> HeaderMap {
    HeaderMap::from_iter([
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        (ACCESS_CONTROL_MAX_AGE, MAX_AGE),
    ])
}
