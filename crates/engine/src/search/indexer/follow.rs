//! Writing what the log says.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use switchroom_domain::event::Subject;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{ChannelId, Committed, ContactId, EventKind, MessageId, OrgId, RoomId};

use super::{Indexer, Turn};
use crate::EngineError;
use crate::ports::{DocumentKind, IndexBatch, IndexPosition, RoomsQuery};
use crate::search::documents;
use crate::search::rooms::contacts_of;

/// Events read at one time.
const EVENTS: usize = 1_000;
/// Rooms of a contact read at one time.
const ROOMS: usize = 200;

/// What some events have touched.
#[derive(Default)]
struct Touched {
    /// Messages as of the last of the events about them, with the channels of their rooms.
    messages: HashMap<MessageId, Option<(Arc<Message>, ChannelId)>>,
    rooms: BTreeSet<RoomId>,
    contacts: BTreeSet<ContactId>,
    /// Contacts whose rooms say something else now.
    renamed: BTreeSet<ContactId>,
}

impl Indexer {
    /// Writes what was committed after `seq`.
    pub(super) async fn follow(&mut self, org: OrgId, seq: i64) -> Result<Turn, EngineError> {
        let events = self.log.events_after(org, seq, EVENTS).await?;
        let Some(last) = events.last() else { return Ok(Turn::Done) };
        let seq = last.event.seq;
        let batch = self.batch(org, Touched::by(&events)).await?;
        if !self.engine.search.write(org, batch, IndexPosition { seq, filling: None }).await? {
            return Ok(Turn::Elsewhere);
        }
        let head = self.heads.entry(org).or_insert(seq);
        *head = seq.max(*head);
        let done = *head == seq && events.len() < EVENTS;
        let left = IndexPosition { seq, filling: None };
        metrics::gauge!("switchroom_search_lag_events", "organization" => org.to_string()).set(super::lag(left, *head));
        Ok(if done { Turn::Done } else { Turn::More })
    }

    /// What has changed, as it is to be found. Contacts and rooms are taken as they are now: what is written may be ahead of the
    /// position, and is written once more when it gets there.
    async fn batch(&self, org: OrgId, touched: Touched) -> Result<IndexBatch, EngineError> {
        let mut batch = IndexBatch::default();
        let store = &self.engine.store;
        let contacts = store.contacts_of(org, touched.contacts.iter().copied().collect()).await?;
        let mut kept = BTreeSet::new();
        for document in contacts.iter().filter_map(documents::of_contact) {
            kept.insert(document.id);
            batch.documents.push(document);
        }
        let gone = touched.contacts.iter().filter(|contact| !kept.contains(&contact.0));
        batch.forgotten.extend(gone.map(|contact| (DocumentKind::Contact, contact.0)));

        let mut rooms = store.rooms_of(org, touched.rooms.iter().copied().collect()).await?;
        for contact in touched.renamed {
            let others = self.rooms_of(org, contact).await?;
            rooms.extend(others.into_iter().filter(|room| !touched.rooms.contains(&room.facts.id)));
        }
        let contacts = contacts_of(&self.engine, org, &rooms).await?;
        batch.documents.extend(rooms.iter().map(|room| documents::of_room(room, contacts.get(&room.facts.contact))));

        for (id, message) in touched.messages {
            match message.and_then(|(message, channel)| documents::of_message(&message, channel)) {
                Some(document) => batch.documents.push(document),
                None => batch.forgotten.push((DocumentKind::Message, id.0)),
            }
        }
        // Places are given in this order: by age.
        batch.documents.sort_by_key(|document| document.id);
        Ok(batch)
    }

    /// All rooms of a contact.
    async fn rooms_of(&self, org: OrgId, contact: ContactId) -> Result<Vec<Room>, EngineError> {
        let (mut rooms, mut after) = (Vec::new(), None);
        loop {
            let query = RoomsQuery { contact: Some(contact), after, limit: ROOMS, ..RoomsQuery::default() };
            let page = self.engine.store.rooms(org, query).await?;
            after = page.items.last().map(|last| (last.head.last_activity_at, last.facts.id));
            rooms.extend(page.items);
            if !page.more {
                return Ok(rooms);
            }
        }
    }
}

impl Touched {
    fn by(events: &[Arc<Committed>]) -> Self {
        let mut touched = Self::default();
        for committed in events {
            touched.add(committed);
        }
        touched
    }

    fn add(&mut self, committed: &Committed) {
        let event = &committed.event;
        match (event.kind, &event.subject) {
            (EventKind::MessageCreated | EventKind::MessageEdited | EventKind::MessageDeleted, Subject::Message { id, .. }) => {
                let message = committed.message.as_ref().zip(committed.room.as_ref());
                self.messages.insert(*id, message.map(|(message, room)| (Arc::clone(message), room.facts.channel)));
            }
            (EventKind::RoomCreated | EventKind::RoomUpdated | EventKind::RoomTagged | EventKind::RoomSummarized, _) => {
                self.rooms.extend(event.room);
            }
            (EventKind::ContactCreated, Subject::Contact { id }) => {
                self.contacts.insert(*id);
            }
            (EventKind::ContactUpdated | EventKind::ContactDeleted, Subject::Contact { id }) => {
                self.contacts.insert(*id);
                if event.kind == EventKind::ContactDeleted || event.changes.contains_key("name") {
                    self.renamed.insert(*id);
                }
            }
            _ => {}
        }
    }
}
