//! Pages of lists.

use switchroom_domain::room::RoomStatus;
use switchroom_domain::{ChannelId, ContactId, RoomId, Timestamp, UserId};

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

/// Which rooms to list: latest activity first.
#[derive(Debug, Clone, Default)]
pub struct RoomsQuery {
    /// Of any of these statuses; empty: of all.
    pub statuses: Vec<RoomStatus>,
    /// Whose primary assignee is this user; `Some(None)`: that have none.
    pub assignee: Option<Option<UserId>>,
    /// Of this channel.
    pub channel: Option<ChannelId>,
    /// Of this contact.
    pub contact: Option<ContactId>,
    /// With this tag.
    pub tag: Option<String>,
    /// Only those that come after this room in the list: its last activity and id.
    pub after: Option<(Timestamp, RoomId)>,
    /// How many at the most.
    pub limit: usize,
}

/// Which messages of a room to list.
#[derive(Debug, Clone)]
pub struct MessagesQuery {
    /// Which room.
    pub room: RoomId,
    /// Only those created before this time, newest first.
    pub before: Option<Timestamp>,
    /// Only those created after this time, oldest first; wins over `before`.
    pub after: Option<Timestamp>,
    /// Whether to list internal messages too.
    pub internal: bool,
    /// How many at the most.
    pub limit: usize,
}
