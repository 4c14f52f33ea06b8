//! Messages: what is said in rooms.

mod delete;
mod edit;
mod list;
mod post;
mod read;
mod revisions;
mod status;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

pub(crate) use post::NewMessage;

/// The routes of messages.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(post::post_message, list::list_messages))
        .routes(routes!(read::get_message, edit::edit_message, delete::delete_message))
        .routes(routes!(revisions::list_revisions))
        .routes(routes!(status::change_message_status))
}
