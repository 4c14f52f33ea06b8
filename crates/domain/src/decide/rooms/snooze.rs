//! Snoozing rooms, and what wakes them.

use crate::command::{Answer, SnoozeRoom, WakeRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change};
use crate::event::Subject;
use crate::room::{Room, WakeReason};
use crate::{Actor, EventKind, Permission, Refusal, limits};

const DAY_SECONDS: i64 = 24 * 60 * 60;

pub(in crate::decide) fn snooze(deciding: &mut Deciding<'_>, command: &SnoozeRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomEdit, Permission::RoomEditOthers)?;
    let latest = deciding.now.plus_seconds(limits::SNOOZE_DAYS * DAY_SECONDS);
    if command.until <= deciding.now || command.until > latest {
        return Err(Refusal::invalid("until", "must be in the future, within a year").into());
    }
    if !room.head.status.is_open() {
        return Err(Refusal::RoomResolved.into());
    }
    let before = room.head.clone();
    if before.snoozed_until == Some(command.until) {
        return Ok(Answer::Room { room, created: false });
    }
    room.head.snoozed_until = Some(command.until);
    let changes = one_change("snoozed_until", before.snoozed_until, room.head.snoozed_until);
    deciding.emit_in_room(&mut room, EventKind::RoomSnoozed, Subject::Room, changes, None);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}

/// Several nodes may ask to wake the same room when it is due: the first does, and the others change nothing.
pub(in crate::decide) fn wake(deciding: &mut Deciding<'_>, command: &WakeRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomEdit, Permission::RoomEditOthers)?;
    let wakes = room.head.snoozed_until.is_some_and(|until| !command.when_due || until <= deciding.now);
    if !wakes {
        return Ok(Answer::Room { room, created: false });
    }
    let before = room.head.clone();
    rouse(deciding, &mut room, if command.when_due { WakeReason::Time } else { WakeReason::User });
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}

/// What the contact says to everybody wakes the room.
pub(in crate::decide) fn wake_by_message(deciding: &mut Deciding<'_>, room: &mut Room, author: Actor) {
    if matches!(author, Actor::Contact(_)) && room.head.snoozed_until.is_some() {
        rouse(deciding, room, WakeReason::Message);
    }
}

/// Wakes a snoozed room, with its event.
fn rouse(deciding: &mut Deciding<'_>, room: &mut Room, why: WakeReason) {
    let changes = one_change("snoozed_until", room.head.snoozed_until, None::<i64>);
    room.head.snoozed_until = None;
    room.head.last_activity_at = deciding.now;
    deciding.emit_in_room(room, EventKind::RoomWoken, Subject::Woken { why }, changes, None);
}
