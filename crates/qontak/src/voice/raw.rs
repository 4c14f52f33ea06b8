//! `raw_message`: what the provider gave, which an inbound integration keeps under `raw` in the message's payload; else
//! what it would have given.

use serde_json::Value;
use switchroom_domain::Actor;
use switchroom_domain::message::Message;

use super::view::View;
use crate::translate::words;
use crate::wire::raw::{Made, Metadata, Profile, RawContact, RawEntry, RawMessage, RawText};
use crate::wire::time::epoch_seconds;

/// The provider's form of a message. `text` is what is left of its words.
pub(super) fn of<'a>(view: &'a View<'_>, message: &'a Message, text: &'a str, is_deleted: bool) -> RawMessage<'a> {
    let payload = message.content.payload.as_ref().filter(|_| !is_deleted);
    if let Some(given @ Value::Object(_)) = payload.and_then(|payload| payload.get("raw")) {
        return RawMessage::Given(given);
    }
    let account = view.channel_account();
    let from = if matches!(message.author, Actor::Contact(_)) { view.handle() } else { account };
    RawMessage::Made(Made {
        contacts: [RawContact { wa_id: view.handle(), profile: Profile { name: view.contact_name() } }],
        messages: [RawEntry {
            id: message.provider_id.clone().unwrap_or_else(|| message.id.to_string()),
            from,
            text: RawText { body: text },
            kind: words::message_type(message.content.kind),
            timestamp: epoch_seconds(message.said_at()).to_string(),
        }],
        metadata: Metadata { phone_number_id: view.room.facts.channel.to_string(), display_phone_number: account },
        messaging_product: words::messaging_product(view.channel_kind()),
    })
}
