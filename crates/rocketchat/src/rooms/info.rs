//! `GET /api/v1/rooms.info` and `GET /api/v1/channels.info`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::Permission;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Params, Query};
use crate::livechat::room::find;
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::{translate, wire};

/// Which room.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    room_id: Option<String>,
    room_name: Option<String>,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[may("roomId", Kind::Text), may("roomName", Kind::Text)]);
}

/// The room as `room`.
pub(super) async fn room(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    success(json!({"room": document(&state, &agent, asked).await?}))
}

/// The room as `channel`.
pub(super) async fn channel(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    success(json!({"channel": document(&state, &agent, asked).await?}))
}

async fn document(state: &RcState, agent: &Agent, asked: Asked) -> Result<wire::Room, RcError> {
    let id = asked
        .room_id
        .or(asked.room_name)
        .filter(|id| !id.is_empty())
        .ok_or_else(|| RcError::coded("error-roomid-param-not-provided", "The parameter \"roomId\" or \"roomName\" is required"))?;
    agent.must_have(Permission::RoomView)?;
    let missing =
        || RcError::coded("error-room-not-found", "The required \"roomId\" or \"roomName\" param provided does not match any channel");
    let room = find(state.engine(), agent.org(), &id).await?.ok_or_else(missing)?;
    Ok(translate::room::room(state.engine(), &room).await?)
}
