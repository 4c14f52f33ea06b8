//! The routes, all together.

use std::any::Any;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::{Method, StatusCode, Uri};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::Problem;
use crate::state::ApiState;
use crate::{
    canned_responses, channels, consumers, contacts, cors, custom_fields, document, event_types, feed, me, messages, oauth_clients,
    organizations, password_resets, roles, rooms, sessions, settings, setup, slas, teams, tokens, users, views, visitors, webhooks,
};

/// Everything under `/v1`.
pub fn router(state: ApiState) -> Router {
    let (router, _) = documented();
    guarded(router).layer(axum::middleware::from_fn_with_state(state.clone(), cors::cross_origin)).with_state(state)
}

/// The routes, and a problem document for whatever goes past or wrong in them.
fn guarded<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .method_not_allowed_fallback(wrong_method)
        .route("/v1", any(unknown_path))
        .route("/v1/", any(unknown_path))
        .route("/v1/{*path}", any(unknown_path))
        .layer(CatchPanicLayer::custom(panicked))
}

/// The document that describes the API: what `crates/api/openapi.json` must hold.
#[must_use]
pub fn openapi() -> OpenApi {
    documented().1
}

fn documented() -> (Router<ApiState>, OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(document::base())
        .routes(routes!(document::get_openapi))
        .merge(organizations::router())
        .merge(sessions::router())
        .merge(setup::router())
        .merge(me::router())
        .merge(password_resets::router())
        .merge(users::router())
        .merge(roles::router())
        .merge(teams::router())
        .merge(tokens::router())
        .merge(oauth_clients::router())
        .merge(settings::router())
        .merge(channels::router())
        .merge(visitors::router())
        .merge(contacts::router())
        .merge(rooms::router())
        .merge(views::router())
        .merge(canned_responses::router())
        .merge(slas::router())
        .merge(custom_fields::router())
        .merge(messages::router())
        .merge(webhooks::router())
        .merge(feed::router())
        .merge(consumers::router())
        .merge(event_types::router())
        .split_for_parts();
    document::complete(&mut document);
    (router, document)
}

async fn unknown_path(uri: Uri) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", "There is no such thing", format!("there is nothing at {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    let detail = format!("{} does not take {method}", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "The method is not allowed here", detail)
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    tracing::error!(message = switchroom_http::panic_text(&*panic), "a request panicked");
    Problem::internal().into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use http::header::{ALLOW, CONTENT_TYPE};
    use http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::guarded;
    use crate::extract::{ById, Path};

    async fn panics() {
        panic!("on purpose");
    }

    async fn by_id(Path(ById { id }): Path<ById>) -> String {
        id.to_string()
    }

    async fn answer(method: &str, path: &str) -> http::Response<Body> {
        let routes = Router::new().route("/v1/panic", get(panics)).route("/v1/things/{id}", get(by_id).delete(by_id));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("request");
        guarded(routes).oneshot(request).await.expect("answer")
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_as_a_problem() {
        let cases = [
            ("GET", "/v1/panic", StatusCode::INTERNAL_SERVER_ERROR),
            ("GET", "/v1", StatusCode::NOT_FOUND),
            ("GET", "/v1/nothing", StatusCode::NOT_FOUND),
            ("PATCH", "/v1/things/00000000-0000-0000-0000-000000000001/nothing", StatusCode::NOT_FOUND),
            ("GET", "/v1/things/not-an-id", StatusCode::NOT_FOUND),
            ("GET", "/v1/things/%ff", StatusCode::NOT_FOUND),
            ("POST", "/v1/things/00000000-0000-0000-0000-000000000001", StatusCode::METHOD_NOT_ALLOWED),
        ];
        for (method, path, status) in cases {
            let answer = answer(method, path).await;
            assert_eq!(answer.status(), status, "{method} {path}");
            assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json", "{method} {path}");
        }
    }

    #[tokio::test]
    async fn a_wrong_method_is_told_which_are_right() {
        let answer = answer("POST", "/v1/things/00000000-0000-0000-0000-000000000001").await;
        assert_eq!(answer.headers()[ALLOW], "GET,HEAD,DELETE");
    }

    #[tokio::test]
    async fn routes_are_found_beside_the_one_that_takes_all() {
        let answer = answer("GET", "/v1/things/00000000-0000-0000-0000-000000000001").await;
        assert_eq!(answer.status(), StatusCode::OK);
    }
}
