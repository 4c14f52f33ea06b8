//! `POST /api/v1/livechat/custom-fields.delete`.

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::Permission;

use super::remove;
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, must};
use crate::state::RcState;

/// Which.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delete {
    custom_field_id: String,
}

impl Params for Delete {
    const SHAPE: Shape = closed(&[must("customFieldId", Kind::Text)]);
}

/// Removes a custom field.
pub(super) async fn delete(State(state): State<RcState>, agent: Agent, Body(given): Body<Delete>) -> Answered {
    agent.needs(&[Permission::CustomFieldManage])?;
    remove(state.engine(), &agent, &given.custom_field_id).await?;
    done()
}
