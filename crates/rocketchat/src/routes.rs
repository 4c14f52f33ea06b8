//! The routes, all together.

use std::any::Any;
use std::borrow::Cow;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::Uri;
use http::uri::PathAndQuery;
use switchroom_http::{Shared, panic_text};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use crate::errors::RcError;
use crate::state::RcState;
use crate::{access, chat, info, livechat, login, methods, rooms, settings, users};

/// Where the calls are.
const PREFIX: &str = "/api/v1";
/// Where clients look for them whose address of the server ends with a slash.
const DOUBLE_SLASH: &str = "//api/v1";

/// Everything under `/api/v1`, and `/api/info`.
pub fn router(shared: Shared) -> Router {
    let calls = Router::new()
        .merge(info::router())
        .merge(login::router())
        .merge(settings::router())
        .merge(access::router())
        .merge(users::router())
        .merge(livechat::router())
        .merge(rooms::router())
        .merge(chat::router())
        .merge(methods::router());
    guarded(calls.with_state(RcState::new(shared)))
}

/// The routes, and the vendor's form for whatever goes past or wrong in them.
fn guarded(calls: Router) -> Router {
    let calls = calls.method_not_allowed_fallback(no_resource);
    // What no route takes is looked for once more, with its path written properly.
    let again = calls.clone().fallback(no_resource).map_request(properly);
    calls.nest_service(PREFIX, again.clone()).nest_service(DOUBLE_SLASH, again).layer(CatchPanicLayer::custom(panicked))
}

/// The request as it is meant: below the prefix, which nesting took off, and without a slash at its end.
fn properly(mut request: Request) -> Request {
    let uri = request.uri();
    let path = format!("{PREFIX}{}", uri.path().trim_end_matches('/'));
    let target = uri.query().map_or(Cow::Borrowed(&*path), |query| Cow::Owned(format!("{path}?{query}")));
    // What was part of one path and query is part of another.
    if let Ok(target) = PathAndQuery::try_from(&*target) {
        *request.uri_mut() = Uri::from(target);
    }
    request
}

async fn no_resource() -> RcError {
    RcError::no_resource()
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    tracing::error!(message = panic_text(&*panic), "a request panicked");
    RcError::internal().into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::extract::{Path, RawQuery};
    use axum::routing::get;
    use http::header::CONTENT_TYPE;
    use http::{Request, StatusCode};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::guarded;

    async fn panics() {
        panic!("on purpose");
    }

    async fn tells(Path(id): Path<String>, RawQuery(query): RawQuery) -> String {
        format!("{id}?{}", query.unwrap_or_default())
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_in_the_vendors_form() {
        let cases = [
            ("GET", "/api/v1/panic", StatusCode::INTERNAL_SERVER_ERROR),
            ("GET", "/api/v1/panic/", StatusCode::INTERNAL_SERVER_ERROR),
            ("POST", "/api/v1/panic", StatusCode::NOT_FOUND),
            ("POST", "//api/v1/panic", StatusCode::NOT_FOUND),
            ("GET", "/api/v1", StatusCode::NOT_FOUND),
            ("GET", "/api/v1//", StatusCode::NOT_FOUND),
            ("GET", "//api/v1", StatusCode::NOT_FOUND),
            ("PATCH", "/api/v1/nothing/here", StatusCode::NOT_FOUND),
            ("GET", "/api/v1/%ff", StatusCode::NOT_FOUND),
            ("GET", "//api/v1/%ff/", StatusCode::NOT_FOUND),
        ];
        for (method, path, status) in cases {
            let routes = guarded(Router::new().route("/api/v1/panic", get(panics)));
            let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("request");
            let answer = routes.oneshot(request).await.expect("answer");
            assert_eq!(answer.status(), status, "{method} {path}");
            assert_eq!(answer.headers()[CONTENT_TYPE], "application/json", "{method} {path}");
        }
    }

    #[tokio::test]
    async fn slashes_too_many_do_no_harm() {
        let paths = ["/api/v1/a/b%2Fc?d=/", "/api/v1/a/b%2Fc/?d=/", "//api/v1/a/b%2Fc?d=/", "//api/v1/a/b%2Fc//?d=/"];
        for path in paths {
            let routes = guarded(Router::new().route("/api/v1/a/{id}", get(tells)));
            let answer = routes.oneshot(Request::builder().uri(path).body(Body::empty()).expect("request")).await.expect("answer");
            let body = answer.into_body().collect().await.expect("body").to_bytes();
            assert_eq!(body, "b/c?d=/", "{path}");
        }
    }
}
