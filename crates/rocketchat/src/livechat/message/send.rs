//! `POST /api/v1/livechat/message`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::Command;
use switchroom_domain::command::PostMessage;
use switchroom_domain::message::{Content, ContentKind};

use super::check_length;
use crate::answer::{Answered, success};
use crate::auth::{Guest, as_caller, known_visitor};
use crate::extract::{Body, Params};
use crate::livechat::room::of_visitor;
use crate::schema::{Kind, Shape, Style, may, must, open};
use crate::state::RcState;
use crate::translate;

/// What a visitor says.
#[derive(Debug, Deserialize)]
pub(super) struct Send {
    token: String,
    rid: String,
    msg: String,
    /// The visitor's own id of it.
    #[serde(rename = "_id")]
    id: Option<String>,
}

impl Params for Send {
    const SHAPE: Shape = open(&[
        must("token", Kind::Text),
        must("rid", Kind::Text),
        must("msg", Kind::Text),
        may("_id", Kind::Text),
        may("agent", Kind::Part(&open(&[must("agentId", Kind::Text), must("username", Kind::Text)]))),
    ]);
    const STYLE: Style = Style::Match;
}

/// The visitor says something in his open room.
pub(super) async fn send(State(state): State<RcState>, guest: Guest, Body(given): Body<Send>) -> Answered {
    let engine = state.engine();
    let contact = known_visitor(engine, guest.org, &given.token).await?;
    let room = of_visitor(engine, &contact, &given.rid).await?;
    check_length(&*engine.settings(guest.org).await?, &given.msg)?;
    let content = Content { kind: ContentKind::Text, text: given.msg, payload: None, mentions: Vec::new() };
    let command = PostMessage {
        rc_id: given.id.filter(|id| !id.is_empty()),
        // Rocket.Chat's closed rooms stay closed: a visitor's next message belongs into a new one.
        reopens: false,
        ..PostMessage::of(engine.new_id(), room.facts.id, content)
    };
    let (message, _) = engine.run(&as_caller(guest.org, contact.id, &[]), Command::PostMessage(command)).await?.message()?.value;
    success(json!({"message": translate::message::message(engine, &message).await?}))
}
