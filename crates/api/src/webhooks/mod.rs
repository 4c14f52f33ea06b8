//! Webhooks: endpoints that are told of events. In the engine's words: subscriptions.

mod attempts;
mod create;
mod delete;
mod edit;
mod read;
mod replay;
mod seek;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of webhooks.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create::create_webhook, read::list_webhooks))
        .routes(routes!(read::get_webhook, edit::edit_webhook, delete::delete_webhook))
        .routes(routes!(attempts::list_attempts))
        .routes(routes!(replay::start_replay))
        .routes(routes!(replay::get_replay))
        .routes(routes!(seek::seek_webhook))
}
