//! What of an entity has a column beside its `doc`. Whoever writes rows, the writer or a copy from another store, asks here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};
use switchroom_domain::Person;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::{Message, Visibility};
use switchroom_domain::participant::Participant;
use switchroom_domain::priority::Priority;
use switchroom_domain::room::Room;
use switchroom_domain::user::User;
use uuid::Uuid;

use super::codec::text;

/// A user's.
pub(crate) struct UserColumns<'a> {
    pub(crate) number: i64,
    pub(crate) username: Cow<'a, str>,
    pub(crate) name: Cow<'a, str>,
    pub(crate) email: Option<String>,
    pub(crate) roles: Vec<Cow<'a, str>>,
    pub(crate) active: bool,
    pub(crate) takes_rooms: bool,
    pub(crate) deleted: bool,
}

impl<'a> UserColumns<'a> {
    pub(crate) fn of(user: &'a User) -> Self {
        Self {
            number: user.number,
            username: text(&user.username),
            name: text(&user.name),
            email: user.email.as_ref().map(|email| text(&email.to_lowercase()).into_owned()),
            roles: user.roles.iter().map(|role| text(role)).collect(),
            active: user.active,
            takes_rooms: user.takes_rooms(),
            deleted: user.deleted_at.is_some(),
        }
    }
}

/// A contact's.
pub(crate) struct ContactColumns<'a> {
    pub(crate) number: i64,
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) deleted: bool,
}

impl<'a> ContactColumns<'a> {
    pub(crate) fn of(contact: &'a Contact) -> Self {
        Self { number: contact.number, name: contact.name.as_deref().map(text), deleted: contact.deleted_at.is_some() }
    }
}

/// What of a room never changes.
pub(crate) struct RoomColumns {
    pub(crate) number: i64,
    pub(crate) channel: Uuid,
    pub(crate) contact: Uuid,
    pub(crate) kind: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) created_at: i64,
}

impl RoomColumns {
    pub(crate) fn of(room: &Room) -> Self {
        Self {
            number: room.facts.number,
            channel: room.facts.channel.0,
            contact: room.facts.contact.0,
            kind: room.facts.kind.as_str(),
            origin: room.facts.origin.as_str(),
            created_at: room.facts.created_at.0,
        }
    }
}

/// What of a room changes seldom.
#[derive(PartialEq)]
pub(crate) struct SeldomColumns<'a> {
    pub(crate) open: bool,
    pub(crate) team: Option<Uuid>,
    pub(crate) priority: Option<&'static str>,
    pub(crate) established_at: Option<i64>,
    pub(crate) resolved_at: Option<i64>,
    pub(crate) rating: Option<i16>,
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) snoozed_until: Option<i64>,
    custom_fields: &'a BTreeMap<String, String>,
}

impl<'a> SeldomColumns<'a> {
    pub(crate) fn of(room: &'a Room) -> Self {
        Self {
            open: room.head.status.is_open(),
            team: room.head.team.map(|team| team.0),
            priority: room.head.priority.map(Priority::as_str),
            established_at: room.head.established_at.map(|at| at.0),
            resolved_at: room.head.resolved_at.map(|at| at.0),
            rating: room.texts.rating.as_ref().map(|rating| i16::from(rating.value)),
            name: room.texts.name.as_deref().map(text),
            snoozed_until: room.head.snoozed_until.map(|until| until.0),
            custom_fields: &room.texts.custom_fields,
        }
    }

    /// As JSON for a column that PostgreSQL looks into.
    pub(crate) fn custom_fields(&self) -> String {
        let field = |(key, value): (&String, &String)| (text(key).into_owned(), Value::String(text(value).into_owned()));
        Value::Object(self.custom_fields.iter().map(field).collect::<Map<_, _>>()).to_string()
    }
}

/// What of a room changes with every message.
pub(crate) struct RoomHeadColumns {
    pub(crate) status: &'static str,
    pub(crate) assignee: Option<Uuid>,
    pub(crate) last_activity_at: i64,
    pub(crate) last_message_at: Option<i64>,
}

impl RoomHeadColumns {
    pub(crate) fn of(room: &Room) -> Self {
        Self {
            status: room.head.status.as_str(),
            assignee: room.head.primary_assignee().map(|user| user.0),
            last_activity_at: room.head.last_activity_at.0,
            last_message_at: room.head.last_message.map(|last| last.at.0),
        }
    }
}

/// A participant's.
pub(crate) struct ParticipantColumns {
    pub(crate) is_user: bool,
    pub(crate) joined: bool,
}

impl ParticipantColumns {
    pub(crate) fn of(participant: &Participant) -> Self {
        Self { is_user: matches!(participant.person, Person::User(_)), joined: participant.takes_part() }
    }
}

/// A message's, but for the channel: that is its room's.
pub(crate) struct MessageColumns<'a> {
    pub(crate) room: Uuid,
    pub(crate) created_at: i64,
    pub(crate) internal: bool,
    pub(crate) author: Option<Uuid>,
    pub(crate) provider_id: Option<Cow<'a, str>>,
    pub(crate) local_id: Option<Cow<'a, str>>,
    pub(crate) rc_id: Option<Cow<'a, str>>,
}

impl<'a> MessageColumns<'a> {
    pub(crate) fn of(message: &'a Message) -> Self {
        Self {
            room: message.room.0,
            created_at: message.created_at.0,
            internal: message.visibility == Visibility::Internal,
            author: message.author.person().map(|person| person.uuid()),
            provider_id: message.provider_id.as_deref().map(text),
            local_id: message.local_id.as_deref().map(text),
            rc_id: message.rc_id.as_deref().map(text),
        }
    }
}

/// A text that outlives what it was made of.
pub(crate) fn owned(text: Option<&Cow<'_, str>>) -> Option<String> {
    text.map(|text| text.clone().into_owned())
}
