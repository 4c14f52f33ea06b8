//! `GET /api/v2/chat/chatrooms/{id}`.

use axum::Json;
use axum::extract::State;
use switchroom_http::Shared;

use super::Number;
use crate::auth::BrandCaller;
use crate::errors::Error;
use crate::translate::chatroom::chatroom;
use crate::wire::chatroom::Chatroom;

/// Checked in this order: the token (401, 429), the brand (422, 403), the room (404), whether the caller may (403).
pub(super) async fn read_chatroom(State(shared): State<Shared>, caller: BrandCaller, number: Number) -> Result<Json<Chatroom>, Error> {
    let room = super::room(&shared, &caller, number).await?;
    Ok(Json(chatroom(shared.engine(), &caller, &room).await?))
}
