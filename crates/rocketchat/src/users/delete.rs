//! `POST /api/v1/users.delete`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::DeleteUser;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use super::named;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, may};
use crate::state::RcState;

/// Whom.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delete {
    user_id: Option<String>,
    username: Option<String>,
}

impl Params for Delete {
    const SHAPE: Shape = closed(&[may("userId", Kind::Text), may("username", Kind::Text), may("confirmRelinquish", Kind::Flag)]);
}

/// Deletes a user. His rooms and messages stay.
pub(super) async fn delete(State(state): State<RcState>, agent: Agent, Body(given): Body<Delete>) -> Answered {
    agent.needs(&[Permission::UserDelete])?;
    let user = named(state.engine(), agent.org(), given.user_id.as_deref(), given.username.as_deref()).await?;
    let deleted = state.engine().run(&agent.caller, Command::DeleteUser(DeleteUser { user: user.id })).await;
    deleted.map_err(|error| match error {
        EngineError::Refused(Refusal::Invalid { field: "user_id", .. }) => RcError::last_admin(),
        other => other.into(),
    })?;
    success(json!({"deletedRooms": []}))
}
