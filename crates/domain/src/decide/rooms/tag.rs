//! Tags on rooms.

use crate::command::{Answer, TagRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change};
use crate::event::Subject;
use crate::room::{self, Room};
use crate::{EventKind, Permission};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &TagRoom) -> Result<Answer, Stop> {
    let mut room = deciding.editable_room(command.room, Permission::RoomEdit, Permission::RoomEditOthers)?;
    let before = room.head.clone();
    let remove = room::tags(&command.remove)?;
    let kept = room.head.tags.iter().filter(|tag| !remove.contains(tag));
    let tags: Vec<String> = kept.chain(&command.add).cloned().collect();
    set(deciding, &mut room, &tags)?;
    if room.head != before {
        deciding.keep_room(Some(&before), &room);
    }
    Ok(Answer::Room { room, created: false })
}

/// Gives the room exactly `tags`, with its event; nothing happens if it has them.
pub(super) fn set(deciding: &mut Deciding<'_>, room: &mut Room, tags: &[String]) -> Result<(), Stop> {
    let tags = room::tags(tags)?;
    if tags != room.head.tags {
        let changes = one_change("tags", &room.head.tags, &tags);
        room.head.tags = tags;
        deciding.emit_in_room(room, EventKind::RoomTagged, Subject::Room, changes, None);
    }
    Ok(())
}
