//! `GET /api/v1/livechat/visitor/:token`.

use axum::extract::State;
use serde_json::json;

use crate::answer::{Answered, success};
use crate::auth::{self, Guest};
use crate::errors::RcError;
use crate::extract::Path;
use crate::state::RcState;
use crate::translate::visitor;

/// The visitor whose token this is.
pub(super) async fn read(State(state): State<RcState>, guest: Guest, Path(token): Path<String>) -> Answered {
    let contact = auth::visitor(state.engine(), guest.org, &token).await?.ok_or_else(|| RcError::coded("invalid-token", ""))?;
    success(json!({"visitor": visitor::visitor(state.engine(), &contact).await?}))
}
