//! What server this is.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde_json::json;
use switchroom_domain::role;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::state::RcState;

/// The version of Rocket.Chat whose calls are answered. Clients branch on it: from 5.3 on they use `livechat/room.saveInfo`,
/// from 7.0 on they send no `query`.
pub(crate) const VERSION: &str = "7.0.0";

pub(crate) fn router() -> Router<RcState> {
    ["/api/info", "/api/info/", "//api/info", "/api/v1/info"].into_iter().fold(Router::new(), |routes, path| routes.route(path, get(info)))
}

/// `GET /api/info` and `GET /api/v1/info`: the version; administrators are told it in the full form as well.
async fn info(State(state): State<RcState>, agent: Result<Agent, RcError>) -> Answered {
    let Ok(agent) = agent else { return success(json!({"version": VERSION})) };
    let user = state.engine().user(agent.org(), agent.id).await?;
    if user.is_some_and(|user| user.roles.iter().any(|name| name == role::ADMIN)) {
        return success(json!({"version": VERSION, "info": {"version": VERSION}}));
    }
    success(json!({"version": VERSION}))
}
