//! `POST /api/v1/livechat/agent.status`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::EditUser;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Command, Permission, role};

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, may};
use crate::state::RcState;
use crate::translate::user::availability;
use crate::users::by_id;

/// Whether new rooms may go to an agent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AgentStatus {
    /// `available` or `not-available`; none: the other of the two.
    status: Option<String>,
    /// The agent; none: the caller.
    agent_id: Option<String>,
}

impl Params for AgentStatus {
    const SHAPE: Shape = closed(&[may("status", Kind::OrNull(&Kind::Text)), may("agentId", Kind::OrNull(&Kind::Text))]);
}

/// Says whether new rooms may go to an agent.
pub(super) async fn agent_status(State(state): State<RcState>, agent: Agent, Body(given): Body<AgentStatus>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    let wanted = match given.status.as_deref() {
        None => None,
        Some("available") => Some(true),
        Some("not-available") => Some(false),
        Some(_) => return Err(RcError::params("must be equal to one of the allowed values")),
    };
    let id = given.agent_id.unwrap_or_else(|| agent.id.to_string());
    let user = by_id(state.engine(), agent.org(), &id).await?.filter(|user| user.roles.iter().any(|name| name == role::AGENT));
    let user = user.ok_or_else(|| RcError::not_found("Agent not found"))?;
    if user.id != agent.id {
        agent.must_have(Permission::AgentManage)?;
    }
    if !user.active {
        return Err(RcError::plain("error-user-deactivated"));
    }
    let available = wanted.unwrap_or(!user.available);
    let patch = UserPatch { available: Some(available), ..UserPatch::default() };
    state.engine().run(&agent.caller, Command::EditUser(EditUser { user: user.id, patch })).await?;
    success(json!({"status": availability(available)}))
}
