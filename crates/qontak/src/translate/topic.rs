//! What Qontak tells of, and upon which of our events.

use switchroom_domain::message::{ContentKind, Message, Visibility};
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{Actor, EventKind};

/// One thing that Qontak tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// A contact's message arrived.
    FromCustomer,
    /// An agent's message was created.
    FromAgent,
    /// The status of an agent's, a bot's or a campaign's message changed; to be created counts.
    Status,
    /// The status of a campaign's message changed; to be created counts.
    BroadcastStatus,
    /// A room was opened.
    RoomCreated,
    /// A room was changed, or something in it.
    RoomUpdated,
}

impl Topic {
    /// Every topic, in the order in which the bodies of one event are sent: messages before their rooms.
    pub(crate) const EVERY: [Topic; 6] =
        [Self::FromCustomer, Self::FromAgent, Self::Status, Self::BroadcastStatus, Self::RoomCreated, Self::RoomUpdated];

    /// The topic's name in a subscription's filter. Those of messages are `/message_interactions`' flags and their
    /// `data_event` too.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FromCustomer => "receive_message_from_customer",
            Self::FromAgent => "receive_message_from_agent",
            Self::Status => "status_message",
            Self::BroadcastStatus => "broadcast_log_status",
            Self::RoomCreated => "qontak.chat.room.created",
            Self::RoomUpdated => "qontak.chat.room.updated",
        }
    }

    /// The topic of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|topic| topic.name() == name)
    }

    /// Whether the body is a room.
    pub(crate) fn is_of_rooms(self) -> bool {
        matches!(self, Self::RoomCreated | Self::RoomUpdated)
    }

    /// Whether an event of this kind may be told under the topic.
    pub(crate) fn is_told_upon(self, kind: EventKind) -> bool {
        match self {
            Self::FromCustomer | Self::FromAgent => kind == EventKind::MessageCreated,
            Self::Status | Self::BroadcastStatus => matches!(kind, EventKind::MessageCreated | EventKind::MessageStatusChanged),
            Self::RoomCreated => kind == EventKind::RoomCreated,
            Self::RoomUpdated => kind != EventKind::RoomCreated && is_in_a_room(kind),
        }
    }

    /// Whether the subscription asks for the topic upon an event of this kind. A pattern for messages alone, as
    /// `message.created`, asks for messages and not for their rooms besides.
    pub(crate) fn is_asked_for(self, subscription: &Subscription, kind: EventKind) -> bool {
        let by_name = || subscription.events.iter().any(|asked| asked == self.name() || asked == "*");
        let of_message = kind.as_str().starts_with("message.");
        self.is_told_upon(kind) && subscription.tells(self.name(), kind) && (!self.is_of_rooms() || !of_message || by_name())
    }

    /// Whether a message is one that this topic tells of: what colleagues write to each other, and what the room itself
    /// says, is nobody's message.
    pub(crate) fn is_of(self, message: &Message) -> bool {
        let said = message.visibility == Visibility::Public && message.content.kind != ContentKind::System;
        said && match self {
            Self::FromCustomer => matches!(message.author, Actor::Contact(_)),
            Self::FromAgent => matches!(message.author, Actor::User(_)) && !message.campaign,
            Self::Status => !matches!(message.author, Actor::Contact(_)),
            Self::BroadcastStatus => message.campaign,
            Self::RoomCreated | Self::RoomUpdated => false,
        }
    }
}

/// Whether events of this kind belong to a room.
fn is_in_a_room(kind: EventKind) -> bool {
    ["room.", "participant.", "message."].iter().any(|noun| kind.as_str().starts_with(noun))
}

#[cfg(test)]
mod tests {
    use switchroom_domain::EventKind;
    use switchroom_domain::subscription::Dialect;

    use super::Topic;

    #[test]
    fn the_topics_are_those_of_the_dialect() {
        let mut names = Topic::EVERY.map(Topic::name);
        let mut known = Dialect::Qontak.topics().to_vec();
        names.sort_unstable();
        known.sort_unstable();
        assert_eq!(names.to_vec(), known);
        assert!(names.iter().all(|name| Topic::from_name(name).is_some_and(|topic| topic.name() == *name)));
    }

    #[test]
    fn every_event_of_a_room_is_told_once_as_the_rooms() {
        for kind in EventKind::EVERY {
            let rooms = Topic::EVERY.iter().filter(|topic| topic.is_of_rooms() && topic.is_told_upon(*kind)).count();
            assert_eq!(rooms, usize::from(super::is_in_a_room(*kind)), "{}", kind.as_str());
        }
    }
}
