//! Participants on the wire.

use serde::Serialize;
use switchroom_domain::participant as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Flag, PersonRef, Time};
use crate::extract::Audience;

/// Somebody's part in one room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Participant {
    /// The id of this part.
    id: Uuid,
    /// The room.
    room_id: Uuid,
    /// Who takes part.
    person: PersonRef,
    /// What to call the person. Told where parts are listed, of users.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    display_name: Option<String>,
    /// The last message this person has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_read_message_id: Option<Uuid>,
    /// When that message was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_read_at: Option<Time>,
    /// Whether the person may not write here.
    blocked: bool,
    /// Whether the person has put the room away. Contacts are not told whether others have.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    archived: Option<bool>,
    /// What the person has to do about the room. Contacts are not told of others' flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    flag: Option<Flag>,
    /// When the person began to take part; absent: he has only looked in, to read, to flag or to put away.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    joined_at: Option<Time>,
}

impl Participant {
    /// The part, as `audience` may see it.
    pub(crate) fn new(participant: &domain::Participant, audience: Audience) -> Self {
        let shown = audience == Audience::Team || matches!(participant.person, switchroom_domain::Person::Contact(_));
        Self {
            id: participant.id.0,
            room_id: participant.room.0,
            person: participant.person.into(),
            display_name: None,
            last_read_message_id: participant.last_read_message.map(|id| id.0),
            last_read_at: participant.last_read_at.map(Time),
            blocked: participant.blocked,
            archived: shown.then_some(participant.archived),
            flag: participant.flag.filter(|_| shown).map(Flag::from),
            joined_at: participant.joined_at.map(Time),
        }
    }

    /// The same, with what to call the person.
    pub(crate) fn named(self, display_name: Option<String>) -> Self {
        Self { display_name, ..self }
    }
}
