//! Rooms on the wire.

use serde::Serialize;
use switchroom_domain::UserId;
use switchroom_domain::room as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, DeliveryStatus, RoomStatus, Time};
use crate::extract::Audience;

/// One conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Room<'a> {
    /// The room's id.
    id: Uuid,
    /// The room's number in the organization. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    /// Counts the room's events without gaps, from 1.
    version: i64,
    /// The channel it was opened through.
    channel_id: Uuid,
    /// The customer.
    contact_id: Uuid,
    /// Where the room stands.
    status: RoomStatus,
    /// Who is assigned; the first is the primary one.
    #[schema(value_type = Vec<Uuid>)]
    assignees: &'a [UserId],
    /// The room's tags, in the order they were put on. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    tags: Option<&'a [String]>,
    /// The contact's messages that nobody has read. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unread: Option<i64>,
    /// Messages that everybody in the room may see.
    message_count: i64,
    /// A name of its own; without one, people see the contact's name. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<&'a str>,
    /// What it is about. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    topic: Option<&'a str>,
    /// A remark for colleagues. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<&'a str>,
    /// The last message that everybody in the room may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_message: Option<LastMessage>,
    /// The contact's last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_contact_message_at: Option<Time>,
    /// When somebody first answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    first_answered_at: Option<Time>,
    /// When a second author first wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    established_at: Option<Time>,
    /// When it was resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    resolved_at: Option<Time>,
    /// Who resolved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    resolved_by: Option<Actor>,
    /// When it was opened.
    created_at: Time,
    /// The last event that shows in lists: strictly increasing in the organization.
    last_activity_at: Time,
    /// The last event of any kind.
    updated_at: Time,
}

/// The last message of a room.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct LastMessage {
    /// The message.
    id: Uuid,
    /// Its revision.
    revision: u32,
    /// How far it has come.
    status: DeliveryStatus,
    /// When it was said.
    at: Time,
}

impl From<domain::LastMessage> for LastMessage {
    fn from(last: domain::LastMessage) -> Self {
        Self { id: last.id.0, revision: last.revision, status: last.status.into(), at: last.at.into() }
    }
}

impl<'a> Room<'a> {
    /// The room, as `audience` may see it.
    pub(crate) fn new(room: &'a domain::Room, audience: Audience) -> Self {
        let team = audience == Audience::Team;
        let domain::Room { facts, head, texts } = room;
        Self {
            id: facts.id.0,
            number: team.then_some(facts.number),
            version: head.version,
            channel_id: facts.channel.0,
            contact_id: facts.contact.0,
            status: head.status.into(),
            assignees: &head.assignees,
            tags: team.then_some(&head.tags),
            unread: team.then_some(head.unread),
            message_count: head.messages,
            name: texts.name.as_deref().filter(|_| team),
            topic: texts.topic.as_deref().filter(|_| team),
            note: texts.note.as_deref().filter(|_| team),
            last_message: head.last_message.map(LastMessage::from),
            last_contact_message_at: head.last_contact_message_at.map(Time),
            first_answered_at: head.first_answered_at.map(Time),
            established_at: head.established_at.map(Time),
            resolved_at: head.resolved_at.map(Time),
            resolved_by: head.resolved_by.map(Actor::from),
            created_at: facts.created_at.into(),
            last_activity_at: head.last_activity_at.into(),
            updated_at: head.updated_at.into(),
        }
    }
}
