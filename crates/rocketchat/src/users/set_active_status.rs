//! `POST /api/v1/users.setActiveStatus`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::EditUser;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use super::named;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, may, must};
use crate::state::RcState;

/// Whether to let a user in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetActiveStatus {
    user_id: String,
    active_status: bool,
}

impl Params for SetActiveStatus {
    const SHAPE: Shape = closed(&[must("userId", Kind::Text), must("activeStatus", Kind::Flag), may("confirmRelinquish", Kind::Flag)]);
}

/// Lets a user in, or no longer.
pub(super) async fn set_active_status(State(state): State<RcState>, agent: Agent, Body(given): Body<SetActiveStatus>) -> Answered {
    agent.needs(&[Permission::UserEditActive])?;
    let user = named(state.engine(), agent.org(), Some(&given.user_id), None).await?.id;
    let patch = UserPatch { active: Some(given.active_status), ..UserPatch::default() };
    let edited = state.engine().run(&agent.caller, Command::EditUser(EditUser { user, patch })).await;
    let edited = edited.map_err(|error| match error {
        EngineError::Refused(Refusal::Invalid { field: "active", .. }) => RcError::last_admin(),
        other => other.into(),
    })?;
    let user = edited.user()?.value;
    success(json!({"user": {"_id": user.id.to_string(), "active": user.active}}))
}
