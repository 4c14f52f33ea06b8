//! The catalogue of event types: what each says, in whose form it is told, and how that looks.

mod catalogue;
mod examples;
mod read;
mod schema;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use catalogue::Catalogue;
pub(crate) use examples::example;

use crate::state::ApiState;

/// The routes of the catalogue.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read::list_event_types)).routes(routes!(read::get_event_type))
}
