//! Deleting a message: a tombstone stays.

use serde_json::Map;

use super::edit::{changeable, keep};
use crate::command::{Answer, DeleteMessage};
use crate::decide::Stop;
use crate::decide::deciding::Deciding;
use crate::decide::files;
use crate::message::Message;
use crate::{EventKind, Permission, Refusal};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &DeleteMessage) -> Result<Answer, Stop> {
    let (mut message, mut room) = match changeable(deciding, command.message, Permission::MessageDeleteOthers) {
        Err(Stop::Refused(Refusal::MessageDeleted)) => return already_deleted(deciding, command),
        found => found?,
    };
    let before = room.head.clone();
    files::let_go(deciding, &message)?;
    message.deleted_at = Some(deciding.now);
    keep(deciding, &mut room, EventKind::MessageDeleted, &message, Map::new());
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Message { message, created: false })
}

fn already_deleted(deciding: &Deciding<'_>, command: &DeleteMessage) -> Result<Answer, Stop> {
    let message = deciding.world.message(command.message)?.ok_or(Refusal::NotFound { noun: "message" })?;
    Ok(Answer::Message { message: Message::clone(message), created: false })
}
