//! `POST /api/v1/users.setStatus`.

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::command::EditUser;
use switchroom_domain::user::{UserPatch, UserStatus};
use switchroom_domain::{Command, Permission};

use super::named;
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, Style, may, open};
use crate::state::RcState;

/// A status.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetStatus {
    message: Option<String>,
    status: Option<String>,
    user_id: Option<String>,
    username: Option<String>,
}

impl Params for SetStatus {
    const SHAPE: Shape =
        open(&[may("message", Kind::Text), may("status", Kind::Text), may("userId", Kind::Text), may("username", Kind::Text)]);
    const STYLE: Style = Style::Match;
}

/// Says how a user is to be found, the caller himself if nobody is named.
pub(super) async fn set_status(State(state): State<RcState>, agent: Agent, Body(given): Body<SetStatus>) -> Answered {
    if given.message.is_none() && given.status.is_none() {
        return Err(RcError::plain("Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation"));
    }
    let why = "Valid status types include online, away, offline, and busy.";
    let status = match &given.status {
        Some(name) => Some(UserStatus::from_name(name).ok_or_else(|| RcError::coded("error-invalid-status", why))?),
        None => None,
    };
    let user = match (&given.user_id, &given.username) {
        (None, None) => agent.id,
        (id, name) => named(state.engine(), agent.org(), id.as_deref(), name.as_deref()).await?.id,
    };
    if user != agent.id {
        agent.must_have(Permission::UserManage)?;
    }
    let patch = UserPatch { status: status.map(Some), status_text: given.message.map(Some), ..UserPatch::default() };
    state.engine().run(&agent.caller, Command::EditUser(EditUser { user, patch })).await?;
    done()
}
