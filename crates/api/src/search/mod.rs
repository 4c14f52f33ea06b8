//! Finding messages, contacts and rooms by words.

mod contacts;
mod limit;
mod messages;
mod room_filter;
mod rooms;
mod searcher;
mod status;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of search.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(messages::search_messages))
        .routes(routes!(contacts::search_contacts))
        .routes(routes!(rooms::search_rooms))
        .routes(routes!(status::get_search_status))
}
