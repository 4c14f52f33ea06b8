//! Qontak's words for what we call otherwise.

use switchroom_domain::Actor;
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::message::{ContentKind, DeliveryStatus};
use switchroom_domain::room::RoomStatus;

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

/// A channel's kind.
pub(crate) fn channel(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Web => "web_chat",
        ChannelKind::Api => "app_chat",
    }
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
