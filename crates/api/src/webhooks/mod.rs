//! Webhooks: endpoints that are told of events. In the engine's words: subscriptions.

mod attempts;
mod create;
mod dead_letters;
mod delete;
mod edit;
mod exchange;
mod options;
mod parked;
mod position;
mod read;
mod replay;
mod replays;
mod resend;
mod rotate_secret;
mod sample;
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
        .routes(routes!(rotate_secret::rotate_secret))
        .routes(routes!(sample::test_webhook))
        .routes(routes!(attempts::list_attempts))
        .routes(routes!(parked::list_parked))
        .routes(routes!(dead_letters::list_dead_letters))
        .routes(routes!(resend::resend_event))
        .routes(routes!(replay::start_replay))
        .routes(routes!(replays::list_replays))
        .routes(routes!(replays::get_replay))
        .routes(routes!(replays::cancel_replay))
        .routes(routes!(seek::seek_webhook))
}
