//! `POST /api/v1/livechat/custom-fields.save`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::Permission;

use super::{Definition, save};
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, may, must};
use crate::state::RcState;
use crate::translate::custom_field::custom_field;

/// A custom field to be made, or changed if it has an id.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Save {
    custom_field_id: Option<String>,
    custom_field_data: Definition,
}

impl Params for Save {
    const SHAPE: Shape =
        closed(&[must("customFieldData", Kind::Part(&Definition::SHAPE)), may("customFieldId", Kind::OrNull(&Kind::Text))]);
}

/// Makes or changes a custom field.
pub(super) async fn save_one(State(state): State<RcState>, agent: Agent, Body(given): Body<Save>) -> Answered {
    agent.needs(&[Permission::CustomFieldManage])?;
    let saved = save(state.engine(), &agent, given.custom_field_id.as_deref(), &given.custom_field_data).await?;
    success(json!({"customField": custom_field(&saved)}))
}
