//! Filling an index from what the store holds: kind by kind, by id, and so by age.

use std::collections::HashMap;
use std::time::Duration;

use switchroom_domain::room::Room;
use switchroom_domain::{ChannelId, MessageId, OrgId, RoomId};
use tokio::time::Instant;

use super::{Indexer, Turn};
use crate::EngineError;
use crate::ports::{Document, DocumentKind, Filling, IndexBatch, IndexPosition};
use crate::search::documents;
use crate::search::rooms::contacts_of;

/// Written at one time.
const PAGE: usize = 2_000;
/// How long an organization's index is filled before others have their turn.
const TURN: Duration = Duration::from_secs(1);

impl Indexer {
    /// Writes the next pieces, each while the one after it is read. `seq`: from where the log is followed afterwards.
    pub(super) async fn fill(&self, org: OrgId, seq: i64, filling: Filling) -> Result<Turn, EngineError> {
        let until = Instant::now() + TURN;
        let mut piece = self.piece(org, filling).await?;
        loop {
            let (batch, position) = (IndexBatch { documents: piece.documents, ..IndexBatch::default() }, piece.next);
            let write = self.engine.search.write(org, batch, IndexPosition { seq, filling: position });
            let Some(next) = position.filter(|_| Instant::now() < until) else {
                let written = write.await?;
                if written && position.is_none() {
                    tracing::info!(%org, "the search index is filled");
                }
                return Ok(if written { Turn::More } else { Turn::Elsewhere });
            };
            let (written, read) = tokio::join!(write, self.piece(org, next));
            if !written? {
                return Ok(Turn::Elsewhere);
            }
            piece = read?;
        }
    }

    async fn piece(&self, org: OrgId, Filling { kind, after }: Filling) -> Result<Piece, EngineError> {
        let store = &self.engine.store;
        let (documents, last) = match kind {
            DocumentKind::Contact => {
                let page = store.contacts(org, after, PAGE).await?;
                let last = page.items.last().filter(|_| page.more).map(|last| last.id.0);
                (page.items.iter().filter_map(documents::of_contact).collect(), last)
            }
            DocumentKind::Room => {
                let page = store.all_rooms(org, after.map(RoomId), PAGE).await?;
                let last = page.items.last().filter(|_| page.more).map(|last| last.facts.id.0);
                let contacts = contacts_of(&self.engine, org, &page.items).await?;
                let document = |room: &Room| documents::of_room(room, contacts.get(&room.facts.contact));
                (page.items.iter().map(document).collect(), last)
            }
            DocumentKind::Message => {
                let page = store.all_messages(org, after.map(MessageId), PAGE).await?;
                let last = page.items.last().filter(|_| page.more).map(|last| last.id.0);
                let channels = self.channels_of(org, page.items.iter().map(|message| message.room).collect()).await?;
                let found = page.items.iter().filter_map(|message| Some((message, *channels.get(&message.room)?)));
                (found.filter_map(|(message, channel)| documents::of_message(message, channel)).collect(), last)
            }
        };
        let next = match last {
            Some(last) => Some(Filling { kind, after: Some(last) }),
            None => following(kind).map(|kind| Filling { kind, after: None }),
        };
        Ok(Piece { documents, next })
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
    /// Where the next one begins; none: it is the last.
    next: Option<Filling>,
}

/// The kind that is filled in after this one.
fn following(kind: DocumentKind) -> Option<DocumentKind> {
    DocumentKind::EVERY.into_iter().skip_while(|other| *other != kind).nth(1)
}
