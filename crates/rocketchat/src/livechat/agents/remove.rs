//! `DELETE /api/v1/livechat/users/:type/:_id`.

use axum::extract::State;
use switchroom_domain::command::EditUser;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Command, Permission, role};

use super::{ROLES, role_of};
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::Path;
use crate::state::RcState;
use crate::users::by_id;

/// Lets a user no longer answer, or manage. The user stays.
pub(super) async fn remove(State(state): State<RcState>, agent: Agent, Path((kind, id)): Path<(String, String)>) -> Answered {
    agent.needs(&[Permission::OmnichannelManage])?;
    let role = role_of(&kind)?;
    let user = by_id(state.engine(), agent.org(), &id).await?.filter(|user| user.roles.iter().any(|name| name == role));
    let user = user.ok_or_else(|| RcError::plain("User not found"))?;
    let roles = user.roles.into_iter().filter(|name| name != role).collect();
    let available = (role == role::AGENT).then_some(false);
    let patch = UserPatch { roles: Some(roles), available, ..UserPatch::default() };
    state.engine().run(&agent.entrusted(state.engine(), &ROLES).await?, Command::EditUser(EditUser { user: user.id, patch })).await?;
    done()
}
