//! Rooms: opening, closing, editing.

mod close;
mod close_by_user;
mod open;
mod save_info;

use axum::Router;
use axum::routing::{get, post};
use switchroom_domain::OrgId;
use switchroom_domain::contact::Contact;
use switchroom_domain::room::{Room, RoomKind};
use switchroom_engine::Engine;

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
