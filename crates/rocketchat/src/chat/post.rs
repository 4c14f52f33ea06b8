//! An agent says something in a room: by REST or by a method.

use serde::Deserialize;
use serde_json::Map;
use switchroom_domain::Command;
use switchroom_domain::command::{Author, PostMessage};
use switchroom_domain::message::{Content, ContentKind, Visibility};
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
    if !room.head.status.is_open() {
        return Err(RcError::plain("room-closed"));
    }
    let reply_to = match new.tmid.as_deref().filter(|id| !id.is_empty()) {
        None => None,
        Some(id) => {
            let thread = translate::message::find(engine, agent.org(), id).await?;
            Some(thread.filter(|thread| thread.room == room.facts.id).ok_or_else(|| RcError::plain("error-invalid-message"))?.id)
        }
    };
    let command = PostMessage {
        id: engine.new_id(),
        room: room.facts.id,
        author: Author::Caller,
        visibility: Visibility::Public,
        content: Content { kind: ContentKind::Text, text: new.msg, payload: None },
        campaign: false,
        reply_to,
        provider_id: None,
        provider_at: None,
        local_id: None,
        rc_id: new.id.filter(|id| !id.is_empty()),
        ext: Map::new(),
    };
    let (message, _) = engine.run(&agent.caller, Command::PostMessage(command)).await?.message()?.value;
    Ok(translate::message::message(engine, &message).await?)
}
