//! Organizations: the tenants. For tokens with the scope `operator`.

mod create;
mod hosts;
mod read;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

pub(crate) use view::Organization;

/// The routes of organizations.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create::create_organization, read::list_organizations))
        .routes(routes!(read::get_organization))
        .routes(routes!(hosts::list_hosts))
        .routes(routes!(hosts::put_host, hosts::delete_host))
}
