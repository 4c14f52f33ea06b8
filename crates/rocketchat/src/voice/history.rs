//! A room's messages as of an event.

use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::MessagesQuery;
use switchroom_engine::{Engine, EngineError};

/// Messages told at one time, at the most: the latest.
const MOST: usize = 100;

/// The room's public messages up to `at`, oldest first, each with what it said then.
pub(super) async fn as_of(engine: &Engine, room: &Room, at: Timestamp) -> Result<Vec<Message>, EngineError> {
    let org = room.facts.org;
    let Some(latest) = room.head.latest_message_at else { return Ok(Vec::new()) };
    let query = MessagesQuery { room: room.facts.id, before: Some(latest.plus_micros(1)), after: None, internal: false, limit: MOST };
    let mut messages = Vec::new();
    for message in engine.store.messages(org, query).await?.items.into_iter().rev() {
        if message.deleted_at.is_none_or(|deleted| deleted > at) {
            messages.push(then(engine, org, message, at).await?);
        }
    }
    Ok(messages)
}

/// The message with what it said at `at`.
async fn then(engine: &Engine, org: OrgId, message: Message, at: Timestamp) -> Result<Message, EngineError> {
    if message.edited_at.is_none_or(|edited| edited <= at) {
        return Ok(message);
    }
    let revisions = engine.store.revisions(org, message.id).await?;
    // The first one stands under the message's own time, which may lie a little after that of its event.
    let then = revisions.into_iter().rev().find(|revision| revision.revision == 1 || revision.at <= at);
    Ok(match then {
        Some(then) => {
            Message { edited_at: (then.revision > 1).then_some(then.at), content: then.content, revision: then.revision, ..message }
        }
        None => message,
    })
}
