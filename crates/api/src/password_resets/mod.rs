//! Setting a password with a link that was mailed.

mod ask;
mod redeem;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of password resets.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(ask::ask_password_reset)).routes(routes!(redeem::redeem_password_reset))
}
