//! `GET /api/v1/livechat/inquiries.getOne`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::Permission;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::extract::{Params, Query};
use crate::livechat::room::find;
use crate::schema::{Kind, Shape, must, open};
use crate::state::RcState;
use crate::translate::inquiry::inquiry;

/// Of which room.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    room_id: String,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[must("roomId", Kind::Text)]);
}

/// The inquiry of an open room; null if there is none.
pub(super) async fn get_one(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    let room = find(state.engine(), agent.org(), &asked.room_id).await?.filter(|room| room.head.status.is_open());
    match room {
        Some(room) => success(json!({"inquiry": inquiry(state.engine(), &room).await?})),
        None => success(json!({"inquiry": null})),
    }
}
