//! Saying in short what a room was about.

use crate::command::{Answer, SummarizeRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, text_changes};
use crate::event::Subject;
use crate::room::Summary;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, limits};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &SummarizeRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomEdit, Permission::RoomEditOthers)?;
    let text = command.text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid("text", "must not be blank").into());
    }
    limits::text("text", text)?;
    let before = room.head.clone();
    let summary = Summary { text: text.to_owned(), anomaly: command.anomaly, topic: command.topic, at: deciding.now };
    room.texts.summary = Some(summary);
    room.head.text_revision += 1;
    deciding.write(Write::RoomTexts(room.facts.id, room.head.text_revision, room.texts.clone()));
    deciding.emit_in_room(&mut room, EventKind::RoomSummarized, Subject::Room, text_changes(&["summary"]), None);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}
