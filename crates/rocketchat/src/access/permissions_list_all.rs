//! `GET /api/v1/permissions.listAll`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use switchroom_domain::role::Role;
use switchroom_domain::{OrgId, Permission};
use switchroom_engine::Engine;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Params, Query};
use crate::permissions::{TABLE, their_role};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate::time;

/// Since when.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Since {
    updated_since: Option<String>,
}

impl Params for Since {
    const SHAPE: Shape = open(&[may("updatedSince", Kind::Text)]);
}

/// Every permission with the roles that hold it. When they were changed is not kept: a client that knows some already is
/// told all again.
pub(super) async fn list_all(State(state): State<RcState>, agent: Agent, Query(since): Query<Since>) -> Answered {
    if since.updated_since.is_some_and(|since| time::parse(&since).is_none()) {
        let why = "The \"updatedSince\" query parameter must be a valid date.";
        return Err(RcError::coded("error-roomId-param-invalid", why));
    }
    success(json!({"update": all(state.engine(), agent.org()).await?, "remove": []}))
}

/// Every permission with the roles that hold it.
pub(super) async fn all(engine: &Engine, org: OrgId) -> Result<Vec<Value>, RcError> {
    let roles = engine.store.roles(org).await?;
    let organization = engine.organization(org).await?.ok_or_else(RcError::internal)?;
    let updated_at = time::iso(organization.created_at);
    let document = |(name, ours): &(&str, Permission)| json!({"_id": name, "roles": holders(&roles, *ours), "_updatedAt": updated_at});
    Ok(TABLE.iter().map(document).collect())
}

fn holders(roles: &[Role], permission: Permission) -> Vec<&str> {
    let mut holders: Vec<&str> =
        roles.iter().filter(|role| role.granted().contains(permission)).map(|role| their_role(&role.name)).collect();
    holders.sort_unstable();
    holders
}
