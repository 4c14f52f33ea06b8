//! Channels: the configured ways in.

mod create;
mod edit;
mod identity_secret;
mod read;
mod widget;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of channels.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create::create_channel, read::list_channels))
        .routes(routes!(read::get_channel, edit::edit_channel))
        .routes(routes!(widget::get_widget))
        .routes(routes!(identity_secret::set_identity_secret))
}
