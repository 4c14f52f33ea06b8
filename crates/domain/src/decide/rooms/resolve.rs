//! Resolving rooms, and opening them again.

use serde_json::json;

use crate::command::{Answer, ReopenRoom, ResolveRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, at_version, one_change};
use crate::decide::messages::system;
use crate::event::Subject;
use crate::message::Visibility;
use crate::room::RoomStatus;
use crate::{EventKind, Permission, Refusal};

pub(in crate::decide) fn resolve(deciding: &mut Deciding<'_>, command: &ResolveRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomResolve, Permission::RoomResolveOthers)?;
    at_version(&room, command.expected_version)?;
    if room.head.status == RoomStatus::Resolved {
        return if command.only_open { Err(Refusal::RoomResolved.into()) } else { Ok(Answer::Room { room, created: false }) };
    }
    let before = room.head.clone();
    let tags: Vec<String> = command.tags.as_ref().unwrap_or(&room.head.tags).iter().chain(&command.add_tags).cloned().collect();
    super::tag::set(deciding, &mut room, &tags)?;
    if let Some(comment) = &command.comment {
        system::post(deciding, &mut room, Visibility::Public, comment.trim(), json!({"kind": "room_resolved"}))?;
    }
    room.head.status = RoomStatus::Resolved;
    room.head.resolved_at = Some(deciding.now);
    room.head.resolved_by = Some(deciding.access.actor);
    room.head.last_activity_at = deciding.now;
    let mut changes = one_change("status", before.status, room.head.status);
    if let Some(until) = room.head.snoozed_until.take() {
        changes.extend(one_change("snoozed_until", until, None::<i64>));
    }
    deciding.emit_in_room(&mut room, EventKind::RoomResolved, Subject::Room, changes, None);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}

pub(in crate::decide) fn reopen(deciding: &mut Deciding<'_>, command: &ReopenRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomResolve, Permission::RoomResolveOthers)?;
    at_version(&room, command.expected_version)?;
    if room.head.status.is_open() {
        return Ok(Answer::Room { room, created: false });
    }
    let before = room.head.clone();
    deciding.reopen(&mut room)?;
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}
