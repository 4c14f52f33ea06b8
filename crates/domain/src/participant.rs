//! Participants: somebody's part in one room.

use serde::{Deserialize, Serialize};

use crate::{MessageId, OrgId, ParticipantId, Person, RoomId, Timestamp};

/// What somebody has to do about a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Something is to be done.
    Todo,
    /// It is done.
    Done,
}

impl Flag {
    /// The flag's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Done => "done",
        }
    }
}

/// Somebody's part in one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The organization.
    pub org: OrgId,
    /// The id of this part.
    pub id: ParticipantId,
    /// The room.
    pub room: RoomId,
    /// Who takes part.
    pub person: Person,
    /// The last message this person has read.
    pub last_read_message: Option<MessageId>,
    /// The `created_at` of that message: read marks only move forward.
    pub last_read_at: Option<Timestamp>,
    /// Whether the person may not write here.
    pub blocked: bool,
    /// Whether the person has put the room away.
    pub archived: bool,
    /// What the person has to do about the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Flag>,
    /// When the person began to take part; none: he has only looked in, to read, to flag or to put away.
    pub joined_at: Option<Timestamp>,
}

impl Participant {
    /// Whether the person takes part, and has not only looked in.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        self.joined_at.is_some()
    }
}
