//! `GET /api/v1/users.info`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;

use super::{by_id, by_name};
use switchroom_domain::Permission;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Params, Query};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate;

/// Whom.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    user_id: Option<String>,
    username: Option<String>,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[may("userId", Kind::Text), may("username", Kind::Text)]);
}

/// What everybody may know of a user.
const OF_OTHERS: [&str; 7] = ["_id", "username", "name", "status", "statusText", "active", "type"];

/// What is told where nobody is named: the one key or the other is wanted.
const NOBODY: &str = "must have required property 'userId'\n must have required property 'username'\n must match a schema in anyOf";

/// A user.
pub(super) async fn info(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    let user = match (&asked.user_id, &asked.username) {
        (Some(id), _) => by_id(state.engine(), agent.org(), id).await?,
        (None, Some(name)) => by_name(state.engine(), agent.org(), name).await?,
        (None, None) => return Err(RcError::params(NOBODY)),
    };
    let user = user.ok_or_else(|| RcError::plain("User not found."))?;
    let document = translate::user::user(state.engine(), &user).await?;
    let mut document = serde_json::to_value(document).map_err(|_| RcError::internal())?;
    // Addresses and roles are told to the user himself, and to those who may see users.
    if user.id != agent.id
        && !agent.has(Permission::UserView)
        && let Some(fields) = document.as_object_mut()
    {
        fields.retain(|name, _| OF_OTHERS.contains(&name.as_str()));
    }
    success(json!({"user": document}))
}
