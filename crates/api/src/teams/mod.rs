//! Teams: groups of users that rooms are given to.

mod create;
mod delete;
mod edit;
mod read;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of teams.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(create::create_team, read::list_teams)).routes(routes!(
        read::get_team,
        edit::edit_team,
        delete::delete_team
    ))
}
