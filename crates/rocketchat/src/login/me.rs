//! `GET /api/v1/me`.

use axum::extract::State;
use serde_json::{Value, json};
use switchroom_domain::user::User;
use switchroom_engine::Engine;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::state::RcState;
use crate::translate;

/// Who is logged in.
pub(super) async fn me(State(state): State<RcState>, agent: Agent) -> Answered {
    let user = state.engine().user(agent.org(), agent.id).await?.ok_or_else(RcError::logged_out)?;
    success(document(state.engine(), &user).await?)
}

/// A user, as he is told of himself.
pub(super) async fn document(engine: &Engine, user: &User) -> Result<Value, RcError> {
    let document = translate::user::user(engine, user).await?;
    let mut document = serde_json::to_value(document).map_err(|_| RcError::internal())?;
    if let Some(fields) = document.as_object_mut() {
        fields.insert("settings".to_owned(), json!({"preferences": {}}));
        if let Some(email) = &user.email {
            fields.insert("email".to_owned(), json!(email));
        }
    }
    Ok(document)
}
