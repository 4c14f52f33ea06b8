//! The API of Popsell, spoken over the engine: chatrooms, ambassadors, brands. Only what the vendor documents, in its own
//! form; what it leaves open is decided in this crate's README.

mod auth;
mod errors;
mod permissions;
mod routes;
mod translate;
mod wire;

use axum::Router;
use switchroom_http::Shared;

/// Everything under `/api/v2`.
pub fn router(shared: Shared) -> Router {
    routes::router(shared)
}
