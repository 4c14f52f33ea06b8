//! `POST /api/v1/livechat/users/:type`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::EditUser;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Command, Permission, role};

use super::{ROLES, role_of};
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params, Path};
use crate::schema::{Kind, Shape, closed, must};
use crate::state::RcState;
use crate::translate;
use crate::users::by_name;

/// Whom.
#[derive(Debug, Deserialize)]
pub(super) struct Add {
    username: String,
}

impl Params for Add {
    const SHAPE: Shape = closed(&[must("username", Kind::Text)]);
}

/// Lets a user answer, or manage. A new agent takes new rooms at once.
pub(super) async fn add(State(state): State<RcState>, agent: Agent, Path(kind): Path<String>, Body(given): Body<Add>) -> Answered {
    agent.needs(&[Permission::OmnichannelManage])?;
    let role = role_of(&kind)?;
    let user = by_name(state.engine(), agent.org(), &given.username).await?;
    let user = user.ok_or_else(|| RcError::coded("error-invalid-user", "Invalid user"))?;
    let mut patch = UserPatch::default();
    if !user.roles.iter().any(|name| name == role) {
        patch.roles = Some(user.roles.iter().cloned().chain([role.to_owned()]).collect());
        patch.available = (role == role::AGENT).then_some(true);
    }
    let edit = Command::EditUser(EditUser { user: user.id, patch });
    let user = state.engine().run(&agent.entrusted(state.engine(), &ROLES).await?, edit).await?.user()?.value;
    success(json!({"user": translate::user::user(state.engine(), &user).await?}))
}
