//! Files: uploading them, and fetching them by their links.

mod part;
mod serve;
mod upload;

use axum::Router;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of files.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(upload::upload_file))
}

/// Where files are fetched from: apart from the API, without a token.
pub(crate) fn links() -> Router<ApiState> {
    Router::new().route("/files/{id}/{key}/{name}", get(serve::serve_file))
}
