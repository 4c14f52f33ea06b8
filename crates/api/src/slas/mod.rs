//! Service levels: how soon somebody must answer.

mod create;
mod delete;
mod edit;
mod read;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of service levels.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(create::create_sla, read::list_slas)).routes(routes!(
        read::get_sla,
        edit::edit_sla,
        delete::delete_sla
    ))
}
