//! Finding rooms.

use std::collections::HashMap;

use async_trait::async_trait;
use switchroom_domain::contact::Contact;
use switchroom_domain::room::{Room, RoomStatus};
use switchroom_domain::{ChannelId, ContactId, OrgId, RoomId, TeamId, UserId};

use super::documents::{RoomField, channel_term, room_fields, room_texts};
use super::matching;
use super::query::Query;
use super::snippet::{Part, snippet};
use super::walk::{Hits, Search, walk};
use crate::ports::{DocumentKind, IndexPlace};
use crate::{Engine, EngineError};

/// What rooms must be now. It changes too often to stand in the index.
#[derive(Debug, Clone, Default)]
pub struct RoomFilter {
    /// Of any of these statuses; empty: of all.
    pub statuses: Vec<RoomStatus>,
    /// Whose primary assignee is this user; `Some(None)`: that have none.
    pub assignee: Option<Option<UserId>>,
    /// For this team.
    pub team: Option<TeamId>,
    /// With this tag.
    pub tag: Option<String>,
}

impl RoomFilter {
    /// Whether a room is so.
    pub(super) fn takes(&self, room: &Room) -> bool {
        let head = &room.head;
        (self.statuses.is_empty() || self.statuses.contains(&head.status))
            && self.assignee.is_none_or(|assignee| assignee == head.primary_assignee())
            && self.team.is_none_or(|team| head.team == Some(team))
            && self.tag.as_ref().is_none_or(|tag| head.tags.contains(tag))
    }
}

/// Which rooms to find.
#[derive(Debug, Clone)]
pub struct RoomSearch {
    /// By what.
    pub query: Query,
    /// Of this channel.
    pub channel: Option<ChannelId>,
    /// That are so.
    pub filter: RoomFilter,
    /// Whether they are found by their contacts' names too.
    pub by_contact: bool,
    /// Where to go on: `next` of the same search before.
    pub before: Option<i64>,
    /// How many at the most.
    pub limit: usize,
}

/// A room that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomHit {
    /// The room.
    pub room: Room,
    /// What of it was looked for.
    pub snippet: Vec<Part>,
    /// What that is of the room.
    pub field: RoomField,
}

/// Finds rooms, newest first, by their contacts' names and by all that was written about them together.
pub async fn find_rooms(engine: &Engine, org: OrgId, search: &RoomSearch) -> Result<Hits<RoomHit>, EngineError> {
    let query = search.query.of(DocumentKind::Room, search.channel.map(channel_term), search.before);
    walk(engine, org, search, query, search.limit).await
}

#[async_trait]
impl Search for RoomSearch {
    type Hit = RoomHit;

    async fn look(&self, engine: &Engine, org: OrgId, places: Vec<IndexPlace>) -> Result<Vec<(i64, RoomHit)>, EngineError> {
        let ids = places.iter().map(|place| RoomId(place.id)).collect();
        let rooms = engine.store.rooms_of(org, ids).await?.into_iter();
        let rooms = rooms.filter(|room| self.filter.takes(room) && self.channel.is_none_or(|channel| channel == room.facts.channel));
        let mut rooms: HashMap<RoomId, Room> = rooms.map(|room| (room.facts.id, room)).collect();
        let contacts = contacts_of(engine, org, rooms.values()).await?;
        let hit = |place: IndexPlace| {
            let room = rooms.remove(&RoomId(place.id))?;
            let contact = contacts.get(&room.facts.contact);
            let (snippet, field) = {
                let texts = room_texts(&room, contact.filter(|_| self.by_contact));
                let fields = room_fields(&texts);
                let found = matching::find(&self.query, &fields)?;
                (snippet(found.text, &found.hits), found.field)
            };
            Some((place.place, RoomHit { room, snippet, field }))
        };
        Ok(places.into_iter().filter_map(hit).collect())
    }
}

/// The contacts of rooms.
pub(super) async fn contacts_of(
    engine: &Engine,
    org: OrgId,
    rooms: impl IntoIterator<Item = &Room>,
) -> Result<HashMap<ContactId, Contact>, EngineError> {
    let mut ids: Vec<ContactId> = rooms.into_iter().map(|room| room.facts.contact).collect();
    ids.sort_unstable();
    ids.dedup();
    let contacts = engine.store.contacts_of(org, ids).await?;
    Ok(contacts.into_iter().map(|contact| (contact.id, contact)).collect())
}
