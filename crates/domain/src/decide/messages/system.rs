//! What a room itself says: of something that was done in it, by whoever did it.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::post::{advance, next_time};
use crate::decide::Stop;
use crate::decide::deciding::Deciding;
use crate::message::{Content, ContentKind, DeliveryStatus, Message, Visibility};
use crate::room::Room;
use crate::world::Write;
use crate::{EventKind, MessageId, limits};

/// Posts a system message. `payload` names what was done under `kind`.
pub(in crate::decide) fn post(
    deciding: &mut Deciding<'_>,
    room: &mut Room,
    visibility: Visibility,
    text: &str,
    payload: Value,
) -> Result<(), Stop> {
    limits::text("comment", text)?;
    let message = Arc::new(Message {
        org: deciding.world.org,
        id: MessageId(deciding.new_uuid()),
        number: deciding.next_message_number(),
        room: room.facts.id,
        author: deciding.actor,
        visibility,
        content: Content { kind: ContentKind::System, text: text.to_owned(), payload: Some(payload) },
        revision: 1,
        status: DeliveryStatus::Created,
        status_error: None,
        campaign: false,
        reply_to: None,
        provider_id: None,
        provider_at: None,
        local_id: None,
        rc_id: None,
        ext: Map::new(),
        contact_messages: room.head.contact_messages,
        created_at: next_time(room, deciding.now),
        edited_at: None,
        deleted_at: None,
    });
    advance(room, &message, deciding.now);
    deciding.emit_in_room(room, EventKind::MessageCreated, super::subject(&message), Map::new(), Some(Arc::clone(&message)));
    deciding.write(Write::Message(message));
    Ok(())
}
