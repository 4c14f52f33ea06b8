//! A visitor's messages.

mod delete;
mod edit;
mod history;
mod read;
mod send;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use switchroom_domain::OrgId;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::{Message, Visibility};
use switchroom_domain::room::Room;
use switchroom_domain::setting::Settings;
use switchroom_engine::Engine;

use super::room::of_visitor;
use crate::auth::known_visitor;
use crate::errors::RcError;
use crate::extract::Params;
use crate::schema::{Kind, Shape, Style, must, open};
use crate::settings;
use crate::state::RcState;
use crate::translate;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/message", post(send::send))
        .route("/api/v1/livechat/message/{id}", get(read::read).put(edit::edit).delete(delete::delete))
        .route("/api/v1/livechat/messages.history/{rid}", get(history::history))
}

/// Whose message, in which room.
#[derive(Debug, Deserialize)]
struct Place {
    token: String,
    rid: String,
}

impl Params for Place {
    const SHAPE: Shape = open(&[must("token", Kind::Text), must("rid", Kind::Text)]);
    const STYLE: Style = Style::Match;
}

/// The visitor, his room, and the message in it that he may see.
async fn found(engine: &Engine, org: OrgId, place: &Place, id: &str) -> Result<(Contact, Room, Message), RcError> {
    let contact = known_visitor(engine, org, &place.token).await?;
    let room = of_visitor(engine, &contact, &place.rid).await?;
    let message = translate::message::find(engine, org, id).await?;
    let message =
        message.filter(|message| message.room == room.facts.id && message.visibility == Visibility::Public && message.deleted_at.is_none());
    Ok((contact, room, message.ok_or_else(|| RcError::plain("invalid-message"))?))
}

/// Refuses a text that is longer than the settings let visitors write.
fn check_length(settings: &Settings, text: &str) -> Result<(), RcError> {
    let most = settings::whole(settings, "Livechat_message_character_limit");
    let limited = settings::flag(settings, "Livechat_enable_message_character_limit") && most > 0;
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if limited && length > most { Err(RcError::plain("message-length-exceeds-character-limit")) } else { Ok(()) }
}
