//! An agent says something in a room: by REST or by a method.

use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::PostMessage;
use switchroom_domain::message::{Content, ContentKind};
use switchroom_engine::Engine;

use crate::auth::Agent;
use crate::errors::RcError;
use crate::livechat::room::find;
use crate::schema::{Kind, Shape, may, must, open};
use crate::{translate, wire};

/// What an agent says.
#[derive(Debug, Deserialize)]
pub(crate) struct NewMessage {
    rid: String,
    msg: String,
    /// The client's own id of it.
    #[serde(rename = "_id")]
    id: Option<String>,
    /// The message it answers.
    tmid: Option<String>,
}

impl NewMessage {
    /// What it must look like.
    pub(crate) const SHAPE: Shape = open(&[
        must("rid", Kind::Text),
        must("msg", Kind::Text),
        may("_id", Kind::OrNull(&Kind::Text)),
        may("tmid", Kind::OrNull(&Kind::Text)),
    ]);
}

/// Posts it.
pub(crate) async fn post(engine: &Engine, agent: &Agent, new: NewMessage) -> Result<wire::Message, RcError> {
    let room = find(engine, agent.org(), &new.rid).await?.ok_or_else(|| RcError::coded("error-invalid-room", "Invalid room"))?;
    let reply_to = match new.tmid.as_deref().filter(|id| !id.is_empty()) {
        None => None,
        Some(id) => {
            let thread = translate::message::find(engine, agent.org(), id).await?;
            Some(thread.filter(|thread| thread.room == room.facts.id).ok_or_else(|| RcError::plain("error-invalid-message"))?.id)
        }
    };
    let content = Content { kind: ContentKind::Text, text: new.msg, payload: None, mentions: Vec::new() };
    let rc_id = new.id.filter(|id| !id.is_empty());
    let command = PostMessage { reply_to, rc_id, ..PostMessage::of(engine.new_id(), room.facts.id, content) };
    let (message, _) = engine.run(&agent.caller, Command::PostMessage(command)).await?.message()?.value;
    Ok(translate::message::message(engine, &message).await?)
}
