//! Messages on the wire.

use serde::Serialize;
use serde_json::Value;
use switchroom_domain::UserId;
use switchroom_domain::message as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, ContentKind, DeliveryStatus, Time, Visibility};
use crate::extract::Audience;

/// Said in a room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Message<'a> {
    /// The message's id.
    id: Uuid,
    /// The message's number in the organization. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    number: Option<i64>,
    /// The room it is said in.
    room_id: Uuid,
    /// Who says it.
    author: Actor,
    /// Who may see it.
    visibility: Visibility,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    kind: ContentKind,
    /// The words; for other kinds than text a caption, maybe empty. Left out of a deleted message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<&'a str>,
    /// What the kind needs beyond words. Left out of a deleted message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    payload: Option<&'a Value>,
    /// The users it mentions. Left out where it mentions nobody, of a deleted message, and to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Uuid>>, nullable = false)]
    mentions: Option<&'a [UserId]>,
    /// Counts the edits, from 1.
    revision: u32,
    /// How far it has come.
    status: DeliveryStatus,
    /// Why it failed, in the provider's words. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status_error: Option<&'a str>,
    /// Whether a campaign sent it.
    campaign: bool,
    /// The message it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reply_to: Option<Uuid>,
    /// The provider's id: unique in the room's channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    provider_id: Option<&'a str>,
    /// The provider's time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    provider_at: Option<Time>,
    /// The sender's own id: unique for this room and sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    local_id: Option<&'a str>,
    /// When it was said: strictly increasing within the room.
    created_at: Time,
    /// When its content was last edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    edited_at: Option<Time>,
    /// When it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deleted_at: Option<Time>,
}

impl<'a> Message<'a> {
    /// The message, as `audience` may see it.
    pub(crate) fn new(message: &'a domain::Message, audience: Audience) -> Self {
        let team = audience == Audience::Team;
        let content = Some(&message.content).filter(|_| message.deleted_at.is_none());
        Self {
            id: message.id.0,
            number: team.then_some(message.number),
            room_id: message.room.0,
            author: message.author.into(),
            visibility: message.visibility.into(),
            kind: message.content.kind.into(),
            text: content.map(|content| content.text.as_str()),
            payload: content.and_then(|content| content.payload.as_ref()),
            mentions: content.filter(|_| team).and_then(|content| mentions(content)),
            revision: message.revision,
            status: message.status.into(),
            status_error: message.status_error.as_deref().filter(|_| team),
            campaign: message.campaign,
            reply_to: message.reply_to.map(|id| id.0),
            provider_id: message.provider_id.as_deref(),
            provider_at: message.provider_at.map(Time),
            local_id: message.local_id.as_deref(),
            created_at: message.created_at.into(),
            edited_at: message.edited_at.map(Time),
            deleted_at: message.deleted_at.map(Time),
        }
    }
}

fn mentions(content: &domain::Content) -> Option<&[UserId]> {
    Some(&*content.mentions).filter(|mentions| !mentions.is_empty())
}

/// What a message said before an edit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Revision<'a> {
    /// Which of the message's revisions, from 1.
    revision: u32,
    /// What kind of thing it was.
    #[serde(rename = "type")]
    kind: ContentKind,
    /// The words.
    text: &'a str,
    /// What the kind needed beyond words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    payload: Option<&'a Value>,
    /// The users it mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Uuid>>, nullable = false)]
    mentions: Option<&'a [UserId]>,
    /// When it began to say so.
    at: Time,
}

impl<'a> From<&'a domain::Revision> for Revision<'a> {
    fn from(revision: &'a domain::Revision) -> Self {
        Self {
            revision: revision.revision,
            kind: revision.content.kind.into(),
            text: &revision.content.text,
            payload: revision.content.payload.as_ref(),
            mentions: mentions(&revision.content),
            at: revision.at.into(),
        }
    }
}
