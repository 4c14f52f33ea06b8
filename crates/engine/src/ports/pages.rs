//! Pages of lists.

use switchroom_domain::priority::Priority;
use switchroom_domain::room::{Origin, RoomKind, RoomStatus};
use switchroom_domain::{ChannelId, ContactId, Person, RoomId, TeamId, Timestamp, UserId};

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
    /// For this team.
    pub team: Option<TeamId>,
    /// Of this priority.
    pub priority: Option<Priority>,
    /// Snoozed, or not.
    pub snoozed: Option<bool>,
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

/// A part of a list, found by its place, with how many there are in all.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// The rows.
    pub items: Vec<T>,
    /// How many there are: exact up to [`EXACT_TOTAL`], above that about so many.
    pub total: i64,
}

/// Up to here the total of a filtered list is counted.
pub const EXACT_TOTAL: i64 = 10_000;

/// By what rooms are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomSort {
    /// Their numbers.
    Number,
    /// When they were opened.
    CreatedAt,
    /// Their last message's time; those without come last when ascending.
    LastMessageAt,
    /// Their last activity.
    LastActivityAt,
    /// When they were resolved.
    ResolvedAt,
    /// Their latest rating.
    Rating,
    /// Their names, or their contacts'.
    Name,
}

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// Times from and to, both included.
pub type Between = (Option<Timestamp>, Option<Timestamp>);

/// Which rooms to find, by place: for vendors' lists, which count their pages. Everything given must hold.
#[derive(Debug, Clone, Default)]
pub struct RoomSearch {
    /// Of any of these statuses; empty: of all.
    pub statuses: Vec<RoomStatus>,
    /// Whose primary assignee is one of these; empty: whoever.
    pub assignees: Vec<UserId>,
    /// Without an assignee, or with one.
    pub unassigned: Option<bool>,
    /// For this team.
    pub team: Option<TeamId>,
    /// Of any of these channels; empty: of all.
    pub channels: Vec<ChannelId>,
    /// Of this contact.
    pub contact: Option<ContactId>,
    /// Of this kind.
    pub kind: Option<RoomKind>,
    /// Of any of these origins; empty: of all.
    pub origins: Vec<Origin>,
    /// With any of these tags; empty: whatever tags.
    pub tags: Vec<String>,
    /// Opened then.
    pub created: Between,
    /// Resolved then.
    pub resolved: Between,
    /// With this in the name, or in the contact's name, in whatever case.
    pub name: Option<String>,
    /// With or without a second author.
    pub established: Option<bool>,
    /// Whose latest rating is one of these; none: not rated; empty: whatever.
    pub ratings: Vec<Option<u8>>,
    /// In which a user takes part, or none does.
    pub with_user: Option<bool>,
    /// In which any of these takes part; empty: whoever.
    pub participants: Vec<Person>,
    /// In which any of these has said something that everybody may see; empty: whoever.
    pub authors: Vec<Person>,
    /// With these values of custom fields.
    pub custom_fields: Vec<(String, String)>,
    /// How to sort; the number decides between equals.
    pub sort: Vec<(RoomSort, Direction)>,
    /// How many to pass over.
    pub offset: usize,
    /// How many at the most.
    pub limit: usize,
}

/// Which users to find, by place, sorted by user name. Everything given must hold.
#[derive(Debug, Clone, Default)]
pub struct UserSearch {
    /// Who hold this role.
    pub role: Option<String>,
    /// With this in the user name, name or e-mail address, in whatever case.
    pub text: Option<String>,
    /// Who take new rooms, or do not.
    pub takes_rooms: Option<bool>,
    /// How many to pass over.
    pub offset: usize,
    /// How many at the most.
    pub limit: usize,
}
