//! Rating how a room was served: by the contact, or by whoever relays what the contact said.

use crate::command::{Answer, OwnRoom, RateRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change, text_changes};
use crate::event::Subject;
use crate::room::Rating;
use crate::world::Write;
use crate::{Actor, EventKind, Permission, Refusal, limits};

/// The best rating.
const BEST: u8 = 5;

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &RateRoom) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    if !matches!(deciding.access.actor, Actor::Contact(_)) {
        deciding.may_edit(&room, OwnRoom::Assignee, Permission::RoomEdit, Permission::RoomEditOthers)?;
    }
    if command.value > BEST {
        return Err(Refusal::Invalid { field: "value", message: format!("must be from 0 to {BEST}") }.into());
    }
    let comment = command.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
    comment.map_or(Ok(()), |comment| limits::text("comment", comment))?;
    let before = room.head.clone();
    let old = room.texts.rating.as_ref().map(|rating| rating.value);
    let rating = Rating { value: command.value, comment: comment.map(str::to_owned), by: deciding.access.actor, at: deciding.now };
    let mut changes = one_change("value", old, rating.value);
    changes.extend(text_changes(&["comment"]));
    room.texts.rating = Some(rating);
    room.head.text_revision += 1;
    deciding.write(Write::RoomTexts(room.facts.id, room.head.text_revision, room.texts.clone()));
    deciding.emit_in_room(&mut room, EventKind::RoomRated, Subject::Room, changes, None);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}
