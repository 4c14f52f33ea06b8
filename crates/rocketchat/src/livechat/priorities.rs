//! `GET /api/v1/livechat/priorities`.

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::Permission;
use switchroom_domain::priority::Priority;

use crate::answer::Answered;
use crate::auth::Agent;
use crate::extract::{Params, Query};
use crate::page::{COUNT, FIELDS, OFFSET, Paging, QUERY, SORT};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate::sla::priority;
use crate::wire;

/// Which priorities.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    text: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[may("text", Kind::Text), OFFSET, COUNT, SORT, FIELDS, QUERY]);
}

/// The five priorities, the most urgent first.
pub(super) async fn list(State(_): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    agent.needs_any(&[Permission::PriorityManage, Permission::RoomView])?;
    asked.paging.sort()?;
    let text = asked.text.unwrap_or_default().to_lowercase();
    let named = |priority: &wire::Priority| priority.i18n.to_lowercase().contains(&text);
    asked.paging.cut("priorities", Priority::EVERY.into_iter().map(priority).filter(named).collect())
}
