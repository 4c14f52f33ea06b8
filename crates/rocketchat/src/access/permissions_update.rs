//! `POST /api/v1/permissions.update`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use switchroom_domain::command::EditPermissions;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use super::permissions_list_all::all;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::permissions::{our_role, permission};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;

/// Permissions, each with all roles that are to hold it.
#[derive(Debug, Deserialize)]
pub(super) struct Update {
    permissions: Option<Value>,
}

impl Params for Update {
    const SHAPE: Shape = open(&[may("permissions", Kind::Any)]);
}

/// One permission with all roles that are to hold it.
#[derive(Debug, Deserialize)]
struct Holders {
    #[serde(rename = "_id")]
    id: String,
    roles: Vec<String>,
}

/// Says which roles hold some permissions; it counts at once.
pub(super) async fn update(State(state): State<RcState>, agent: Agent, Body(update): Body<Update>) -> Answered {
    let wrong = || RcError::typed("error-invalid-body-params", "Invalid body params");
    let given: Vec<Holders> = serde_json::from_value(update.permissions.ok_or_else(wrong)?).map_err(|_| wrong())?;
    if given.is_empty() {
        return Err(wrong());
    }
    agent.needs(&[Permission::RoleManage])?;
    let unknown_role = || RcError::typed("error-invalid-role", "Invalid role");
    let mut holders = Vec::with_capacity(given.len());
    for Holders { id, roles } in given {
        let permission = permission(&id).ok_or_else(|| RcError::typed("error-invalid-permission", "Invalid permission"))?;
        let ours = |role: &String| our_role(role).map(str::to_owned).ok_or_else(unknown_role);
        holders.push((permission, roles.iter().map(ours).collect::<Result<Vec<_>, _>>()?));
    }
    let edit = Command::EditPermissions(EditPermissions { holders });
    state.engine().run(&agent.caller, edit).await.map_err(|error| match error {
        EngineError::Refused(Refusal::NotFound { noun: "role" } | Refusal::Invalid { field: "roles", .. }) => unknown_role(),
        other => other.into(),
    })?;
    success(json!({"permissions": all(state.engine(), agent.org()).await?}))
}
