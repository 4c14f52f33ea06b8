//! Qontak's words for what we call otherwise.

use serde_json::Value;
use switchroom_domain::Actor;
use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::message::{ContentKind, DeliveryStatus};
use switchroom_domain::room::RoomStatus;
use switchroom_domain::setting::Settings;

/// The type of every room: comments and reviews on public pages are not among our rooms.
pub(crate) const ROOM_TYPE: &str = "Models::CustomerServiceRoom";
/// The name of whoever sends what nobody sends in person.
pub(crate) const SYSTEM_NAME: &str = "Bot";
/// The `sender_type` of whoever sends what nobody sends in person.
pub(crate) const SYSTEM_ACCOUNT: &str = "Models::SystemAccount";

/// A room's status.
pub(crate) fn room_status(status: RoomStatus) -> &'static str {
    match status {
        RoomStatus::Campaign => "campaign",
        RoomStatus::Queued => "unassigned",
        RoomStatus::Assigned => "assigned",
        RoomStatus::Resolved => "resolved",
    }
}

/// The setting that says what channels are in Qontak's words, by the channel's id: `{"<id>": "wa_cloud"}`.
const CHANNEL_KINDS: &str = "qontak.channel_kinds";

/// What a channel is: what the organization says, else what its kind says.
pub(crate) fn channel<'a>(settings: &'a Settings, channel: &Channel) -> &'a str {
    let said = settings.get(CHANNEL_KINDS).and_then(|kinds| kinds.get(channel.id.to_string())).and_then(Value::as_str);
    said.unwrap_or(match channel.kind {
        ChannelKind::Web => "web_chat",
        ChannelKind::Api => "app_chat",
    })
}

/// The `messaging_product` of a provider's message on a channel that is `channel`.
pub(crate) fn messaging_product(channel: &str) -> &str {
    if matches!(channel, "wa" | "wa_cloud") { "whatsapp" } else { channel }
}

/// A message's type. What Qontak has no word for is told as text.
pub(crate) fn message_type(kind: ContentKind) -> &'static str {
    match kind {
        ContentKind::Text | ContentKind::Interactive => "text",
        ContentKind::Image => "image",
        ContentKind::Audio => "audio",
        ContentKind::Video => "video",
        ContentKind::Document => "document",
        ContentKind::Location => "location",
        ContentKind::ContactCard => "contact",
        ContentKind::System => "system",
    }
}

/// A message's delivery status.
pub(crate) fn message_status(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Created => "created",
        DeliveryStatus::Sent => "sent",
        DeliveryStatus::Delivered => "delivered",
        DeliveryStatus::Read => "read",
        DeliveryStatus::Failed => "failed",
    }
}

/// Which of Qontak's models somebody is.
pub(crate) fn model(actor: Actor) -> &'static str {
    match actor {
        Actor::Contact(_) => "Models::Contact",
        Actor::User(_) => "Models::User",
        Actor::Bot(_) | Actor::System => SYSTEM_ACCOUNT,
    }
}

/// As what somebody takes part in a room.
pub(crate) fn participant_type(actor: Actor) -> &'static str {
    match actor {
        Actor::Contact(_) => "customer",
        Actor::User(_) => "agent",
        Actor::Bot(_) | Actor::System => "bot",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use switchroom_domain::channel::{Channel, ChannelKind};
    use switchroom_domain::setting::Settings;
    use switchroom_domain::{ChannelId, OrgId, Timestamp};
    use uuid::Uuid;

    use super::{CHANNEL_KINDS, channel, messaging_product};

    #[test]
    fn a_channel_is_what_the_organization_says() {
        let given = |id| Channel {
            org: OrgId::FIRST,
            id: ChannelId(Uuid::from_u128(id)),
            kind: ChannelKind::Api,
            name: "Shop".to_owned(),
            active: true,
            builtin: None,
            widget: Box::default(),
            identity_secret: None,
            created_at: Timestamp(0),
        };
        let mut settings = Settings::default();
        assert_eq!(channel(&settings, &given(1)), "app_chat");
        settings.set(CHANNEL_KINDS, Some(json!({given(1).id.to_string(): "wa_cloud", given(2).id.to_string(): 7})));
        assert_eq!((channel(&settings, &given(1)), channel(&settings, &given(2))), ("wa_cloud", "app_chat"));
        assert_eq!((messaging_product("wa_cloud"), messaging_product("telegram")), ("whatsapp", "telegram"));
    }
}
