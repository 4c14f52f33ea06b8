//! `GET /api/v1/livechat/custom-fields/:_id`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::Permission;

use super::find;
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::extract::Path;
use crate::state::RcState;
use crate::translate::custom_field::custom_field;

/// A custom field; null if there is none of that id.
pub(super) async fn read(State(state): State<RcState>, agent: Agent, Path(id): Path<String>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    let field = find(state.engine(), &agent, &id).await?;
    success(json!({"customField": field.as_ref().map(custom_field)}))
}
