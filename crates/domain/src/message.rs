//! Messages: what is said in a room.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::limits;
use crate::{Actor, MessageId, OrgId, Refusal, RoomId, Timestamp, UserId};

/// What kind of thing a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    /// Words.
    Text,
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A file.
    Document,
    /// A place.
    Location,
    /// Somebody's address card.
    ContactCard,
    /// Buttons or a list to choose from, or the choice made.
    Interactive,
    /// Something the room itself says.
    System,
}

impl ContentKind {
    /// The kind's name, e.g. `text`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Document => "document",
            Self::Location => "location",
            Self::ContactCard => "contact_card",
            Self::Interactive => "interactive",
            Self::System => "system",
        }
    }
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What kind of thing it is.
    pub kind: ContentKind,
    /// The words; for other kinds a caption, maybe empty.
    pub text: String,
    /// What the kind needs beyond words, as a JSON object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
    /// The users it mentions: in internal messages only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
}

impl Content {
    /// Refuses content that is empty, too long or of the wrong shape.
    pub fn check(&self) -> Result<(), Refusal> {
        limits::text("text", &self.text)?;
        match &self.payload {
            None if self.text.trim().is_empty() => return Err(Refusal::invalid("text", "must not be blank")),
            Some(payload) => limits::payload("payload", payload)?,
            None => {}
        }
        if self.kind == ContentKind::Text && self.text.trim().is_empty() {
            return Err(Refusal::invalid("text", "must not be blank"));
        }
        Ok(())
    }
}

/// Who may see a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody in the room.
    Public,
    /// Only whoever answers: the contact never sees it.
    Internal,
}

/// How far a message has come on its way to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Kept here.
    Created,
    /// Handed to the provider.
    Sent,
    /// Arrived at the reader's device.
    Delivered,
    /// Seen by the reader.
    Read,
    /// It will not arrive.
    Failed,
}

impl DeliveryStatus {
    /// The status's name, e.g. `delivered`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    /// Whether a message of this status may become `next`: created < sent < delivered < read; failed only from the
    /// first two.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        let rank = |status| match status {
            Self::Created => 0,
            Self::Sent => 1,
            Self::Delivered => 2,
            Self::Read => 3,
            Self::Failed => 4,
        };
        match (self, next) {
            (Self::Failed, _) => false,
            (_, Self::Failed) => rank(self) <= 1,
            _ => rank(next) > rank(self),
        }
    }
}

/// Said in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The organization.
    pub org: OrgId,
    /// The message's id.
    pub id: MessageId,
    /// The message's number in the organization.
    pub number: i64,
    /// The room it is said in.
    pub room: RoomId,
    /// Who says it.
    pub author: Actor,
    /// Who may see it.
    pub visibility: Visibility,
    /// What it says, as of `revision`.
    pub content: Content,
    /// Counts the edits, from 1.
    pub revision: u32,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// Why it failed, in the provider's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_error: Option<String>,
    /// Whether a campaign sent it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub campaign: bool,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// The provider's id: unique in the room's channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
    /// The provider's time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_at: Option<Timestamp>,
    /// The sender's own id: unique for this room and sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_id: Option<String>,
    /// The id that a client of Rocket.Chat's gave it: unique in the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rc_id: Option<String>,
    /// What vendors have and the model lacks, under keys that begin with the dialect's name.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub ext: serde_json::Map<String, Value>,
    /// The contact's public messages in the room up to this one, itself included: unread counts come from it.
    pub contact_messages: i64,
    /// When it was said: whole milliseconds, strictly increasing within the room.
    pub created_at: Timestamp,
    /// When its content was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl Message {
    /// When it was said: the provider's time where it gave one, else ours.
    #[must_use]
    pub fn said_at(&self) -> Timestamp {
        self.provider_at.unwrap_or(self.created_at)
    }
}

/// What a message said before an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The organization.
    pub org: OrgId,
    /// The message.
    pub message: MessageId,
    /// Which of its revisions, from 1.
    pub revision: u32,
    /// What it said.
    pub content: Content,
    /// When it began to say so.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::DeliveryStatus::{Created, Delivered, Failed, Read, Sent};

    #[test]
    fn status_only_moves_forward() {
        let order = [Created, Sent, Delivered, Read];
        for (i, from) in order.into_iter().enumerate() {
            for (j, to) in order.into_iter().enumerate() {
                assert_eq!(from.may_become(to), j > i, "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn only_what_is_not_delivered_can_fail() {
        assert!(Created.may_become(Failed) && Sent.may_become(Failed));
        for status in [Delivered, Read, Failed] {
            assert!(!status.may_become(Failed), "{status:?}");
        }
        for status in [Created, Sent, Delivered, Read] {
            assert!(!Failed.may_become(status), "{status:?}");
        }
    }
}
