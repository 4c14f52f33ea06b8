//! Rooms: opening, closing, editing.

mod close;
mod close_by_user;
mod open;
mod save_info;

use axum::Router;
use axum::routing::{get, post};
use switchroom_domain::command::{Command, EditRoom, OwnRoom};
use switchroom_domain::contact::{Contact, ContactPatch};
use switchroom_domain::room::{Room, RoomKind, RoomPatch, RoomStatus};
use switchroom_domain::{ChannelId, OrgId};
use switchroom_engine::ports::RoomsQuery;
use switchroom_engine::{Caller, Engine};

use crate::errors::RcError;
use crate::state::RcState;
use crate::translate::ids;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/room", get(open::open))
        .route("/api/v1/livechat/room.close", post(close::close))
        .route("/api/v1/livechat/room.closeByUser", post(close_by_user::close_by_user))
        .route("/api/v1/livechat/room.saveInfo", post(save_info::save_info))
}

/// The room of that id. Those of whole groups are not of type `l`.
pub(crate) async fn find(engine: &Engine, org: OrgId, id: &str) -> Result<Option<Room>, RcError> {
    let Some(id) = ids::id(id) else { return Ok(None) };
    let room = engine.store.room(org, id).await?;
    Ok(room.filter(|room| room.facts.kind == RoomKind::Conversation))
}

/// The visitor's room of that id.
pub(super) async fn of_visitor(engine: &Engine, contact: &Contact, id: &str) -> Result<Room, RcError> {
    let room = find(engine, contact.org, id).await?;
    room.filter(|room| room.facts.contact == contact.id).ok_or_else(|| RcError::plain("invalid-room"))
}

/// The visitor's open room on a channel.
pub(super) async fn open_room(engine: &Engine, contact: &Contact, channel: ChannelId) -> Result<Option<Room>, RcError> {
    let statuses = RoomStatus::EVERY.into_iter().filter(|status| status.is_open()).collect();
    let query = RoomsQuery { statuses, channel: Some(channel), contact: Some(contact.id), limit: 1, ..RoomsQuery::default() };
    Ok(engine.store.rooms(contact.org, query).await?.items.into_iter().next())
}

/// Changes a room in the server's own name.
pub(super) async fn edit(engine: &Engine, room: &Room, patch: RoomPatch) -> Result<Room, RcError> {
    let command = EditRoom {
        room: room.facts.id,
        patch,
        contact: ContactPatch::default(),
        contact_id: None,
        own: OwnRoom::PrimaryAssignee,
        expected_version: None,
    };
    Ok(engine.run(&Caller::system(room.facts.org), Command::EditRoom(command)).await?.room()?.value.0)
}
