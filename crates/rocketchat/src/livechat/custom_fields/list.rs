//! `GET /api/v1/livechat/custom-fields`.

use axum::extract::State;
use switchroom_domain::Permission;

use crate::answer::Answered;
use crate::auth::Agent;
use crate::extract::Query;
use crate::page::Containing;
use crate::state::RcState;
use crate::translate;

/// The custom fields, by id; those whose id or label holds the text.
pub(super) async fn list(State(state): State<RcState>, agent: Agent, Query(asked): Query<Containing>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    asked.paging.sort()?;
    let text = asked.text();
    let mut fields = state.engine().store.custom_fields(agent.org()).await?;
    fields.retain(|field| field.key.to_lowercase().contains(&text) || field.definition.label.to_lowercase().contains(&text));
    fields.sort_by(|a, b| a.key.cmp(&b.key));
    asked.paging.cut("customFields", fields.iter().map(translate::custom_field::custom_field).collect())
}
