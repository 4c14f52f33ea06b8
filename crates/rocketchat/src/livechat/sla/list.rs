//! `GET /api/v1/livechat/sla`.

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::Permission;

use crate::answer::Answered;
use crate::auth::Agent;
use crate::extract::{Params, Query};
use crate::page::{COUNT, FIELDS, OFFSET, Paging, QUERY, SORT};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate;

/// Which of them.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    text: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[may("text", Kind::Text), OFFSET, COUNT, SORT, FIELDS, QUERY]);
}

/// Service levels looked at, at the most.
const MOST: usize = 1_000;

/// The service levels, by name.
pub(super) async fn list(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    agent.needs_any(&[Permission::SlaManage, Permission::RoomView])?;
    asked.paging.sort()?;
    let text = asked.text.unwrap_or_default().to_lowercase();
    let mut slas = state.engine().store.slas(agent.org(), None, MOST).await?.items;
    slas.retain(|sla| sla.name.to_lowercase().contains(&text));
    slas.sort_by(|a, b| a.name.cmp(&b.name));
    asked.paging.cut("sla", slas.iter().map(translate::sla::sla).collect())
}
