//! `GET /api/v1/livechat/sla/:slaId`.

use axum::extract::State;
use switchroom_domain::Permission;

use super::find;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::Path;
use crate::state::RcState;
use crate::translate;

/// A service level, its fields beside `success`.
pub(super) async fn read(State(state): State<RcState>, agent: Agent, Path(id): Path<String>) -> Answered {
    agent.needs_any(&[Permission::SlaManage, Permission::RoomView])?;
    let sla = find(state.engine(), &agent, &id).await?;
    success(serde_json::to_value(translate::sla::sla(&sla)).map_err(|_| RcError::internal())?)
}
