//! Events: the facts in an organization's log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::message::{DeliveryStatus, Message};
use crate::room::{Room, RoomHead, RoomTexts, WakeReason};
use crate::{
    Actor, CannedResponseId, ChannelId, ContactId, EventId, FollowerId, MessageId, OAuthClientId, OrgId, ParticipantId, Permission,
    Permissions, Person, RoomId, SlaId, SubscriptionId, TeamId, Timestamp, TokenId, TraceContext, UserId, ViewId,
};

macro_rules! event_kinds {
    ($($(#[doc = $sentence:literal])+ $name:ident = $word:literal,)*) => {
        /// What kind of fact an event is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind { $($(#[doc = $sentence])+ $name,)* }

        impl EventKind {
            /// Every kind there is.
            pub const EVERY: &'static [EventKind] = &[$(EventKind::$name,)*];

            /// The kind's name, e.g. `message.created`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What happened, in a sentence: the kind's own documentation.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => concat!($($sentence),+).trim(),)* }
            }

            /// The kind of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

event_kinds! {
    /// A room was opened.
    RoomCreated = "room.created",
    /// A room was edited: its name, topic, note, team, priority and the like.
    RoomUpdated = "room.updated",
    /// A room's tags were changed.
    RoomTagged = "room.tagged",
    /// A room was assigned.
    RoomAssigned = "room.assigned",
    /// A room was taken from an assignee.
    RoomUnassigned = "room.unassigned",
    /// A room was resolved.
    RoomResolved = "room.resolved",
    /// A resolved room was opened again.
    RoomReopened = "room.reopened",
    /// A room was snoozed: until a time, or until its contact writes, nobody need look at it.
    RoomSnoozed = "room.snoozed",
    /// A snoozed room woke.
    RoomWoken = "room.woken",
    /// Somebody rated how a room was served.
    RoomRated = "room.rated",
    /// Somebody said in short what a room was about.
    RoomSummarized = "room.summarized",
    /// Somebody joined a room.
    ParticipantJoined = "participant.joined",
    /// Somebody read on in a room.
    ParticipantRead = "participant.read",
    /// Somebody was blocked in a room, or no longer is.
    ParticipantBlocked = "participant.blocked",
    /// Somebody put a room away, or took it out again.
    ParticipantArchived = "participant.archived",
    /// Somebody noted what he has to do about a room.
    ParticipantFlagged = "participant.flagged",
    /// A message was posted.
    MessageCreated = "message.created",
    /// A message's content was edited.
    MessageEdited = "message.edited",
    /// A message was deleted.
    MessageDeleted = "message.deleted",
    /// A message's delivery status changed.
    MessageStatusChanged = "message.status_changed",
    /// A contact was registered.
    ContactCreated = "contact.created",
    /// A contact was edited.
    ContactUpdated = "contact.updated",
    /// A contact was deleted.
    ContactDeleted = "contact.deleted",
    /// A user was created.
    UserCreated = "user.created",
    /// A user was edited.
    UserUpdated = "user.updated",
    /// A user was deleted.
    UserDeleted = "user.deleted",
    /// What a role allows was changed.
    RoleUpdated = "role.updated",
    /// A team was created.
    TeamCreated = "team.created",
    /// A team was edited.
    TeamUpdated = "team.updated",
    /// A team was deleted.
    TeamDeleted = "team.deleted",
    /// A service level was created.
    SlaCreated = "sla.created",
    /// A service level was edited.
    SlaUpdated = "sla.updated",
    /// A service level was deleted.
    SlaDeleted = "sla.deleted",
    /// A custom field was made or changed.
    CustomFieldSaved = "custom_field.saved",
    /// A custom field was removed.
    CustomFieldRemoved = "custom_field.removed",
    /// A canned response was made or changed.
    CannedResponseSaved = "canned_response.saved",
    /// A canned response was deleted.
    CannedResponseDeleted = "canned_response.deleted",
    /// A view was saved.
    ViewCreated = "view.created",
    /// A view was edited.
    ViewUpdated = "view.updated",
    /// A view was deleted.
    ViewDeleted = "view.deleted",
    /// Settings were changed.
    SettingsUpdated = "settings.updated",
    /// A channel was created.
    ChannelCreated = "channel.created",
    /// A channel was edited.
    ChannelUpdated = "channel.updated",
    /// A token was issued.
    TokenIssued = "token.issued",
    /// A token was revoked.
    TokenRevoked = "token.revoked",
    /// A program that may log users in was registered.
    OAuthClientCreated = "oauth_client.created",
    /// A program that may log users in was forgotten.
    OAuthClientDeleted = "oauth_client.deleted",
    /// A webhook subscription was created.
    WebhookCreated = "webhook.created",
    /// A webhook subscription was edited.
    WebhookUpdated = "webhook.updated",
    /// A webhook subscription was deleted.
    WebhookDeleted = "webhook.deleted",
    /// A webhook subscription's live cursor was moved.
    WebhookSought = "webhook.sought",
    /// A webhook subscription was disabled by Switchroom itself.
    WebhookDisabled = "webhook.disabled",
    /// A replay to a webhook subscription was asked for.
    WebhookReplayStarted = "webhook.replay_started",
    /// A replay to a webhook subscription was called off.
    WebhookReplayCancelled = "webhook.replay_cancelled",
}

impl EventKind {
    /// The version of what an event of this kind carries in `subject` and `changes`.
    #[must_use]
    pub fn schema(self) -> u16 {
        1
    }

    /// Whether an event of this kind changes who may do what: whoever remembers access must ask again. Nobody remembers of a
    /// new user or token that it was not there, and visitors get tokens all the time.
    #[must_use]
    pub fn changes_access(self) -> bool {
        matches!(self, Self::ContactDeleted | Self::UserUpdated | Self::UserDeleted | Self::RoleUpdated | Self::TokenRevoked)
    }

    /// Whether somebody with `permissions` is told of events of this kind: with `event.read` of all; else, with `room.view`, of those
    /// about what he may look at anyway.
    #[must_use]
    pub fn visible_with(self, permissions: Permissions) -> bool {
        let looks = |permission| permissions.contains(Permission::RoomView) && permissions.contains(permission);
        permissions.contains(Permission::EventRead) || self.looked_at_with().is_some_and(looks)
    }

    /// The permission to look at what an event of this kind is about. None: it is for those who may read the whole log.
    fn looked_at_with(self) -> Option<Permission> {
        match self {
            Self::RoomCreated
            | Self::RoomUpdated
            | Self::RoomTagged
            | Self::RoomAssigned
            | Self::RoomUnassigned
            | Self::RoomResolved
            | Self::RoomReopened
            | Self::RoomSnoozed
            | Self::RoomWoken
            | Self::RoomRated
            | Self::RoomSummarized
            | Self::ParticipantJoined
            | Self::ParticipantRead
            | Self::ParticipantBlocked
            | Self::ParticipantArchived
            | Self::ParticipantFlagged
            | Self::MessageCreated
            | Self::MessageEdited
            | Self::MessageDeleted
            | Self::MessageStatusChanged
            | Self::SlaCreated
            | Self::SlaUpdated
            | Self::SlaDeleted
            | Self::CustomFieldSaved
            | Self::CustomFieldRemoved
            | Self::ViewCreated
            | Self::ViewUpdated
            | Self::ViewDeleted => Some(Permission::RoomView),
            Self::ContactCreated | Self::ContactUpdated | Self::ContactDeleted => Some(Permission::ContactView),
            Self::UserCreated | Self::UserUpdated | Self::UserDeleted => Some(Permission::UserView),
            Self::TeamCreated | Self::TeamUpdated | Self::TeamDeleted => Some(Permission::TeamView),
            Self::CannedResponseSaved | Self::CannedResponseDeleted => Some(Permission::CannedResponseView),
            Self::ChannelCreated | Self::ChannelUpdated => Some(Permission::ChannelView),
            Self::RoleUpdated
            | Self::SettingsUpdated
            | Self::TokenIssued
            | Self::TokenRevoked
            | Self::OAuthClientCreated
            | Self::OAuthClientDeleted
            | Self::WebhookCreated
            | Self::WebhookUpdated
            | Self::WebhookDeleted
            | Self::WebhookSought
            | Self::WebhookDisabled
            | Self::WebhookReplayStarted
            | Self::WebhookReplayCancelled => None,
        }
    }

    /// Whether an event of this kind changes which followers there are, or where they stand.
    #[must_use]
    pub fn changes_following(self) -> bool {
        matches!(
            self,
            Self::WebhookCreated
                | Self::WebhookUpdated
                | Self::WebhookDeleted
                | Self::WebhookSought
                | Self::WebhookDisabled
                | Self::WebhookReplayStarted
                | Self::WebhookReplayCancelled
        )
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// The event's room.
    Room,
    /// The event's room, which woke.
    Woken {
        /// Why.
        why: WakeReason,
    },
    /// A message, as of the event.
    Message {
        /// The message.
        id: MessageId,
        /// Its revision after the event.
        revision: u32,
        /// Its delivery status after the event.
        status: DeliveryStatus,
        /// Whether it is deleted after the event.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        deleted: bool,
        /// Whether only whoever answers may see it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// Somebody's part in the event's room.
    Participant {
        /// The part.
        id: ParticipantId,
        /// Who.
        person: Person,
    },
    /// A contact.
    Contact {
        /// Which.
        id: ContactId,
    },
    /// A user.
    User {
        /// Which.
        id: UserId,
    },
    /// A role.
    Role {
        /// Its name.
        name: String,
    },
    /// A team.
    Team {
        /// Which.
        id: TeamId,
    },
    /// A service level.
    Sla {
        /// Which.
        id: SlaId,
    },
    /// A custom field.
    CustomField {
        /// Its key.
        key: String,
    },
    /// A canned response.
    CannedResponse {
        /// Which.
        id: CannedResponseId,
    },
    /// A view.
    View {
        /// Which.
        id: ViewId,
    },
    /// The organization's settings.
    Settings,
    /// A program that may log users in.
    OAuthClient {
        /// Which.
        id: OAuthClientId,
    },
    /// A channel.
    Channel {
        /// Which.
        id: ChannelId,
    },
    /// A token.
    Token {
        /// Which.
        id: TokenId,
    },
    /// A webhook subscription.
    Webhook {
        /// Which.
        id: SubscriptionId,
        /// The replay job, where one was started.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replay: Option<FollowerId>,
    },
}

/// What made a command be given, other than its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Cause {
    /// The answer to a delivery to this subscription.
    Delivery(SubscriptionId),
    /// A call with this token, of somebody who may subscribe to events: a subscription can leave out what came of it.
    Token(TokenId),
}

/// A fact in an organization's log. It carries no text and no names: those live in revisions and in people's tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The organization.
    pub org: OrgId,
    /// Its place in the log, counted from 1 without gaps.
    pub seq: i64,
    /// The event's id.
    pub id: EventId,
    /// What kind of fact it is.
    pub kind: EventKind,
    /// The version of `subject` and `changes`.
    pub schema: u16,
    /// When: later than every earlier command's events in the organization.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What made the actor do it, where that matters.
    pub cause: Option<Cause>,
    /// The room, if it is about one.
    pub room: Option<RoomId>,
    /// What it is about.
    pub subject: Subject,
    /// What changed: field to `{"from","to"}`, or to `{}` where the values are text.
    pub changes: Map<String, Value>,
    /// The room's state after the event.
    pub room_head: Option<RoomHead>,
}

impl Event {
    /// The event's place among its room's, counted from 1 without gaps.
    #[must_use]
    pub fn room_version(&self) -> Option<i64> {
        self.room_head.as_ref().map(|head| head.version)
    }

    /// Whether the contact of the event's room may see it.
    #[must_use]
    pub fn shows_to_contact(&self) -> bool {
        match (&self.subject, self.kind) {
            (Subject::Message { internal, .. }, _) => !internal,
            (
                _,
                EventKind::RoomUpdated
                | EventKind::RoomTagged
                | EventKind::RoomSnoozed
                | EventKind::RoomWoken
                | EventKind::RoomRated
                | EventKind::RoomSummarized
                | EventKind::ParticipantArchived
                | EventKind::ParticipantFlagged,
            ) => false,
            (Subject::Room | Subject::Participant { .. }, _) => true,
            _ => false,
        }
    }
}

/// An event together with what it refers to, all as of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The event.
    pub event: Event,
    /// The event's room.
    pub room: Option<Arc<Room>>,
    /// The message that the event is about.
    pub message: Option<Arc<Message>>,
    /// The span of the command that made it, while it is in memory of the node that committed it.
    pub trace: Option<TraceContext>,
}

impl Committed {
    /// About how many bytes it takes in memory: windows are bounded by it.
    #[must_use]
    pub fn weight(&self) -> usize {
        const FIXED: usize = 1_500;
        let said = self.message.as_ref().map_or(0, |message| {
            message.content.text.len()
                + message.content.payload.as_ref().map_or(0, text_bytes)
                + message.ext.values().map(text_bytes).sum::<usize>()
        });
        FIXED + said + self.room.as_ref().map_or(0, |room| room_text_bytes(&room.texts))
    }
}

fn room_text_bytes(texts: &RoomTexts) -> usize {
    let written = [&texts.name, &texts.topic, &texts.note].into_iter().flatten().map(String::len).sum::<usize>();
    let rating = texts.rating.as_ref().and_then(|rating| rating.comment.as_deref()).map_or(0, str::len);
    let summary = texts.summary.as_ref().map_or(0, |summary| summary.text.len());
    let fields = texts.custom_fields.values().map(String::len).sum::<usize>();
    written + rating + summary + fields + texts.ext.values().map(text_bytes).sum::<usize>()
}

/// About how many bytes a value takes in memory.
fn text_bytes(value: &Value) -> usize {
    const NODE: usize = 32;
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(text_bytes).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| name.len() + text_bytes(value)).sum(),
        _ => 0,
    }
}

/// A change of one field, as an event tells it.
#[must_use]
pub fn change(from: impl Serialize, to: impl Serialize) -> Value {
    let value = |result: Result<Value, serde_json::Error>| result.unwrap_or(Value::Null);
    let mut change = Map::new();
    change.insert("from".to_owned(), value(serde_json::to_value(from)));
    change.insert("to".to_owned(), value(serde_json::to_value(to)));
    Value::Object(change)
}
