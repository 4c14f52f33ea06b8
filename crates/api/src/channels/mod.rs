//! Channels: the configured ways in.

mod create;
mod edit;
mod read;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of channels.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(create::create_channel, read::list_channels)).routes(routes!(read::get_channel, edit::edit_channel))
}
