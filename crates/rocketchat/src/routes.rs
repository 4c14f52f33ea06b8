//! The routes, all together.

use std::any::Any;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use switchroom_http::{Shared, panic_text};
use tower_http::catch_panic::CatchPanicLayer;

use crate::errors::RcError;
use crate::state::RcState;
use crate::{access, chat, info, livechat, login, methods, rooms, settings, users};

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
    guarded(calls).with_state(RcState::new(shared))
}

/// The routes, and the vendor's form for whatever goes past or wrong in them.
fn guarded<S: Clone + Send + Sync + 'static>(calls: Router<S>) -> Router<S> {
    calls
        .method_not_allowed_fallback(no_resource)
        .route("/api/v1", any(no_resource))
        .route("/api/v1/", any(no_resource))
        .route("/api/v1/{*path}", any(no_resource))
        .layer(CatchPanicLayer::custom(panicked))
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
    use axum::routing::get;
    use http::header::CONTENT_TYPE;
    use http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::guarded;

    async fn panics() {
        panic!("on purpose");
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_in_the_vendors_form() {
        let cases = [
            ("GET", "/api/v1/panic", StatusCode::INTERNAL_SERVER_ERROR),
            ("POST", "/api/v1/panic", StatusCode::NOT_FOUND),
            ("GET", "/api/v1", StatusCode::NOT_FOUND),
            ("PATCH", "/api/v1/nothing/here", StatusCode::NOT_FOUND),
            ("GET", "/api/v1/%ff", StatusCode::NOT_FOUND),
        ];
        for (method, path, status) in cases {
            let routes = guarded(Router::new().route("/api/v1/panic", get(panics)));
            let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("request");
            let answer = routes.oneshot(request).await.expect("answer");
            assert_eq!(answer.status(), status, "{method} {path}");
            assert_eq!(answer.headers()[CONTENT_TYPE], "application/json", "{method} {path}");
        }
    }
}
