//! `PATCH /api/v2/chat/chatrooms/{id}`: the seed's call.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use switchroom_domain::Command;
use switchroom_domain::command::{EditRoom, OwnRoom};
use switchroom_domain::room::RoomPatch;
use switchroom_http::Shared;

use super::Number;
use crate::auth::{BrandCaller, Caller};
use crate::errors::Error;
use crate::permissions;
use crate::translate::chatroom::chatroom;
use crate::translate::established;
use crate::wire::body::Fields;

/// The setting that says how the answer looks: `object`, or `array` as in the example of Popsell's documents.
const RESPONSE: &str = "popsell.patch_chatroom_response";

/// Checked in this order: the token (401, 429), the brand (422, 403), the body (413, 415, 400), the room (404), whether a
/// caller of this kind may (403), the fields (422), whether this caller may (403).
pub(super) async fn update_chatroom(
    State(shared): State<Shared>,
    caller: BrandCaller,
    number: Number,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    let engine = shared.engine();
    let fields = Fields::read(&shared, &headers, body).await?;
    let room = super::room(&shared, &caller, number).await?;
    permissions::may_change(&caller)?;
    let established_at = established::unless_told(established::change(&fields, engine.now())?, room.head.established_at);
    let patch = RoomPatch { established_at, ..RoomPatch::default() };
    let command = EditRoom { patch, own: OwnRoom::Participant, ..EditRoom::of(room.facts.id) };
    let (room, _) = engine.run(&caller, Command::EditRoom(command)).await?.room()?.value;
    let chatroom = chatroom(engine, &caller, &room).await?;
    Ok(if answers_array(&shared, &caller).await? { Json([chatroom]).into_response() } else { Json(chatroom).into_response() })
}

async fn answers_array(shared: &Shared, caller: &Caller) -> Result<bool, Error> {
    let settings = shared.engine().settings(caller.org).await?;
    Ok(settings.get(RESPONSE).is_some_and(|response| response == "array"))
}
