//! Rooms: the conversations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::limits;
use crate::message::DeliveryStatus;
use crate::priority::Priority;
use crate::{Actor, ChannelId, ContactId, MessageId, OrgId, Refusal, RoomId, SlaId, TeamId, Timestamp, UserId};

/// Where a room stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomStatus {
    /// Opened by a campaign; nobody has answered it yet.
    Campaign,
    /// Waits for somebody to take it.
    Queued,
    /// Somebody is assigned.
    Assigned,
    /// Done.
    Resolved,
}

impl RoomStatus {
    /// Every status, in the order of a room's life.
    pub const EVERY: [RoomStatus; 4] = [Self::Campaign, Self::Queued, Self::Assigned, Self::Resolved];

    /// Whether a contact's next message belongs here.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Resolved)
    }

    /// The status's name, e.g. `queued`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Queued => "queued",
            Self::Assigned => "assigned",
            Self::Resolved => "resolved",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|status| status.as_str() == name)
    }
}

/// Why a snoozed room woke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeReason {
    /// Its time had come.
    Time,
    /// The contact wrote.
    Message,
    /// A user woke it.
    User,
}

/// Whether a room is for two sides or for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// A customer and whoever answers.
    #[default]
    Conversation,
    /// A customer and a whole group.
    Group,
}

impl RoomKind {
    /// Every kind.
    pub const EVERY: [RoomKind; 2] = [Self::Conversation, Self::Group];

    /// The kind's name, e.g. `group`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Group => "group",
        }
    }
}

/// What made a room be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The contact opened it.
    Direct,
    /// The contact came from a waiting list.
    Queue,
    /// Somebody picked the contact from a list of promising ones.
    HotList,
    /// A campaign opened it.
    Campaign,
    /// A program or a colleague opened it.
    #[default]
    Api,
}

impl Origin {
    /// The origin's name, e.g. `hot_list`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Queue => "queue",
            Self::HotList => "hot_list",
            Self::Campaign => "campaign",
            Self::Api => "api",
        }
    }
}

/// What never changes about a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomFacts {
    /// The organization.
    pub org: OrgId,
    /// The room's id.
    pub id: RoomId,
    /// The room's number in the organization.
    pub number: i64,
    /// The channel it was opened through.
    pub channel: ChannelId,
    /// The customer.
    pub contact: ContactId,
    /// Whether it is for two sides or for many.
    #[serde(default)]
    pub kind: RoomKind,
    /// What made it be opened.
    #[serde(default)]
    pub origin: Origin,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// The last message of a room, as the room's head names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    /// The message.
    pub id: MessageId,
    /// Its revision.
    pub revision: u32,
    /// Its delivery status.
    pub status: DeliveryStatus,
    /// When it was created.
    pub at: Timestamp,
}

/// A room's compact state: what changes, without any text or name. Every event carries the one after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomHead {
    /// Counts the room's events without gaps, from 1.
    pub version: i64,
    /// Where the room stands.
    pub status: RoomStatus,
    /// Who is assigned; the first is the primary one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignees: Vec<UserId>,
    /// The room's tags, in the order they were put on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The team it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// How urgent it is; none: nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// How soon somebody must answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla: Option<SlaId>,
    /// Whether it may be resolved by itself when nobody writes any more.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub auto_resolve: bool,
    /// The contact's messages that nobody has read.
    pub unread: i64,
    /// Messages that everybody in the room may see.
    pub messages: i64,
    /// The contact's messages among them.
    pub contact_messages: i64,
    /// The last message that everybody in the room may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message: Option<LastMessage>,
    /// The time of the latest message of any kind: the next one is later by a millisecond at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_message_at: Option<Timestamp>,
    /// The contact's last message: from it the channel's reply window is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_contact_message_at: Option<Timestamp>,
    /// When somebody first answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answered_at: Option<Timestamp>,
    /// When a second author first wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established_at: Option<Timestamp>,
    /// When it was resolved; cleared when it is reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// Who resolved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<Actor>,
    /// Until when nobody need look at it; none: it is awake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Timestamp>,
    /// The revision of the room's texts; 0: it has none yet.
    pub text_revision: u32,
    /// The last event that shows in lists: strictly increasing in the organization.
    pub last_activity_at: Timestamp,
    /// The last event of any kind.
    pub updated_at: Timestamp,
}

impl RoomHead {
    /// The state of a room that is opened at `at`, before its first event.
    #[must_use]
    pub fn opened(status: RoomStatus, at: Timestamp) -> Self {
        Self {
            version: 0,
            status,
            assignees: Vec::new(),
            tags: Vec::new(),
            team: None,
            priority: None,
            sla: None,
            auto_resolve: true,
            unread: 0,
            messages: 0,
            contact_messages: 0,
            last_message: None,
            latest_message_at: None,
            last_contact_message_at: None,
            first_answered_at: None,
            established_at: None,
            resolved_at: None,
            resolved_by: None,
            snoozed_until: None,
            text_revision: 0,
            last_activity_at: at,
            updated_at: at,
        }
    }

    /// The user who is first answerable.
    #[must_use]
    pub fn primary_assignee(&self) -> Option<UserId> {
        self.assignees.first().copied()
    }

    /// Whether the last message that everybody may see is the contact's.
    #[must_use]
    pub fn is_unresponded(&self) -> bool {
        self.last_message.is_some_and(|last| Some(last.at) == self.last_contact_message_at)
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

/// What somebody thought of how he was served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// From 0 to 5, more is better.
    pub value: u8,
    /// In his words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Who rated.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What a conversation was about, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The summary.
    pub text: String,
    /// The number of an oddity, as the summariser counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anomaly: Option<i64>,
    /// The number of a topic, as the summariser counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<i64>,
    /// When it was written.
    pub at: Timestamp,
}

/// What people wrote about a room. Kept by revision, so that an event can be told with the texts of its time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoomTexts {
    /// A name of its own; without one, people see the contact's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// A remark for colleagues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Values of custom fields, by key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, String>,
    /// The latest rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// The latest summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// What vendors have and the model lacks, under keys that begin with the dialect's name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub ext: Map<String, Value>,
}

/// One conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// What never changes.
    pub facts: RoomFacts,
    /// What changes.
    pub head: RoomHead,
    /// What people wrote about it.
    pub texts: RoomTexts,
}

/// What a room is to be changed to. An absent field stays; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoomPatch {
    /// New name.
    pub name: Option<Option<String>>,
    /// New topic.
    pub topic: Option<Option<String>>,
    /// New note.
    pub note: Option<Option<String>>,
    /// New tags, all of them.
    pub tags: Option<Vec<String>>,
    /// New team.
    pub team: Option<Option<TeamId>>,
    /// New priority.
    pub priority: Option<Option<Priority>>,
    /// New service level.
    pub sla: Option<Option<SlaId>>,
    /// When a second author first wrote, as somebody knows better.
    pub established_at: Option<Option<Timestamp>>,
    /// Whether it may be resolved by itself.
    pub auto_resolve: Option<bool>,
    /// New values of custom fields, by key; none or blank: unset.
    pub custom_fields: BTreeMap<String, Option<String>>,
    /// New values of what only a vendor has, by key; none: unset.
    pub ext: BTreeMap<String, Option<Value>>,
}

impl RoomPatch {
    /// Puts the texts of the patch on `texts`; answers the names of the fields that changed. Refuses invalid values.
    pub fn apply_texts(&self, texts: &mut RoomTexts) -> Result<Vec<&'static str>, Refusal> {
        let mut changed = Vec::new();
        let name = match &self.name {
            Some(name) => limits::optional_name("name", name.as_deref())?,
            None => texts.name.clone(),
        };
        let topic = match &self.topic {
            Some(topic) => limits::optional_name("topic", topic.as_deref())?,
            None => texts.topic.clone(),
        };
        let note = match &self.note {
            Some(Some(note)) if note.trim().is_empty() => None,
            Some(note) => {
                note.as_deref().map_or(Ok(()), |note| limits::text("note", note))?;
                note.clone()
            }
            None => texts.note.clone(),
        };
        for (field, old, new) in [("name", &mut texts.name, name), ("topic", &mut texts.topic, topic), ("note", &mut texts.note, note)] {
            if *old != new {
                *old = new;
                changed.push(field);
            }
        }
        if crate::ext::apply(&mut texts.ext, &self.ext)? {
            changed.push("ext");
        }
        Ok(changed)
    }
}

/// Checks and tidies a list of tags: trimmed, no duplicates, order kept.
pub fn tags(given: &[String]) -> Result<Vec<String>, Refusal> {
    let mut tags: Vec<String> = Vec::with_capacity(given.len());
    for tag in given {
        let tag = limits::name("tags", tag)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > limits::TAGS {
        return Err(Refusal::Invalid { field: "tags", message: format!("must be at most {}", limits::TAGS) });
    }
    Ok(tags)
}
