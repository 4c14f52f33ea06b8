//! `PUT /api/v1/livechat/sla/:slaId`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::command::EditSla;
use switchroom_domain::sla::SlaPatch;
use switchroom_domain::{Command, Permission};

use super::{Details, find};
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::extract::{Body, Path};
use crate::state::RcState;
use crate::translate;

/// Changes a service level. Rooms that have it keep it.
pub(super) async fn edit(State(state): State<RcState>, agent: Agent, Path(id): Path<String>, Body(new): Body<Details>) -> Answered {
    agent.needs(&[Permission::SlaManage])?;
    let sla = find(state.engine(), &agent, &id).await?.id;
    let patch = SlaPatch { name: Some(new.name), description: Some(Some(new.description)), due_minutes: Some(new.due_time_in_minutes) };
    let sla = state.engine().run(&agent.caller, Command::EditSla(EditSla { sla, patch })).await?.sla()?.value;
    success(json!({"sla": translate::sla::sla(&sla)}))
}
