//! What something was at an event, made of what it is now and of what was kept of it.

use switchroom_domain::message::{DeliveryStatus, Message, Revision};
use switchroom_domain::room::{Room, RoomHead, RoomTexts};

/// Which texts of a room must be looked up to know what they were then. None: it had none yet, or has them still.
pub(crate) fn earlier_texts(now: &Room, then: &RoomHead) -> Option<u32> {
    Some(then.text_revision).filter(|revision| *revision != 0 && *revision != now.head.text_revision)
}

/// A room as of `then`. `earlier` are the texts that [`earlier_texts`] asks for.
pub(crate) fn room(now: &Room, then: &RoomHead, earlier: Option<RoomTexts>) -> Room {
    let texts = match then.text_revision {
        0 => RoomTexts::default(),
        same if same == now.head.text_revision => now.texts.clone(),
        _ => earlier.unwrap_or_default(),
    };
    Room { facts: now.facts.clone(), head: then.clone(), texts }
}

/// A message with the content of an earlier revision.
pub(crate) fn earlier_message(mut now: Message, then: Revision) -> Message {
    now.content = then.content;
    now.edited_at = Some(then.at).filter(|_| then.revision > 1);
    now.revision = then.revision;
    now
}

/// A message with the delivery status that it had, deleted or not as it was.
pub(crate) fn delivered_message(mut now: Message, status: DeliveryStatus, deleted: bool) -> Message {
    now.status = status;
    now.status_error = now.status_error.filter(|_| status == DeliveryStatus::Failed);
    now.deleted_at = now.deleted_at.filter(|_| deleted);
    now
}
