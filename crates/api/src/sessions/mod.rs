//! Sessions: logging in and out, and who one is.

mod current;
mod log_in;
mod me;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of sessions.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(log_in::create_session))
        .routes(routes!(current::delete_current_session))
        .routes(routes!(me::get_me))
}
