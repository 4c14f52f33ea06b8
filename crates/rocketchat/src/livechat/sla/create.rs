//! `POST /api/v1/livechat/sla`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::command::CreateSla;
use switchroom_domain::{Command, Permission};

use super::Details;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::extract::Body;
use crate::state::RcState;
use crate::translate;

/// Creates a service level.
pub(super) async fn create(State(state): State<RcState>, agent: Agent, Body(new): Body<Details>) -> Answered {
    agent.needs(&[Permission::SlaManage])?;
    let command =
        CreateSla { id: state.engine().new_id(), name: new.name, description: Some(new.description), due_minutes: new.due_time_in_minutes };
    let sla = state.engine().run(&agent.caller, Command::CreateSla(command)).await?.sla()?.value;
    success(json!({"sla": translate::sla::sla(&sla)}))
}
