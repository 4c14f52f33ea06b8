//! `GET /api/v1/livechat/visitors.info`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::Permission;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Params, Query};
use crate::schema::{Kind, Shape, must, open};
use crate::state::RcState;
use crate::translate::{ids, visitor};

/// Whom.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    visitor_id: String,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[must("visitorId", Kind::Text)]);
}

/// A visitor.
pub(super) async fn info(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    let contact = match ids::id(&asked.visitor_id) {
        Some(id) => state.engine().contact(agent.org(), id).await?,
        None => None,
    };
    let contact = contact.filter(|contact| contact.deleted_at.is_none()).ok_or_else(|| RcError::plain("visitor-not-found"))?;
    success(json!({"visitor": visitor::visitor(state.engine(), &contact).await?}))
}
