//! Editing a message: a new revision.

use std::sync::Arc;

use super::mentions;
use crate::command::{Answer, EditMessage};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change};
use crate::message::{ContentKind, Message, Revision};
use crate::room::Room;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &EditMessage) -> Result<Answer, Stop> {
    let (mut message, mut room) = changeable(deciding, command.message, Permission::MessageEditOthers)?;
    if message.content.kind == ContentKind::System {
        return Err(Refusal::invalid("type", "must not be system: what a room said of itself stays").into());
    }
    command.content.check()?;
    if command.content.kind != message.content.kind {
        return Err(Refusal::invalid("type", "must stay what it is").into());
    }
    mentions::check(deciding, message.visibility, &command.content.mentions, &message.content.mentions)?;
    if command.content == message.content {
        return Ok(Answer::Message { message, created: false });
    }
    let before = room.head.clone();
    deciding.write(Write::Revision(Revision {
        org: message.org,
        message: message.id,
        revision: message.revision,
        content: message.content.clone(),
        at: message.edited_at.unwrap_or(message.created_at),
    }));
    message.content = command.content.clone();
    message.revision += 1;
    message.edited_at = Some(deciding.now);
    let changes = one_change("revision", message.revision - 1, message.revision);
    keep(deciding, &mut room, EventKind::MessageEdited, &message, changes);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Message { message, created: false })
}

/// The message, if it is the caller's own and he may change those, or he holds `others`; and its room.
pub(super) fn changeable(deciding: &Deciding<'_>, id: crate::MessageId, others: Permission) -> Result<(Message, Room), Stop> {
    let (message, room) = deciding.visible_message(id)?;
    let own = message.author == deciding.access.actor;
    let holds_others = deciding.access.permissions.contains(others);
    deciding.access.require(if own && !holds_others { Permission::MessageEdit } else { others })?;
    if message.deleted_at.is_some() { Err(Refusal::MessageDeleted.into()) } else { Ok((message, room)) }
}

/// Keeps a changed message, with its event, and lets its room's last message follow.
pub(super) fn keep(
    deciding: &mut Deciding<'_>,
    room: &mut Room,
    kind: EventKind,
    message: &Message,
    changes: serde_json::Map<String, serde_json::Value>,
) {
    if let Some(last) = room.head.last_message.as_mut().filter(|last| last.id == message.id) {
        last.revision = message.revision;
        last.status = message.status;
    }
    let message = Arc::new(message.clone());
    deciding.emit_in_room(room, kind, super::subject(&message), changes, Some(Arc::clone(&message)));
    deciding.write(Write::Message(message));
}
