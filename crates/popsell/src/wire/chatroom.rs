//! Rooms, as Popsell tells of them.

use serde::Serialize;

use super::ambassador::{Ambassador, Member};

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Chatroom {
    /// The room's number in the organization.
    pub(crate) id_chatroom: i64,
    /// Whoever takes part, in the order of joining.
    pub(crate) ambassadors: Vec<Member>,
    /// As `2023-10-06T13:41:09.123000Z`.
    pub(crate) date_insert: String,
    /// As `2023-10-06T13:41:09.123000Z`.
    pub(crate) last_message_date: Option<String>,
    /// 0: one to one, 7: one to many.
    pub(crate) type_chatroom: u8,
    /// 0: between members, 1: between customers, 2: between members and customers.
    pub(crate) type_discussion: u8,
    /// 0: direct, 1: waiting list, 2: hot list.
    pub(crate) source: u8,
    /// When a second author first wrote, as `2023-10-06 13:41:09.123`.
    pub(crate) established_dialogue: Option<String>,
    pub(crate) last_rating: Option<Rating>,
    pub(crate) last_summary: Option<Summary>,
}

/// A room in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ListedChatroom {
    #[serde(flatten)]
    pub(crate) chatroom: Chatroom,
    pub(crate) last_message: Option<Message>,
}

/// What somebody thought of how he was served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Rating {
    /// From 0 to 5.
    pub(crate) value: u8,
    pub(crate) comment: Option<String>,
}

/// What a conversation was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    /// As `2023-10-06T13:41:09.123000Z`.
    pub(crate) date_insert: String,
    pub(crate) summary: String,
    pub(crate) anomaly: Option<i64>,
    pub(crate) topic: Option<i64>,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Message {
    /// The message's number in the organization.
    pub(crate) id_message: i64,
    /// As `2023-10-06T13:41:09.123000Z`.
    pub(crate) date_insert: String,
    /// Null: the room itself says it.
    pub(crate) author: Option<Ambassador>,
    pub(crate) content: String,
    /// 0 text, 1 picture, 2 rating, 3 product, 4 connection, 5 request, 6 unavailable, 7 video, 8 e-mail, 9 missed.
    pub(crate) type_message: i64,
    pub(crate) status_moderation: i64,
}
