//! What somebody does in a room just now, on the wire.

use serde::Serialize;
use switchroom_engine::ports::{Activity, ActivityKind};
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

impl Typing {
    /// The activity, if somebody types.
    pub(crate) fn of(activity: &Activity) -> Option<Self> {
        let &Activity { org: _, room, person, kind, active } = activity;
        let internal = kind == ActivityKind::TypingInternally;
        kind.is_typing().then(|| Self { room_id: room.0, person: person.into(), internal, typing: active })
    }
}

/// Somebody looks at a room, or no longer does. Contacts are not told of it.
#[derive(Debug, Serialize)]
pub(crate) struct Viewing {
    /// The room.
    room_id: Uuid,
    /// Who.
    person: PersonRef,
    /// Whether he looks at it.
    viewing: bool,
}

impl Viewing {
    /// The activity, if somebody looks at a room.
    pub(crate) fn of(activity: &Activity) -> Option<Self> {
        let &Activity { org: _, room, person, kind, active } = activity;
        (kind == ActivityKind::Viewing).then(|| Self { room_id: room.0, person: person.into(), viewing: active })
    }
}
