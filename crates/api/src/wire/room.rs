//! Rooms on the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use switchroom_domain::room as domain;
use switchroom_domain::{Actor as DomainActor, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, DeliveryStatus, Origin, Priority, RoomKind, RoomStatus, Time};
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
    /// Whether it is for two sides or for many.
    kind: RoomKind,
    /// What made it be opened. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    origin: Option<Origin>,
    /// Where the room stands.
    status: RoomStatus,
    /// Who is assigned; the first is the primary one.
    #[schema(value_type = Vec<Uuid>)]
    assignees: &'a [UserId],
    /// The room's tags, in the order they were put on. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    tags: Option<&'a [String]>,
    /// The team it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    team_id: Option<Uuid>,
    /// How urgent it is. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    priority: Option<Priority>,
    /// The service level: how soon somebody must answer. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sla_id: Option<Uuid>,
    /// Whether it may be resolved by itself when nobody writes any more. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    auto_resolve: Option<bool>,
    /// Whether the last message that everybody may see is the contact's. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unresponded: Option<bool>,
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
    /// Values of custom fields by key. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    custom_fields: Option<&'a BTreeMap<String, String>>,
    /// The latest rating. Contacts are told of their own only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rating: Option<Rating<'a>>,
    /// The latest summary. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    summary: Option<Summary<'a>>,
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
    /// Until when it is snoozed. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    snoozed_until: Option<Time>,
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

/// What somebody thought of how he was served.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rating<'a> {
    /// From 0 to 5, more is better.
    value: u8,
    /// In his words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    comment: Option<&'a str>,
    /// Who rated.
    by: Actor,
    /// When.
    at: Time,
}

impl<'a> From<&'a domain::Rating> for Rating<'a> {
    fn from(rating: &'a domain::Rating) -> Self {
        Self { value: rating.value, comment: rating.comment.as_deref(), by: rating.by.into(), at: rating.at.into() }
    }
}

/// What a room was about, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary<'a> {
    /// The summary.
    text: &'a str,
    /// The number of an oddity, as the summariser counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    anomaly: Option<i64>,
    /// The number of a topic, as the summariser counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    topic: Option<i64>,
    /// When it was written.
    at: Time,
}

impl<'a> From<&'a domain::Summary> for Summary<'a> {
    fn from(summary: &'a domain::Summary) -> Self {
        Self { text: &summary.text, anomaly: summary.anomaly, topic: summary.topic, at: summary.at.into() }
    }
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
        let own = |rating: &&domain::Rating| team || rating.by == DomainActor::Contact(facts.contact);
        Self {
            id: facts.id.0,
            number: team.then_some(facts.number),
            version: head.version,
            channel_id: facts.channel.0,
            contact_id: facts.contact.0,
            kind: facts.kind.into(),
            origin: team.then(|| facts.origin.into()),
            status: head.status.into(),
            assignees: &head.assignees,
            tags: team.then_some(&head.tags),
            team_id: head.team.map(|team| team.0),
            priority: head.priority.filter(|_| team).map(Priority::from),
            sla_id: head.sla.filter(|_| team).map(|sla| sla.0),
            auto_resolve: team.then_some(head.auto_resolve),
            unresponded: team.then(|| head.is_unresponded()),
            unread: team.then_some(head.unread),
            message_count: head.messages,
            name: texts.name.as_deref().filter(|_| team),
            topic: texts.topic.as_deref().filter(|_| team),
            note: texts.note.as_deref().filter(|_| team),
            custom_fields: team.then_some(&texts.custom_fields),
            rating: texts.rating.as_ref().filter(own).map(Rating::from),
            summary: texts.summary.as_ref().filter(|_| team).map(Summary::from),
            last_message: head.last_message.map(LastMessage::from),
            last_contact_message_at: head.last_contact_message_at.map(Time),
            first_answered_at: head.first_answered_at.map(Time),
            established_at: head.established_at.map(Time),
            resolved_at: head.resolved_at.map(Time),
            resolved_by: head.resolved_by.map(Actor::from),
            snoozed_until: head.snoozed_until.filter(|_| team).map(Time),
            created_at: facts.created_at.into(),
            last_activity_at: head.last_activity_at.into(),
            updated_at: head.updated_at.into(),
        }
    }
}
