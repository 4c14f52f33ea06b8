//! What a webhook answered about a room: later bodies tell it back.

use serde_json::Value;
use switchroom_domain::Committed;
use switchroom_domain::command::EditRoom;
use switchroom_domain::room::Room;

/// Where a room's latest answer is kept.
const KEY: &str = "rocketchat.crmData";

/// What the room's latest answer was, as of the event.
pub(super) fn of(room: &Room) -> Option<&Value> {
    room.texts.ext.get(KEY)
}

/// Keeps an answer with the event's room. `None`: there is nothing to keep, or it is what is kept already.
pub(super) fn keep(committed: &Committed, answer: &[u8]) -> Option<EditRoom> {
    let room = committed.room.as_deref()?;
    let text = std::str::from_utf8(answer).ok().filter(|text| !text.trim().is_empty() && !text.contains('\0'))?;
    if of(room).is_some_and(|kept| kept == text) {
        return None;
    }
    let mut edit = EditRoom::of(room.facts.id);
    edit.patch.ext.insert(KEY.to_owned(), Some(text.into()));
    Some(edit)
}
