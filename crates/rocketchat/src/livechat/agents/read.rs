//! `GET /api/v1/livechat/users/:type/:_id`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::Permission;

use super::role_of;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::Path;
use crate::state::RcState;
use crate::translate;
use crate::users::by_id;

/// Somebody of a type; null if the user is of another.
pub(super) async fn read(State(state): State<RcState>, agent: Agent, Path((kind, id)): Path<(String, String)>) -> Answered {
    agent.needs(&[Permission::OmnichannelManage])?;
    let role = role_of(&kind)?;
    let user = by_id(state.engine(), agent.org(), &id).await?.ok_or_else(|| RcError::plain("User not found"))?;
    if user.roles.iter().all(|name| name != role) {
        return success(json!({"user": null}));
    }
    success(json!({"user": translate::user::user(state.engine(), &user).await?}))
}
