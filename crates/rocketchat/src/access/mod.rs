//! Permissions and roles.

mod permissions_list_all;
mod permissions_update;
mod roles_list;

use axum::Router;
use axum::routing::{get, post};

use crate::state::RcState;

pub(crate) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/permissions.listAll", get(permissions_list_all::list_all))
        .route("/api/v1/permissions.update", post(permissions_update::update))
        .route("/api/v1/roles.list", get(roles_list::list))
}
