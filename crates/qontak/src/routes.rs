//! The routes: the same relative paths under every base that Qontak has had.

mod health;
mod message_interactions;
mod picture;
mod token;

use std::any::Any;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use http::{Method, StatusCode, Uri};
use switchroom_http::{Shared, panic_text};
use tower_http::catch_panic::CatchPanicLayer;

use crate::errors::Failure;

/// The bases: that of the Open API's hosts, and that of Mekari's gateway.
const BASES: [&str; 2] = ["/api/open/v1", "/qontak/chat/v1"];

/// Where the default picture of people is.
pub(crate) const PICTURE: &str = "/qontak/user.svg";

/// Everything under Qontak's bases, and `/oauth/token`.
pub fn router(shared: Shared) -> Router {
    let routes = BASES.iter().fold(Router::new(), |router, base| {
        router
            .merge(calls(base))
            .route(base, any(unknown_path))
            .route(&format!("{base}/"), any(unknown_path))
            .route(&format!("{base}/{{*path}}"), any(unknown_path))
    });
    let routes = routes.route("/oauth/token", post(token::create_token)).route(PICTURE, get(picture::get_picture));
    guarded(routes).with_state(shared)
}

fn calls(base: &str) -> Router<Shared> {
    let interactions = get(message_interactions::get_message_interactions)
        .put(message_interactions::put_message_interactions)
        .post(message_interactions::put_message_interactions);
    Router::new()
        .route(&format!("{base}/health"), get(health::get_health))
        .route(&format!("{base}/message_interactions"), interactions)
        .route(&format!("{base}/oauth/token"), post(token::create_token))
}

/// The routes, and Qontak's envelope for whatever goes past or wrong in them.
fn guarded<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.method_not_allowed_fallback(wrong_method).layer(CatchPanicLayer::custom(panicked))
}

async fn unknown_path(uri: Uri) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, format!("There is nothing at {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, format!("{} does not take {method}", uri.path()))
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    tracing::error!(message = panic_text(&*panic), "a request of Qontak's API panicked");
    Failure::internal().into_response()
}
