//! OAuth clients: programs that may log users in over a dialect's OAuth.

mod create;
mod delete;
mod list;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of OAuth clients.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(create::create_oauth_client, list::list_oauth_clients)).routes(routes!(delete::delete_oauth_client))
}
