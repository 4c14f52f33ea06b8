//! `GET /api/v1/livechat/message/:_id`.

use axum::extract::State;
use serde_json::json;

use super::{Place, found};
use crate::answer::{Answered, success};
use crate::auth::Guest;
use crate::extract::{Path, Query};
use crate::state::RcState;
use crate::translate::message::message;

/// A message in the visitor's room.
pub(super) async fn read(State(state): State<RcState>, guest: Guest, Path(id): Path<String>, Query(place): Query<Place>) -> Answered {
    let (_, _, found) = found(state.engine(), guest.org, &place, &id).await?;
    success(json!({"message": message(state.engine(), &found).await?}))
}
