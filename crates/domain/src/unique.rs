//! What must be unique, and so can be looked up.

use crate::{ChannelId, ContactId, Person, RoomId};

/// Something that only one entity of an organization can hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UniqueKey {
    /// A contact's handle on a channel.
    Identity(ChannelId, String),
    /// The open room of a contact on a channel.
    OpenRoom(ChannelId, ContactId),
    /// A user's name to log in with.
    Username(String),
    /// A team's name, in lower case.
    TeamName(String),
    /// A service level's name, in lower case.
    SlaName(String),
    /// A canned response's shortcut within its scope: [`crate::canned_response::CannedResponse::name_key`].
    CannedShortcut(String),
    /// A channel that Switchroom makes by itself.
    BuiltinChannel(String),
    /// A webhook subscription that a vendor's call keeps.
    ManagedSubscription(String),
    /// A message's id that a client of Rocket.Chat's gave it.
    RocketChatMessage(String),
    /// A provider's message id on a channel.
    ProviderMessage(ChannelId, String),
    /// A sender's own message id in a room.
    LocalMessage(RoomId, Person, String),
}
