//! The routes, and Laravel's word for whatever goes past or wrong in them.

mod auth;
mod chat;
mod manager;

use std::any::Any;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};
use http::{Method, Uri};
use switchroom_http::{Shared, panic_text};
use tower_http::catch_panic::CatchPanicLayer;

use crate::errors::Error;

/// Everything under `/api/v2`.
pub(crate) fn router(shared: Shared) -> Router {
    guarded(Router::new().merge(auth::router()).merge(chat::router()).merge(manager::router())).with_state(shared)
}

/// The routes, and an error for whatever is beside them.
fn guarded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .route("/api/v2", any(unknown_path))
        .route("/api/v2/", any(unknown_path))
        .route("/api/v2/{*path}", any(unknown_path))
        .layer(CatchPanicLayer::custom(panicked))
}

/// What a path takes, and what it answers to other methods: `allowed` names those that it takes. As in Laravel, OPTIONS
/// finds out which they are, and a slash at the end makes no difference.
fn at<S: Clone + Send + Sync + 'static>(path: &str, allowed: &'static str, methods: MethodRouter<S>) -> Router<S> {
    let methods = methods.fallback(async move |method: Method, uri: Uri| {
        if method == Method::OPTIONS {
            return Ok(());
        }
        let path = uri.path().trim_matches('/');
        Err(Error::MethodNotAllowed(format!("The {method} method is not supported for route {path}. Supported methods: {allowed}.")))
    });
    Router::new().route(path, methods.clone()).route(&format!("{path}/"), methods)
}

async fn unknown_path(uri: Uri) -> Error {
    Error::NotFound(format!("The route {} could not be found.", uri.path().trim_matches('/')))
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    tracing::error!(message = panic_text(&*panic), "a request panicked");
    Error::Internal.into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use http::header::ALLOW;
    use http::{Request, StatusCode};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::{at, guarded};

    async fn panics() {
        panic!("on purpose");
    }

    async fn answer(method: &str, path: &str) -> (StatusCode, String, String) {
        let things = at("/api/v2/things/{id}", "GET, HEAD, PATCH", get(async || "thing").patch(async || "changed"));
        let routes = things.route("/api/v2/panic", get(panics));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("request");
        let answer = guarded(routes).oneshot(request).await.expect("answer");
        let allow = answer.headers().get(ALLOW).map(|value| value.to_str().expect("text").to_owned());
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("body").to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned(), allow.unwrap_or_default())
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_as_laravel_does() {
        for (path, told) in [
            ("/api/v2", "The route api/v2 could not be found."),
            ("/api/v2/", "The route api/v2 could not be found."),
            ("/api/v2/things", "The route api/v2/things could not be found."),
            ("/api/v2/things/1/2", "The route api/v2/things/1/2 could not be found."),
            ("/api/v2/%00", "The route api/v2/%00 could not be found."),
        ] {
            assert_eq!(answer("GET", path).await, (StatusCode::NOT_FOUND, format!(r#"{{"message":"{told}"}}"#), String::new()));
        }
        let (status, told, _) = answer("GET", "/api/v2/panic").await;
        assert_eq!((status, told.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, r#"{"message":"Server Error"}"#));
    }

    #[tokio::test]
    async fn a_slash_at_the_end_makes_no_difference() {
        for path in ["/api/v2/things/1", "/api/v2/things/1/"] {
            assert_eq!(answer("GET", path).await, (StatusCode::OK, "thing".to_owned(), String::new()), "{path}");
        }
    }

    #[tokio::test]
    async fn a_wrong_method_is_told_which_are_right() {
        let (status, told, allow) = answer("POST", "/api/v2/things/1").await;
        assert_eq!((status, allow.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD,PATCH"));
        assert_eq!(
            told,
            r#"{"message":"The POST method is not supported for route api/v2/things/1. Supported methods: GET, HEAD, PATCH."}"#
        );
        assert_eq!(answer("OPTIONS", "/api/v2/things/1").await, (StatusCode::OK, String::new(), "GET,HEAD,PATCH".to_owned()));
    }
}
