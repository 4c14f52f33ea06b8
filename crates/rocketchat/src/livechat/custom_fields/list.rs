//! `GET /api/v1/livechat/custom-fields`.

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

/// The custom fields, by id; those whose id or label holds the text.
pub(super) async fn list(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    asked.paging.sort()?;
    let text = asked.text.unwrap_or_default().to_lowercase();
    let mut fields = state.engine().store.custom_fields(agent.org()).await?;
    fields.retain(|field| field.key.to_lowercase().contains(&text) || field.definition.label.to_lowercase().contains(&text));
    fields.sort_by(|a, b| a.key.cmp(&b.key));
    asked.paging.cut("customFields", fields.iter().map(translate::custom_field::custom_field).collect())
}
