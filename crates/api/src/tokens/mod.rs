//! Tokens: what callers show.

mod issue;
mod list;
mod revoke;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The routes of tokens.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(issue::issue_token, list::list_tokens)).routes(routes!(revoke::revoke_token))
}
