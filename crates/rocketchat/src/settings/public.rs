//! `GET /api/v1/settings.public`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::table::TABLE;
use crate::answer::Answered;
use crate::auth::Guest;
use crate::extract::{Params, Query};
use crate::page::{COUNT, FIELDS, OFFSET, Paging, QUERY, SORT};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;

/// Which settings.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// Ids, with commas between them.
    #[serde(rename = "_id")]
    ids: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[may("_id", Kind::Text), OFFSET, COUNT, SORT, FIELDS, QUERY]);
}

/// The settings that everybody may read.
pub(super) async fn public(State(state): State<RcState>, guest: Guest, Query(asked): Query<Asked>) -> Answered {
    let settings = state.engine().settings(guest.org).await?;
    let wanted: Option<Vec<&str>> = asked.ids.as_deref().filter(|ids| !ids.is_empty()).map(|ids| ids.split(',').map(str::trim).collect());
    let entries = TABLE.iter().filter(|entry| entry.public && wanted.as_ref().is_none_or(|ids| ids.contains(&entry.id)));
    let rows: Vec<Value> = entries.map(|entry| json!({"_id": entry.id, "value": entry.value(&settings)})).collect();
    asked.paging.cut("settings", rows)
}
