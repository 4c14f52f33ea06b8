//! What the chat itself calls, in the name of a brand.

mod read_chatroom;
mod update_chatroom;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::routing::get;
use http::request::Parts;
use switchroom_domain::room::Room;
use switchroom_http::Shared;

use super::at;
use crate::auth::Caller;
use crate::errors::Error;
use crate::permissions;

/// The routes of the chat.
pub(super) fn router() -> Router<Shared> {
    let chatroom = get(read_chatroom::read_chatroom).patch(update_chatroom::update_chatroom);
    at("/api/v2/chat/chatrooms/{id}", "GET, HEAD, PATCH", chatroom)
}

/// The number in a path. What cannot be the number of anything is zero, which is nothing's.
#[derive(Debug, Clone, Copy)]
struct Number(i64);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let text = axum::extract::Path::<String>::from_request_parts(parts, state).await.map(|path| path.0).unwrap_or_default();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Self(text.parse().ok().filter(|_| digits).unwrap_or(0)))
    }
}

/// The room of that number, if the caller may see it.
async fn room(shared: &Shared, caller: &Caller, number: Number) -> Result<Room, Error> {
    let room = shared.engine().store.room_by_number(caller.org, number.0).await?.ok_or_else(Error::no_chatroom)?;
    permissions::may_see(caller, &room)?;
    Ok(room)
}
