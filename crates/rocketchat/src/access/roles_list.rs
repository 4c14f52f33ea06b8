//! `GET /api/v1/roles.list`.

use axum::extract::State;
use serde_json::{Value, json};

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::permissions::their_role;
use crate::state::RcState;
use crate::translate::time;

/// The organization's roles.
pub(super) async fn list(State(state): State<RcState>, agent: Agent) -> Answered {
    let roles = state.engine().store.roles(agent.org()).await?;
    let organization = state.engine().organization(agent.org()).await?.ok_or_else(RcError::internal)?;
    let updated_at = time::iso(organization.created_at);
    let document = |name: &str| {
        json!({
            "_id": name, "name": name, "scope": "Users", "description": "", "protected": true, "mandatory2fa": false,
            "_updatedAt": updated_at,
        })
    };
    let roles: Vec<Value> = roles.iter().map(|role| document(their_role(&role.name))).collect();
    success(json!({ "roles": roles }))
}
