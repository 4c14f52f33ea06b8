//! One's own account.

mod edit;
mod password;
mod totp;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of one's own account.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(edit::edit_me))
        .routes(routes!(password::change_password))
        .routes(routes!(totp::begin_totp, totp::end_totp))
        .routes(routes!(totp::confirm_totp))
        .routes(routes!(totp::renew_recovery_codes))
}
