//! `livechat/users/:type`: who answers, and who manages.

mod add;
mod list;
mod read;
mod remove;

use axum::Router;
use axum::routing::get;
use switchroom_domain::{Permission, role};

use crate::errors::RcError;
use crate::state::RcState;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/users/{kind}", get(list::list).post(add::add))
        .route("/api/v1/livechat/users/{kind}/{id}", get(read::read).delete(remove::remove))
}

/// The role that a type of user in the path means.
fn role_of(kind: &str) -> Result<&'static str, RcError> {
    match kind {
        "agent" => Ok(role::AGENT),
        "manager" => Ok(role::MANAGER),
        _ => Err(RcError::plain("Invalid type")),
    }
}

/// What giving and taking these roles needs beyond the call's own permission.
const ROLES: [Permission; 2] = [Permission::AgentManage, Permission::ManagerManage];
