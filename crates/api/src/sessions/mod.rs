//! Sessions: logging in and out, and who one is.

mod current;
mod end;
mod end_others;
mod list;
mod log_in;
mod me;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

pub(crate) use log_in::{Session, begun};

/// The routes of sessions.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(log_in::create_session, list::list_sessions, end_others::end_other_sessions))
        .routes(routes!(current::delete_current_session))
        .routes(routes!(end::end_session))
        .routes(routes!(list::list_sessions_of_user))
        .routes(routes!(me::get_me))
}
