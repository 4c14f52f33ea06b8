//! `GET /api/v1/settings/:_id`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::Permission;

use super::table::find;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::Path;
use crate::state::RcState;

/// One setting.
pub(super) async fn read(State(state): State<RcState>, agent: Agent, Path(id): Path<String>) -> Answered {
    agent.needs(&[Permission::SettingView])?;
    let entry = find(&id).ok_or_else(RcError::bare)?;
    let settings = state.engine().settings(agent.org()).await?;
    success(json!({"_id": entry.id, "value": entry.value(&settings)}))
}
