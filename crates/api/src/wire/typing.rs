//! Who types, on the wire.

use serde::Serialize;
use switchroom_engine::ports;
use uuid::Uuid;

use super::PersonRef;

/// Somebody types in a room, or stopped.
#[derive(Debug, Serialize)]
pub(crate) struct Typing {
    /// The room.
    room_id: Uuid,
    /// Who.
    person: PersonRef,
    /// Whether what he types is for those who answer only. Contacts are told of nothing that is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    /// Whether he types.
    typing: bool,
}

impl From<&ports::Typing> for Typing {
    fn from(typing: &ports::Typing) -> Self {
        let &ports::Typing { org: _, room, person, internal, typing } = typing;
        Self { room_id: room.0, person: person.into(), internal, typing }
    }
}
