//! `GET /api/v1/users.info`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;

use super::{by_id, by_name};
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

/// A user.
pub(super) async fn info(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    let user = match (&asked.user_id, &asked.username) {
        (Some(id), _) => by_id(state.engine(), agent.org(), id).await?,
        (None, Some(name)) => by_name(state.engine(), agent.org(), name).await?,
        (None, None) => return Err(RcError::params("must have required property 'userId'")),
    };
    let user = user.ok_or_else(|| RcError::plain("User not found."))?;
    success(json!({"user": translate::user::user(state.engine(), &user).await?}))
}
