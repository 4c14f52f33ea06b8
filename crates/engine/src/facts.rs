//! What never changes once it is so, remembered: bodies tell it with every event of a room.

use parking_lot::RwLock;
use switchroom_domain::message::Message;
use switchroom_domain::{OrgId, ParticipantId, Person, RoomId, Timestamp};

use crate::ports::MessagesQuery;
use crate::remembered::{Remembered, remembered};
use crate::{Engine, EngineError};

/// Facts of a kind remembered, at the most.
const MOST: usize = 50_000;

/// Somebody's part in a room, as far as it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its id.
    pub id: ParticipantId,
    /// When it began.
    pub joined_at: Timestamp,
}

/// What is remembered of rooms' parts and messages. Nothing of it is ever forgotten but for want of room.
#[derive(Debug)]
pub(crate) struct Facts {
    parts: RwLock<Remembered<(OrgId, RoomId, Person), Part>>,
    said: RwLock<Remembered<(OrgId, RoomId, Timestamp), Timestamp>>,
}

impl Default for Facts {
    fn default() -> Self {
        Self { parts: RwLock::new(Remembered::new(MOST)), said: RwLock::new(Remembered::new(MOST)) }
    }
}

impl Engine {
    /// Somebody's part in a room, maybe remembered.
    pub async fn part(&self, org: OrgId, room: RoomId, person: Person) -> Result<Option<Part>, EngineError> {
        let read = async || {
            let found = self.store.participant(org, room, person).await?;
            // Who has only looked in may join later.
            Ok(found.and_then(|found| Some(Part { id: found.id, joined_at: found.joined_at? })))
        };
        remembered(&self.entities.facts.parts, (org, room, person), read).await
    }

    /// When the message of a room that was created then was said, maybe remembered. Messages of a room are a millisecond apart, so
    /// their times name them. What is not found counts as said when it was created.
    pub async fn said_at(&self, org: OrgId, room: RoomId, created_at: Timestamp) -> Result<Timestamp, EngineError> {
        if let Ok(said_at) = self.entities.facts.said.read().get(&(org, room, created_at)) {
            return Ok(said_at);
        }
        let query = MessagesQuery { room, before: Some(created_at.plus_micros(1)), after: None, internal: true, limit: 1 };
        let found = self.store.messages(org, query).await?.items.pop().filter(|message| message.created_at == created_at);
        if let Some(message) = &found {
            self.saw(message);
        }
        Ok(found.map_or(created_at, |message| message.said_at()))
    }

    /// A message came by: when it was said need not be looked up any more.
    pub fn saw(&self, message: &Message) {
        let said = &self.entities.facts.said;
        let key = (message.org, message.room, message.created_at);
        let known = said.read().get(&key);
        if let Err(generation) = known {
            said.write().remember(generation, key, message.said_at());
        }
    }
}
