//! Why a command is refused.

use std::sync::Arc;

use crate::message::Message;
use crate::{RoomId, UserId};

/// A command was refused; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing in the organization, or the caller may not know of it.
    #[error("there is no such {noun}")]
    NotFound {
        /// What was looked for, e.g. `room`.
        noun: &'static str,
    },
    /// The caller lacks a permission.
    #[error("this needs the permission {permission}")]
    Forbidden {
        /// The permission's name.
        permission: &'static str,
    },
    /// A value is not acceptable.
    #[error("{field} {message}")]
    Invalid {
        /// The field's name.
        field: &'static str,
        /// What is wrong with it, as the rest of a sentence about the field.
        message: String,
    },
    /// The room is not at the version the caller expects.
    #[error("the room is at version {current}")]
    VersionMismatch {
        /// The version the room is at.
        current: i64,
    },
    /// The room is assigned otherwise than the caller expects.
    #[error("{}", match assignee { Some(user) => format!("the room is assigned to {user}"), None => "the room is assigned to nobody".to_owned() })]
    AssignedOtherwise {
        /// Who is assigned.
        assignee: Option<UserId>,
    },
    /// The room is resolved.
    #[error("the room is resolved")]
    RoomResolved,
    /// The contact has another open room on the channel.
    #[error("the contact has another open room on this channel: {room}")]
    OtherRoomOpen {
        /// That room.
        room: RoomId,
    },
    /// The author may not write here.
    #[error("the author is blocked in this room")]
    Blocked,
    /// A colleague has answered since.
    #[error("a colleague has answered in this room since")]
    NewerAnswer {
        /// His answer.
        message: Arc<Message>,
    },
    /// The message is deleted.
    #[error("the message is deleted")]
    MessageDeleted,
    /// The status cannot follow the one the message has.
    #[error("a message that is {from} cannot become {to}")]
    StatusImpossible {
        /// The status the message has.
        from: &'static str,
        /// The status asked for.
        to: &'static str,
    },
    /// Somebody else has it already.
    #[error("{field} is taken")]
    Taken {
        /// The field whose value is taken.
        field: &'static str,
    },
    /// Nobody is available for the room.
    #[error("nobody is available")]
    NoAgentAvailable,
    /// A custom field does not take the value.
    #[error("the custom field {key} does not take this value")]
    CustomFieldMismatch {
        /// The field's key.
        key: String,
        /// What people read beside the field.
        label: String,
    },
    /// The refresh token is used, revoked or expired.
    #[error("the refresh token is not good any more")]
    TokenUsed,
    /// The code is no code of the user's, or was used.
    #[error("the code is wrong, or was used before")]
    WrongTotp,
    /// The user has two factors already.
    #[error("two factors are on already")]
    TotpEnabled,
    /// The contact has open rooms.
    #[error("the contact has open rooms")]
    HasOpenRooms,
    /// The `Idempotency-Key` was used for another request.
    #[error("this Idempotency-Key was used for a different request")]
    IdempotencyMismatch,
    /// The natural id was used for another message.
    #[error("{field} was used for a different message")]
    NaturalIdMismatch {
        /// The field: `local_id` or `provider_id`.
        field: &'static str,
    },
}

impl Refusal {
    /// A value that is not acceptable.
    #[must_use]
    pub fn invalid(field: &'static str, message: &str) -> Self {
        Self::Invalid { field, message: message.to_owned() }
    }

    /// The machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Forbidden { .. } => "forbidden",
            Self::Invalid { .. } => "invalid",
            Self::VersionMismatch { .. } => "version_mismatch",
            Self::AssignedOtherwise { .. } => "assigned_otherwise",
            Self::RoomResolved => "room_resolved",
            Self::OtherRoomOpen { .. } => "other_room_open",
            Self::Blocked => "blocked",
            Self::NewerAnswer { .. } => "newer_answer",
            Self::MessageDeleted => "message_deleted",
            Self::StatusImpossible { .. } => "status_impossible",
            Self::Taken { .. } => "taken",
            Self::NoAgentAvailable => "no_agent_available",
            Self::CustomFieldMismatch { .. } => "custom_field_mismatch",
            Self::TokenUsed => "token_used",
            Self::WrongTotp => "wrong_totp",
            Self::TotpEnabled => "totp_already_enabled",
            Self::HasOpenRooms => "has_open_rooms",
            Self::IdempotencyMismatch => "idempotency_mismatch",
            Self::NaturalIdMismatch { .. } => "natural_id_mismatch",
        }
    }
}
