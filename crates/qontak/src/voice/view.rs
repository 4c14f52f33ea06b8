//! The room of an event, with what its bodies need, as of that event.

use std::sync::Arc;

use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::setting::Settings;
use switchroom_domain::{Actor, Event, OrgId, Timestamp};
use switchroom_engine::presence::is_online;
use switchroom_engine::{Engine, EngineError};
use uuid::Uuid;

use super::people;
use crate::translate::session::session;
use crate::translate::words;
use crate::wire::room::{Extra, MessageRoom, RoomLead};
use crate::wire::time::Time;

/// The room of an event.
pub(super) struct View<'a> {
    pub(super) org: OrgId,
    /// When the event happened.
    pub(super) at: Timestamp,
    /// The organization's UUID.
    pub(super) organization: Uuid,
    pub(super) room: &'a Room,
    /// The message that the event is about.
    pub(super) message: Option<&'a Message>,
    channel: Option<Arc<Channel>>,
    settings: Arc<Settings>,
    contact: Option<Arc<Contact>>,
    /// The contact's id, for whom nothing else is known of.
    contact_id: String,
    /// When the contact last wrote: the provider's time where it gave one.
    heard_at: Option<Timestamp>,
    /// Whether the event is the contact's doing.
    by_contact: bool,
}

impl<'a> View<'a> {
    /// Looks up what belongs to the room of `event`. `message` is the one that the event is about.
    pub(super) async fn load(engine: &Engine, event: &Event, room: &'a Room, message: Option<&'a Message>) -> Result<Self, EngineError> {
        let org = event.org;
        let facts = &room.facts;
        if let Some(message) = message {
            engine.saw(message);
        }
        let organization = engine.organization(org).await?.ok_or(EngineError::UnexpectedAnswer)?;
        Ok(Self {
            org,
            at: event.at,
            organization: organization.uuid,
            room,
            message,
            channel: engine.channel(org, facts.channel).await?,
            settings: engine.settings(org).await?,
            contact: engine.contact(org, facts.contact).await?,
            contact_id: facts.contact.to_string(),
            heard_at: heard_at(engine, org, room).await?,
            by_contact: event.actor == Actor::Contact(facts.contact),
        })
    }

    /// The contact's handle on the room's channel; else his phone number; else his id.
    pub(super) fn handle(&self) -> &str {
        let contact = self.contact.as_deref();
        let identity = contact.and_then(|contact| contact.identities.iter().find(|identity| identity.channel == self.room.facts.channel));
        let handle = identity.map(|identity| identity.handle.as_str());
        handle.or_else(|| contact?.phone.as_deref()).unwrap_or(&self.contact_id)
    }

    /// What people call the contact; else his handle.
    pub(super) fn contact_name(&self) -> &str {
        self.contact.as_deref().and_then(|contact| contact.name.as_deref()).unwrap_or_else(|| self.handle())
    }

    /// The room's own name; else the contact's.
    pub(super) fn name(&self) -> &str {
        self.room.texts.name.as_deref().unwrap_or_else(|| self.contact_name())
    }

    pub(super) fn description(&self) -> &str {
        self.room.texts.topic.as_deref().unwrap_or_default()
    }

    /// The channel's kind, in Qontak's words.
    pub(super) fn channel_kind(&self) -> &str {
        self.channel.as_deref().map_or("", |channel| words::channel(&self.settings, channel))
    }

    /// What people call the channel.
    pub(super) fn channel_account(&self) -> &str {
        self.channel.as_deref().map_or("", |channel| &channel.name)
    }

    pub(super) fn session_at(&self) -> Option<Time> {
        self.heard_at.map(Time)
    }

    pub(super) fn resolved_by_id(&self) -> Option<Uuid> {
        self.room.head.resolved_by.map(|actor| people::id(self, actor))
    }

    pub(super) fn resolved_by_type(&self) -> Option<&'static str> {
        self.room.head.resolved_by.map(words::model)
    }

    pub(super) fn agent_ids(&self) -> Vec<Uuid> {
        self.room.head.assignees.iter().map(|user| user.0).collect()
    }

    /// Whether the contact did something in the five minutes before the event. It is counted from the log alone: when he was
    /// last seen is known as of today only, and a replay must tell the same.
    pub(super) fn extra(&self) -> Extra {
        Extra { is_participant_online: self.by_contact || is_online(self.room.head.last_contact_message_at, self.at) }
    }

    /// What every room begins with.
    pub(super) fn lead(&self) -> RoomLead<'_> {
        let Room { facts, head, .. } = self.room;
        RoomLead {
            id: facts.id.0,
            name: self.name(),
            description: self.description(),
            status: words::room_status(head.status),
            kind: words::ROOM_TYPE,
            tags: &head.tags,
            channel: self.channel_kind(),
            channel_account: self.channel_account(),
            organization_id: self.organization,
            account_uniq_id: self.handle(),
            channel_integration_id: facts.channel.0,
        }
    }

    /// The room inside a message's body. `last_message_at` is the provider's time where it gave one.
    pub(super) fn message_room(&self, last_message_at: Option<Timestamp>) -> MessageRoom<'_> {
        let Room { facts, head, texts } = self.room;
        MessageRoom {
            lead: self.lead(),
            session: session(head.last_contact_message_at, self.at),
            session_at: self.session_at(),
            unread_count: head.unread,
            created_at: Time(facts.created_at),
            updated_at: Time(head.updated_at),
            avatar: None,
            resolved_at: head.resolved_at.map(Time),
            external_id: None,
            resolved_by_id: self.resolved_by_id(),
            resolved_by_type: self.resolved_by_type(),
            last_message_at: last_message_at.map(Time),
            last_activity_at: Time(head.last_activity_at),
            note: texts.note.as_deref(),
            extra: self.extra(),
            agent_ids: self.agent_ids(),
            is_dont_auto_resolve: !head.auto_resolve,
            email_cc: None,
            is_unresponded: head.is_unresponded(),
            is_manual_survey: false,
        }
    }
}

/// When the contact last wrote, as of the event. The room's head has our time of it; the message has the provider's.
async fn heard_at(engine: &Engine, org: OrgId, room: &Room) -> Result<Option<Timestamp>, EngineError> {
    let Some(at) = room.head.last_contact_message_at else { return Ok(None) };
    Ok(Some(engine.said_at(org, room.facts.id, at).await?))
}
