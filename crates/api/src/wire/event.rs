//! Events on the wire: what the feed, sockets and webhooks tell.

use serde::Serialize;
use switchroom_domain::event::{Cause, Subject};
use switchroom_domain::{Committed, Event as DomainEvent, EventKind};
use utoipa::ToSchema;
use uuid::Uuid;

use super::changes::Changes;
use super::{Actor, Message, PersonRef, Room, Time, WakeReason};
use crate::extract::Audience;

/// Bytes in an event's JSON beside its texts, about.
const USUAL_BYTES: usize = 2_048;

/// A fact in the organization's log, with what it is about as of then.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Event<'a> {
    /// Its place in the organization's log, counted from 1 without gaps. Not told to contacts, nor to those who follow a room and have no
    /// `event.read`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    seq: Option<i64>,
    /// The event's id.
    id: Uuid,
    /// What kind of fact it is, e.g. `message.created`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// When it happened.
    at: Time,
    /// The room, if it is about one.
    room_id: Option<Uuid>,
    /// The event's place among its room's, counted from 1 without gaps.
    room_version: Option<i64>,
    /// What it is about.
    data: EventData<'a>,
}

/// What an event is about, as of the event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventData<'a> {
    /// Who did it.
    actor: Actor,
    /// The webhook whose answer made the actor do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    caused_by_webhook_id: Option<Uuid>,
    /// The room after the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    room: Option<Room<'a>>,
    /// Why the room woke.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    why: Option<WakeReason>,
    /// The message after the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    message: Option<Message<'a>>,
    /// The part in the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    participant: Option<Part>,
    /// The contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    contact_id: Option<Uuid>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user_id: Option<Uuid>,
    /// The role's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    role: Option<&'a str>,
    /// The team.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    team_id: Option<Uuid>,
    /// The service level.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sla_id: Option<Uuid>,
    /// The canned response.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    canned_response_id: Option<Uuid>,
    /// The view.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    view_id: Option<Uuid>,
    /// The custom field's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    custom_field: Option<&'a str>,
    /// The program that may log users in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    oauth_client_id: Option<Uuid>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    channel_id: Option<Uuid>,
    /// The token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    token_id: Option<Uuid>,
    /// The webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    webhook_id: Option<Uuid>,
    /// The replay job.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    replay_id: Option<Uuid>,
    /// What changed: field to `{"from","to"}`, or to `{}` where the values are text.
    #[serde(skip_serializing_if = "Changes::is_empty")]
    #[schema(value_type = Object, required = false)]
    changes: Changes<'a>,
}

/// Somebody's part in the event's room.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventParticipant)]
pub(crate) struct Part {
    /// The id of this part.
    id: Uuid,
    /// Who takes part.
    person: PersonRef,
}

impl<'a> Event<'a> {
    /// The event, with everything there is to tell.
    pub(crate) fn new(committed: &'a Committed) -> Self {
        Self::for_audience(committed, Audience::Team)
    }

    /// The event as the contact of its room may see it; none if it may not.
    pub(crate) fn for_contact(committed: &'a Committed) -> Option<Self> {
        committed.event.shows_to_contact().then(|| Self::for_audience(committed, Audience::Contact))
    }

    /// The same, for those who may not read the organization's log.
    pub(crate) fn without_seq(self) -> Self {
        Self { seq: None, ..self }
    }

    fn for_audience(committed: &'a Committed, audience: Audience) -> Self {
        let event = &committed.event;
        Self {
            seq: (audience == Audience::Team).then_some(event.seq),
            id: event.id.0,
            kind: event.kind.as_str(),
            at: event.at.into(),
            room_id: event.room.map(|id| id.0),
            room_version: event.room_version(),
            data: EventData {
                room: committed.room.as_deref().map(|room| Room::new(room, audience)),
                message: committed.message.as_deref().map(|message| Message::new(message, audience)),
                ..EventData::new(event, audience)
            },
        }
    }
}

impl<'a> EventData<'a> {
    fn new(event: &'a DomainEvent, audience: Audience) -> Self {
        let caused_by = match event.cause {
            Some(Cause::Delivery(webhook)) if audience == Audience::Team => Some(webhook.0),
            _ => None,
        };
        let mut data = Self {
            actor: event.actor.into(),
            caused_by_webhook_id: caused_by,
            room: None,
            why: None,
            message: None,
            participant: None,
            contact_id: None,
            user_id: None,
            role: None,
            team_id: None,
            sla_id: None,
            canned_response_id: None,
            view_id: None,
            custom_field: None,
            oauth_client_id: None,
            channel_id: None,
            token_id: None,
            webhook_id: None,
            replay_id: None,
            changes: Changes::new(&event.changes, audience),
        };
        match &event.subject {
            Subject::Room | Subject::Message { .. } => {}
            Subject::Woken { why } => data.why = Some((*why).into()),
            Subject::Participant { id, person } => data.participant = Some(Part { id: id.0, person: (*person).into() }),
            Subject::Contact { id } => data.contact_id = Some(id.0),
            Subject::User { id } => data.user_id = Some(id.0),
            Subject::Role { name } => data.role = Some(name),
            Subject::Team { id } => data.team_id = Some(id.0),
            Subject::Sla { id } => data.sla_id = Some(id.0),
            Subject::CannedResponse { id } => data.canned_response_id = Some(id.0),
            Subject::View { id } => data.view_id = Some(id.0),
            Subject::CustomField { key } => data.custom_field = Some(key),
            Subject::OAuthClient { id } => data.oauth_client_id = Some(id.0),
            Subject::Settings => {}
            Subject::Channel { id } => data.channel_id = Some(id.0),
            Subject::Token { id } => data.token_id = Some(id.0),
            Subject::Webhook { id, replay } => {
                data.webhook_id = Some(id.0);
                data.replay_id = replay.map(|job| job.0);
            }
        }
        data
    }
}

/// The fields of `data` that every event of a kind has, because they say what it is about. [`EventData::new`] fills them in.
pub(crate) fn parts(kind: EventKind) -> &'static [&'static str] {
    use EventKind as Kind;
    match kind {
        Kind::RoomCreated
        | Kind::RoomUpdated
        | Kind::RoomTagged
        | Kind::RoomAssigned
        | Kind::RoomUnassigned
        | Kind::RoomResolved
        | Kind::RoomReopened
        | Kind::RoomSnoozed
        | Kind::RoomRated
        | Kind::RoomSummarized => &["room"],
        Kind::RoomWoken => &["room", "why"],
        Kind::ParticipantJoined
        | Kind::ParticipantRead
        | Kind::ParticipantBlocked
        | Kind::ParticipantArchived
        | Kind::ParticipantFlagged => &["room", "participant"],
        Kind::MessageCreated | Kind::MessageEdited | Kind::MessageDeleted | Kind::MessageStatusChanged => &["room", "message"],
        Kind::ContactCreated | Kind::ContactUpdated | Kind::ContactDeleted => &["contact_id"],
        Kind::UserCreated | Kind::UserUpdated | Kind::UserDeleted => &["user_id"],
        Kind::RoleUpdated => &["role"],
        Kind::TeamCreated | Kind::TeamUpdated | Kind::TeamDeleted => &["team_id"],
        Kind::SlaCreated | Kind::SlaUpdated | Kind::SlaDeleted => &["sla_id"],
        Kind::CannedResponseSaved | Kind::CannedResponseDeleted => &["canned_response_id"],
        Kind::ViewCreated | Kind::ViewUpdated | Kind::ViewDeleted => &["view_id"],
        Kind::CustomFieldSaved | Kind::CustomFieldRemoved => &["custom_field"],
        Kind::SettingsUpdated => &["changes"],
        Kind::ChannelCreated | Kind::ChannelUpdated => &["channel_id"],
        Kind::TokenIssued | Kind::TokenRevoked => &["token_id"],
        Kind::OAuthClientCreated | Kind::OAuthClientDeleted => &["oauth_client_id"],
        Kind::WebhookCreated | Kind::WebhookUpdated | Kind::WebhookDeleted | Kind::WebhookSought | Kind::WebhookDisabled => &["webhook_id"],
        Kind::WebhookReplayStarted | Kind::WebhookReplayCancelled => &["webhook_id", "replay_id"],
    }
}

/// The event's JSON, with everything there is to tell.
pub(crate) fn render(committed: &Committed) -> Vec<u8> {
    let texts = committed.message.as_ref().map_or(0, |message| message.content.text.len());
    let mut body = Vec::with_capacity(USUAL_BYTES + texts);
    if let Err(error) = serde_json::to_writer(&mut body, &Event::new(committed)) {
        // Neither the writer nor the types can fail; an empty body would hide it if one day they did.
        tracing::error!(%error, seq = committed.event.seq, "an event could not be written");
    }
    body
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Map, json};
    use switchroom_domain::event::{Cause, Subject};
    use switchroom_domain::message::{Content, ContentKind, DeliveryStatus, Message, Visibility};
    use switchroom_domain::room::{LastMessage, Origin, Room, RoomFacts, RoomHead, RoomKind, RoomStatus, RoomTexts};
    use switchroom_domain::{
        Actor, ChannelId, Committed, ContactId, Event as DomainEvent, EventId, EventKind, MessageId, OrgId, RoomId, SubscriptionId,
        Timestamp, UserId,
    };
    use uuid::Uuid;

    use super::{Event, render};

    const AT: Timestamp = Timestamp(1_700_000_000_000_001);

    fn room() -> Room {
        let last = LastMessage { id: MessageId(Uuid::from_u128(4)), revision: 1, status: DeliveryStatus::Created, at: AT };
        Room {
            facts: RoomFacts {
                org: OrgId(1),
                id: RoomId(Uuid::from_u128(1)),
                number: 12,
                channel: ChannelId(Uuid::from_u128(2)),
                contact: ContactId(Uuid::from_u128(3)),
                kind: RoomKind::Conversation,
                origin: Origin::Api,
                created_at: AT,
            },
            head: RoomHead {
                version: 5,
                assignees: vec![UserId(Uuid::from_u128(5))],
                tags: vec!["vip".to_owned()],
                unread: 1,
                messages: 2,
                contact_messages: 1,
                last_message: Some(last),
                latest_message_at: Some(AT),
                last_contact_message_at: Some(AT),
                text_revision: 1,
                ..RoomHead::opened(RoomStatus::Assigned, AT)
            },
            texts: RoomTexts { note: Some("pays late".to_owned()), ..RoomTexts::default() },
        }
    }

    fn message(visibility: Visibility) -> Message {
        Message {
            org: OrgId(1),
            id: MessageId(Uuid::from_u128(4)),
            number: 77,
            room: RoomId(Uuid::from_u128(1)),
            author: Actor::Contact(ContactId(Uuid::from_u128(3))),
            visibility,
            content: Content {
                kind: ContentKind::Text,
                text: "Grüße \"x\"".to_owned(),
                payload: Some(json!({"a": 1})),
                mentions: Vec::new(),
            },
            revision: 1,
            status: DeliveryStatus::Created,
            status_error: None,
            campaign: false,
            reply_to: None,
            provider_id: None,
            provider_at: None,
            local_id: Some("l-1".to_owned()),
            rc_id: None,
            ext: Map::new(),
            contact_messages: 1,
            created_at: AT,
            edited_at: None,
            deleted_at: None,
        }
    }

    fn committed(kind: EventKind, subject: Subject, message: Option<Message>) -> Committed {
        let room = room();
        let event = DomainEvent {
            org: OrgId(1),
            seq: 42,
            id: EventId(Uuid::from_u128(6)),
            kind,
            schema: 1,
            at: AT,
            actor: Actor::User(UserId(Uuid::from_u128(5))),
            cause: Some(Cause::Delivery(SubscriptionId(Uuid::from_u128(7)))),
            room: Some(room.facts.id),
            subject,
            changes: Map::new(),
            room_head: Some(room.head.clone()),
        };
        Committed { event, room: Some(Arc::new(room)), message: message.map(Arc::new), trace: None }
    }

    fn subject(message: &Message) -> Subject {
        Subject::Message {
            id: message.id,
            revision: message.revision,
            status: message.status,
            deleted: message.deleted_at.is_some(),
            internal: message.visibility == Visibility::Internal,
        }
    }

    fn of_message(kind: EventKind, message: Message) -> Committed {
        committed(kind, subject(&message), Some(message))
    }

    #[test]
    fn a_message_is_told_with_its_room() {
        let body = render(&of_message(EventKind::MessageCreated, message(Visibility::Public)));
        insta::assert_snapshot!(String::from_utf8(body).expect("text"), @r#"{"seq":42,"id":"00000000-0000-0000-0000-000000000006","type":"message.created","at":"2023-11-14T22:13:20.000001Z","room_id":"00000000-0000-0000-0000-000000000001","room_version":5,"data":{"actor":{"type":"user","id":"00000000-0000-0000-0000-000000000005"},"caused_by_webhook_id":"00000000-0000-0000-0000-000000000007","room":{"id":"00000000-0000-0000-0000-000000000001","number":12,"version":5,"channel_id":"00000000-0000-0000-0000-000000000002","contact_id":"00000000-0000-0000-0000-000000000003","kind":"conversation","origin":"api","status":"assigned","assignees":["00000000-0000-0000-0000-000000000005"],"tags":["vip"],"auto_resolve":true,"unresponded":true,"unread":1,"message_count":2,"note":"pays late","custom_fields":{},"last_message":{"id":"00000000-0000-0000-0000-000000000004","revision":1,"status":"created","at":"2023-11-14T22:13:20.000001Z"},"last_contact_message_at":"2023-11-14T22:13:20.000001Z","created_at":"2023-11-14T22:13:20.000001Z","last_activity_at":"2023-11-14T22:13:20.000001Z","updated_at":"2023-11-14T22:13:20.000001Z"},"message":{"id":"00000000-0000-0000-0000-000000000004","number":77,"room_id":"00000000-0000-0000-0000-000000000001","author":{"type":"contact","id":"00000000-0000-0000-0000-000000000003"},"visibility":"public","type":"text","text":"Grüße \"x\"","payload":{"a":1},"revision":1,"status":"created","campaign":false,"local_id":"l-1","created_at":"2023-11-14T22:13:20.000001Z"}}}"#);
    }

    #[test]
    fn a_contact_is_not_told_what_is_for_colleagues() {
        let committed = of_message(EventKind::MessageCreated, message(Visibility::Public));
        let event = Event::for_contact(&committed).expect("shown");
        insta::assert_snapshot!(serde_json::to_string(&event).expect("json"), @r#"{"id":"00000000-0000-0000-0000-000000000006","type":"message.created","at":"2023-11-14T22:13:20.000001Z","room_id":"00000000-0000-0000-0000-000000000001","room_version":5,"data":{"actor":{"type":"user","id":"00000000-0000-0000-0000-000000000005"},"room":{"id":"00000000-0000-0000-0000-000000000001","version":5,"channel_id":"00000000-0000-0000-0000-000000000002","contact_id":"00000000-0000-0000-0000-000000000003","kind":"conversation","status":"assigned","assignees":["00000000-0000-0000-0000-000000000005"],"message_count":2,"last_message":{"id":"00000000-0000-0000-0000-000000000004","revision":1,"status":"created","at":"2023-11-14T22:13:20.000001Z"},"last_contact_message_at":"2023-11-14T22:13:20.000001Z","created_at":"2023-11-14T22:13:20.000001Z","last_activity_at":"2023-11-14T22:13:20.000001Z","updated_at":"2023-11-14T22:13:20.000001Z"},"message":{"id":"00000000-0000-0000-0000-000000000004","room_id":"00000000-0000-0000-0000-000000000001","author":{"type":"contact","id":"00000000-0000-0000-0000-000000000003"},"visibility":"public","type":"text","text":"Grüße \"x\"","payload":{"a":1},"revision":1,"status":"created","campaign":false,"local_id":"l-1","created_at":"2023-11-14T22:13:20.000001Z"}}}"#);
        let committed = of_message(EventKind::MessageCreated, message(Visibility::Internal));
        assert!(Event::for_contact(&committed).is_none());
    }

    #[test]
    fn a_deleted_message_says_nothing() {
        let deleted = Message { deleted_at: Some(AT), ..message(Visibility::Public) };
        let body = String::from_utf8(render(&of_message(EventKind::MessageDeleted, deleted))).expect("text");
        assert!(!body.contains("text\":\"Gr") && !body.contains("payload"), "{body}");
    }

    #[test]
    fn an_event_of_no_room_names_its_subject() {
        let subject = Subject::Webhook { id: SubscriptionId(Uuid::from_u128(7)), replay: None };
        let mut committed = committed(EventKind::WebhookSought, subject, None);
        committed.room = None;
        committed.event.room = None;
        committed.event.room_head = None;
        committed.event.cause = None;
        committed.event.changes.insert("after".to_owned(), json!({"from": null, "to": 3}));
        insta::assert_snapshot!(String::from_utf8(render(&committed)).expect("text"), @r#"{"seq":42,"id":"00000000-0000-0000-0000-000000000006","type":"webhook.sought","at":"2023-11-14T22:13:20.000001Z","room_id":null,"room_version":null,"data":{"actor":{"type":"user","id":"00000000-0000-0000-0000-000000000005"},"webhook_id":"00000000-0000-0000-0000-000000000007","changes":{"after":{"from":null,"to":3}}}}"#);
    }

    #[test]
    fn times_among_the_changes_are_told_as_times() {
        let mut committed = of_message(EventKind::MessageStatusChanged, message(Visibility::Public));
        committed.event.changes.insert("status".to_owned(), json!({"from": "created", "to": "sent"}));
        committed.event.changes.insert("provider_at".to_owned(), json!(AT.0));
        let event: serde_json::Value = serde_json::from_slice(&render(&committed)).expect("json");
        insta::assert_snapshot!(event["data"]["changes"], @r#"{"provider_at":{"to":"2023-11-14T22:13:20.000001Z"},"status":{"from":"created","to":"sent"}}"#);
        let event = serde_json::to_value(Event::for_contact(&committed)).expect("json");
        insta::assert_snapshot!(event["data"]["changes"], @r#"{"status":{"from":"created","to":"sent"}}"#);
        committed.event.changes = Map::from_iter([("established_at".to_owned(), json!({"from": null, "to": AT.0}))]);
        let event: serde_json::Value = serde_json::from_slice(&render(&committed)).expect("json");
        insta::assert_snapshot!(event["data"]["changes"], @r#"{"established_at":{"from":null,"to":"2023-11-14T22:13:20.000001Z"}}"#);
    }
}
