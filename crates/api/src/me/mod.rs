//! One's own account.

mod edit;
mod password;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of one's own account.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(edit::edit_me)).routes(routes!(password::change_password))
}
