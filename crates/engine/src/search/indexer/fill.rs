//! Filling an index from what the store holds: kind by kind, by id, and so by age.

use std::collections::HashMap;

use switchroom_domain::room::Room;
use switchroom_domain::{ChannelId, MessageId, OrgId, RoomId};
use uuid::Uuid;

use super::{Indexer, Turn};
use crate::EngineError;
use crate::ports::{Document, DocumentKind, Filling, IndexBatch, IndexPosition};
use crate::search::documents;
use crate::search::rooms::contacts_of;

/// Written at one time.
const PAGE: usize = 2_000;

impl Indexer {
    /// Writes the next piece. `seq`: from where the log is followed afterwards.
    pub(super) async fn fill(&self, org: OrgId, seq: i64, filling: Filling) -> Result<Turn, EngineError> {
        let page = self.page(org, filling).await?;
        let filling = match page.next {
            Some(after) => Some(Filling { kind: filling.kind, after: Some(after) }),
            None => following(filling.kind).map(|kind| Filling { kind, after: None }),
        };
        if filling.is_none() {
            tracing::info!(%org, "the search index is filled");
        }
        let batch = IndexBatch { documents: page.documents, forgotten: Vec::new() };
        let written = self.engine.search.write(org, batch, IndexPosition { seq, filling }).await?;
        Ok(if written { Turn::More } else { Turn::Elsewhere })
    }

    async fn page(&self, org: OrgId, Filling { kind, after }: Filling) -> Result<Piece, EngineError> {
        let store = &self.engine.store;
        Ok(match kind {
            DocumentKind::Contact => {
                let page = store.contacts(org, after, PAGE).await?;
                let next = page.items.last().filter(|_| page.more).map(|last| last.id.0);
                Piece { documents: page.items.iter().filter_map(documents::of_contact).collect(), next }
            }
            DocumentKind::Room => {
                let page = store.all_rooms(org, after.map(RoomId), PAGE).await?;
                let next = page.items.last().filter(|_| page.more).map(|last| last.facts.id.0);
                let contacts = contacts_of(&self.engine, org, &page.items).await?;
                let document = |room: &Room| documents::of_room(room, contacts.get(&room.facts.contact));
                Piece { documents: page.items.iter().map(document).collect(), next }
            }
            DocumentKind::Message => {
                let page = store.all_messages(org, after.map(MessageId), PAGE).await?;
                let next = page.items.last().filter(|_| page.more).map(|last| last.id.0);
                let channels = self.channels_of(org, page.items.iter().map(|message| message.room).collect()).await?;
                let found = page.items.iter().filter_map(|message| Some((message, *channels.get(&message.room)?)));
                Piece { documents: found.filter_map(|(message, channel)| documents::of_message(message, channel)).collect(), next }
            }
        })
    }

    async fn channels_of(&self, org: OrgId, mut rooms: Vec<RoomId>) -> Result<HashMap<RoomId, ChannelId>, EngineError> {
        rooms.sort_unstable();
        rooms.dedup();
        let rooms = self.engine.store.rooms_of(org, rooms).await?;
        Ok(rooms.into_iter().map(|room| (room.facts.id, room.facts.channel)).collect())
    }
}

/// A piece of what is to be written.
struct Piece {
    documents: Vec<Document>,
    /// After which the next one begins; none: it is the last of its kind.
    next: Option<Uuid>,
}

/// The kind that is filled in after this one.
fn following(kind: DocumentKind) -> Option<DocumentKind> {
    DocumentKind::EVERY.into_iter().skip_while(|other| *other != kind).nth(1)
}
