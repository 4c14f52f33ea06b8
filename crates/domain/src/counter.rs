//! Counters: figures that would otherwise be counted on a request's path, written in the commit.

use crate::room::RoomStatus;
use crate::{ChannelId, TeamId, UserId};

/// What is counted, in one organization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counter {
    /// Rooms of a status.
    RoomsByStatus(RoomStatus),
    /// Open rooms whose primary assignee is this user.
    OpenRoomsByAssignee(UserId),
    /// Open rooms of a channel.
    OpenRoomsByChannel(ChannelId),
    /// Open rooms that are for a team.
    OpenRoomsByTeam(TeamId),
    /// Open rooms with a tag.
    OpenRoomsByTag(String),
    /// Contacts.
    Contacts,
}

impl Counter {
    /// The counter's dimension and its key in it, as stored.
    #[must_use]
    pub fn dimension_and_key(&self) -> (&'static str, String) {
        match self {
            Self::RoomsByStatus(status) => ("rooms_by_status", status.as_str().to_owned()),
            Self::OpenRoomsByAssignee(user) => ("open_rooms_by_assignee", user.to_string()),
            Self::OpenRoomsByChannel(channel) => ("open_rooms_by_channel", channel.to_string()),
            Self::OpenRoomsByTeam(team) => ("open_rooms_by_team", team.to_string()),
            Self::OpenRoomsByTag(tag) => ("open_rooms_by_tag", tag.clone()),
            Self::Contacts => ("contacts", String::new()),
        }
    }
}
