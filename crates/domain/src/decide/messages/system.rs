//! What a room itself says: of something that was done in it, by whoever did it.

use std::sync::Arc;

use serde_json::Value;

use super::post::{new_message, say};
use crate::command::PostMessage;
use crate::decide::Stop;
use crate::decide::deciding::Deciding;
use crate::message::{Content, ContentKind, Visibility};
use crate::room::Room;
use crate::{MessageId, limits};

/// Posts a system message. `payload` names what was done under `kind`.
pub(in crate::decide) fn post(
    deciding: &mut Deciding<'_>,
    room: &mut Room,
    visibility: Visibility,
    text: &str,
    payload: Value,
) -> Result<(), Stop> {
    limits::text("comment", text)?;
    let content = Content { kind: ContentKind::System, text: text.to_owned(), payload: Some(payload), mentions: Vec::new() };
    let command = PostMessage { visibility, ..PostMessage::of(MessageId(deciding.new_uuid()), room.facts.id, content) };
    let message = Arc::new(new_message(deciding, room, deciding.actor, &command)?);
    say(deciding, room, &message);
    Ok(())
}
