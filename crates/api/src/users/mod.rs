//! Users: whoever answers.

mod create;
mod delete;
mod edit;
mod invite;
mod read;
mod totp;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of users.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create::create_user, read::list_users))
        .routes(routes!(read::get_user, edit::edit_user, delete::delete_user))
        .routes(routes!(invite::invite_user))
        .routes(routes!(totp::end_totp_of_user))
}
