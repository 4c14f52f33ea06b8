//! `GET /api/v1/livechat/priorities`.

use axum::extract::State;
use switchroom_domain::Permission;
use switchroom_domain::priority::Priority;

use crate::answer::Answered;
use crate::auth::Agent;
use crate::extract::Query;
use crate::page::Containing;
use crate::state::RcState;
use crate::translate::sla::priority;
use crate::wire;

/// The five priorities, the most urgent first.
pub(super) async fn list(State(_): State<RcState>, agent: Agent, Query(asked): Query<Containing>) -> Answered {
    agent.needs_any(&[Permission::PriorityManage, Permission::RoomView])?;
    asked.paging.sort()?;
    let text = asked.text();
    let named = |priority: &wire::Priority| priority.i18n.to_lowercase().contains(&text);
    asked.paging.cut("priorities", Priority::EVERY.into_iter().map(priority).filter(named).collect())
}
