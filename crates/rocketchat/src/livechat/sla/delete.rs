//! `DELETE /api/v1/livechat/sla/:slaId`.

use axum::extract::State;
use switchroom_domain::command::DeleteSla;
use switchroom_domain::{Command, Permission};

use super::find;
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::extract::Path;
use crate::state::RcState;

/// Deletes a service level. Rooms that have it keep saying so.
pub(super) async fn delete(State(state): State<RcState>, agent: Agent, Path(id): Path<String>) -> Answered {
    agent.needs(&[Permission::SlaManage])?;
    let sla = find(state.engine(), &agent, &id).await?.id;
    state.engine().run(&agent.caller, Command::DeleteSla(DeleteSla { sla })).await?;
    done()
}
