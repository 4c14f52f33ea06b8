//! Views: lists of rooms that somebody wants to find again.

mod create;
mod delete;
mod edit;
mod list;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of views.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(create::create_view, list::list_views)).routes(routes!(edit::edit_view, delete::delete_view))
}
