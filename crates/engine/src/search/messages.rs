//! Finding messages.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use switchroom_domain::message::{Message, Visibility};
use switchroom_domain::room::Room;
use switchroom_domain::{ChannelId, MessageId, OrgId, RoomId, Timestamp};

use super::documents::{AuthorKind, channel_term, message_fields, visibility_term};
use super::matching;
use super::query::Query;
use super::rooms::RoomFilter;
use super::snippet::{Part, snippet};
use super::walk::{Hits, Search, Share, walk};
use crate::ports::{DocumentKind, IndexPlace, IndexQuery, MessagesQuery};
use crate::{Engine, EngineError};

/// Messages of one room that are read at one time.
const OF_A_ROOM: usize = 500;
/// Messages of one room that are compared for one request, at the most.
const MOST_OF_A_ROOM: usize = 5_000;

/// Which messages to find.
#[derive(Debug, Clone)]
pub struct MessageSearch {
    /// What they say.
    pub query: Query,
    /// Of rooms of this channel.
    pub channel: Option<ChannelId>,
    /// Of rooms that are so.
    pub rooms: RoomFilter,
    /// Of this room.
    pub room: Option<RoomId>,
    /// Said by somebody of this kind.
    pub author: Option<AuthorKind>,
    /// Of this visibility.
    pub visibility: Option<Visibility>,
    /// Created then at the earliest.
    pub from: Option<Timestamp>,
    /// Created then at the latest.
    pub to: Option<Timestamp>,
    /// Where to go on: `next` of the same search before.
    pub before: Option<i64>,
    /// How many at the most.
    pub limit: usize,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageHit {
    /// The message.
    pub message: Message,
    /// Its room.
    pub room: Room,
    /// What of it was looked for.
    pub snippet: Vec<Part>,
}

/// Finds messages, newest first: whatever is not deleted, and not Switchroom's own remarks.
pub async fn find_messages(engine: &Engine, org: OrgId, search: &MessageSearch) -> Result<Hits<MessageHit>, EngineError> {
    match search.room {
        // A room has few enough to read them all.
        Some(room) => in_room(engine, org, search, room).await,
        None => walk(engine, org, search, index_query(search), search.limit).await,
    }
}

fn index_query(search: &MessageSearch) -> IndexQuery {
    let filters = [search.channel.map(channel_term), search.author.map(AuthorKind::term), search.visibility.map(visibility_term)];
    let query = search.query.of(DocumentKind::Message, filters.into_iter().flatten(), search.before);
    IndexQuery { from: search.from, to: search.to, ..query }
}

#[async_trait]
impl Search for MessageSearch {
    type Hit = MessageHit;

    async fn look(&self, engine: &Engine, org: OrgId, places: Vec<IndexPlace>) -> Result<Vec<(i64, MessageHit)>, EngineError> {
        let ids = places.iter().map(|place| MessageId(place.id)).collect();
        let messages = engine.store.messages_of(org, ids).await?;
        let said = |message: Message| compared(self, &message).map(|snippet| (message.id, (message, snippet)));
        let mut said: HashMap<MessageId, (Message, Vec<Part>)> = messages.into_iter().filter_map(said).collect();
        let rooms: HashSet<RoomId> = said.values().map(|(message, _)| message.room).collect();
        let rooms = engine.store.rooms_of(org, rooms.into_iter().collect()).await?;
        let rooms: HashMap<RoomId, Room> = rooms.into_iter().filter(|room| is_of(self, room)).map(|room| (room.facts.id, room)).collect();
        let hit = |place: IndexPlace| {
            let (message, snippet) = said.remove(&MessageId(place.id))?;
            let room = rooms.get(&message.room)?.clone();
            Some((place.place, MessageHit { message, room, snippet }))
        };
        Ok(places.into_iter().filter_map(hit).collect())
    }
}

/// The messages of one room, read one after the other.
async fn in_room(engine: &Engine, org: OrgId, search: &MessageSearch, room: RoomId) -> Result<Hits<MessageHit>, EngineError> {
    let nothing = Hits { items: Vec::new(), next: None };
    let Some(room) = engine.store.room(org, room).await?.filter(|room| is_of(search, room)) else { return Ok(nothing) };
    let (mut items, mut before, mut share) = (Vec::new(), search.before.map(Timestamp), Share::of(MOST_OF_A_ROOM));
    loop {
        let query = MessagesQuery { room: room.facts.id, before, after: None, internal: true, limit: OF_A_ROOM };
        let page = engine.store.messages(org, query).await?;
        let goes_on = share.goes_on(page.items.len());
        before = page.items.last().map(|last| last.created_at);
        for message in page.items {
            let Some(snippet) = compared(search, &message) else { continue };
            if items.len() == search.limit {
                let next = items.last().map(|last: &MessageHit| last.message.created_at.0);
                return Ok(Hits { items, next });
            }
            items.push(MessageHit { message, room: room.clone(), snippet });
        }
        let passed = before.zip(search.from).is_some_and(|(before, from)| before < from);
        if !page.more || passed {
            return Ok(Hits { items, next: None });
        }
        if !goes_on {
            return Ok(Hits { items, next: before.map(|before| before.0) });
        }
    }
}

fn is_of(search: &MessageSearch, room: &Room) -> bool {
    search.rooms.takes(room) && search.channel.is_none_or(|channel| channel == room.facts.channel)
}

/// What of a message is looked for; none: it is not.
fn compared(search: &MessageSearch, message: &Message) -> Option<Vec<Part>> {
    let is_so = search.author.is_none_or(|author| AuthorKind::of(&message.author) == Some(author))
        && search.visibility.is_none_or(|visibility| visibility == message.visibility)
        && search.from.is_none_or(|from| message.created_at >= from)
        && search.to.is_none_or(|to| message.created_at <= to);
    let found = matching::find(&search.query, &message_fields(message).filter(|_| is_so)?)?;
    Some(snippet(found.text, &found.hits))
}
