//! Canned responses: texts that are said again and again.

mod create;
mod delete;
mod edit;
mod list;
mod scope;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of canned responses.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    let all = OpenApiRouter::new().routes(routes!(create::create_canned_response, list::list_canned_responses));
    all.routes(routes!(edit::edit_canned_response, delete::delete_canned_response))
}
