//! Editing a room and its contact in one command: both or neither.

use crate::command::{Answer, EditRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, at_version, text_changes};
use crate::event::Subject;
use crate::world::Write;
use crate::{EventKind, Permission};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &EditRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomEdit, Permission::RoomEditOthers)?;
    at_version(&room, command.expected_version)?;
    let before = room.head.clone();

    let texts = command.patch.apply_texts(&mut room.texts)?;
    if !texts.is_empty() {
        room.head.text_revision += 1;
        deciding.write(Write::RoomTexts(room.facts.id, room.head.text_revision, room.texts.clone()));
        deciding.emit_in_room(&mut room, EventKind::RoomUpdated, Subject::Room, text_changes(&texts), None);
    }
    if let Some(tags) = &command.patch.tags {
        super::tag::set(deciding, &mut room, tags)?;
    }
    if !command.contact.is_empty() {
        deciding.access.require(Permission::ContactEdit)?;
        let contact = deciding.contact(room.facts.contact)?;
        deciding.patch_contact(contact, &command.contact)?;
    }
    if room.head != before {
        deciding.keep_room(Some(&before), &room);
    }
    Ok(Answer::Room { room, created: false })
}
