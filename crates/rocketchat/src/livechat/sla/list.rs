//! `GET /api/v1/livechat/sla`.

use axum::extract::State;
use switchroom_domain::Permission;

use crate::answer::Answered;
use crate::auth::Agent;
use crate::extract::Query;
use crate::page::Containing;
use crate::state::RcState;
use crate::translate;

/// Service levels looked at, at the most.
const MOST: usize = 1_000;

/// The service levels, by name.
pub(super) async fn list(State(state): State<RcState>, agent: Agent, Query(asked): Query<Containing>) -> Answered {
    agent.needs_any(&[Permission::SlaManage, Permission::RoomView])?;
    asked.paging.sort()?;
    let text = asked.text();
    let mut slas = state.engine().store.slas(agent.org(), None, MOST).await?.items;
    slas.retain(|sla| sla.name.to_lowercase().contains(&text));
    slas.sort_by(|a, b| a.name.cmp(&b.name));
    asked.paging.cut("sla", slas.iter().map(translate::sla::sla).collect())
}
