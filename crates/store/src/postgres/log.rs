//! The log.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::try_join;
use switchroom_domain::event::Subject;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::room::{Room, RoomTexts};
use switchroom_domain::{Committed, Envelope, Event, MessageId, OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{Log, Outcome, StoreError};
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::codec::{event, from_doc, signed, unsigned};
use super::error::{PgError, column};
use super::params::{Param, each, params};
use super::readers::{Readers, patiently};
use super::transaction::Transaction;
use crate::as_of;
use crate::pages::row_limit;

/// Columns of an event, as [`event`] reads them.
macro_rules! select_events {
    ($rest:literal) => {
        concat!("SELECT seq, room_id, kind, at, doc FROM events ", $rest)
    };
}

pub(super) const OF_A_ROOM: &str = select_events!("WHERE org_id = $1 AND room_id = $2 AND seq >= $3 ORDER BY seq LIMIT $4");
/// Sorted by all the columns of the index: PostgreSQL does not know that NULLs are equal, and would sort them all.
pub(super) const OF_NO_ROOM: &str = select_events!("WHERE org_id = $1 AND room_id IS NULL AND seq >= $2 ORDER BY room_id, seq LIMIT $3");

/// Halves the part of the log in which the event may lie: a later event has no earlier time, and sequence numbers have no gap.
/// `OFFSET 0` keeps the planner from reading the log as a whole.
pub(super) const SEQ_BEFORE: &str = "
    WITH RECURSIVE part (low, high) AS (
        SELECT 0::bigint, (SELECT seq FROM heads WHERE org_id = $1)
        UNION ALL
        SELECT CASE WHEN e.at < $2 THEN e.seq ELSE low END, CASE WHEN e.at < $2 THEN high ELSE e.seq - 1 END
        FROM part CROSS JOIN LATERAL (
            SELECT seq, at FROM events WHERE org_id = $1 AND seq = (low + high + 1) / 2 OFFSET 0
        ) AS e WHERE low < high
    )
    SELECT max(low) FROM part";

#[async_trait]
impl Log for PostgresStore {
    async fn execute(&self, envelope: Envelope) -> Result<Outcome, StoreError> {
        self.writer.execute(envelope).await
    }

    async fn head_seq(&self, org: OrgId) -> Result<i64, StoreError> {
        let rows = self.readers.rows("SELECT seq FROM heads WHERE org_id = $1", params![org.0]).await?;
        Ok(rows.first().map_or(Ok(0), |row| column(row, 0))?)
    }

    async fn events_after(&self, org: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        events_after(&self.readers, org, after, limit).await
    }

    async fn lane_events(&self, org: OrgId, lane: Option<RoomId>, from: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let read = move || async move {
            let snapshot = Transaction::snapshot(&self.readers).await?;
            let events = lane_events(&snapshot, org, lane, from, limit).await?;
            snapshot.commit().await?;
            Ok(events)
        };
        patiently(read).await
    }

    async fn seq_before(&self, org: OrgId, at: Timestamp) -> Result<i64, StoreError> {
        let rows = self.readers.rows(SEQ_BEFORE, params![org.0, at.0]).await?;
        Ok(rows.first().map_or(Ok(0), |row| column(row, 0))?)
    }

    async fn room_events_after(&self, org: OrgId, room: RoomId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let read = move || async move {
            let snapshot = Transaction::snapshot(&self.readers).await?;
            let events = match seq_after_version(&snapshot, org, room, after).await? {
                Some(from) => lane_events(&snapshot, org, Some(room), from, limit).await?,
                None => Vec::new(),
            };
            snapshot.commit().await?;
            Ok(events)
        };
        patiently(read).await
    }
}

/// Up to `limit` events after `after`, in order, each with what it refers to as of then.
pub(super) async fn events_after(readers: &Readers, org: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
    let read = move || async move {
        let snapshot = Transaction::snapshot(readers).await?;
        let sql = select_events!("WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
        let events = committed(&snapshot, org, sql, params![org.0, after, row_limit(limit)]).await?;
        snapshot.commit().await?;
        Ok(events)
    };
    patiently(read).await
}

async fn lane_events(
    snapshot: &Transaction,
    org: OrgId,
    lane: Option<RoomId>,
    from: i64,
    limit: usize,
) -> Result<Vec<Arc<Committed>>, PgError> {
    let limit = row_limit(limit);
    match lane {
        Some(room) => committed(snapshot, org, OF_A_ROOM, params![org.0, room.0, from, limit]).await,
        None => committed(snapshot, org, OF_NO_ROOM, params![org.0, from, limit]).await,
    }
}

/// The sequence number of a room's first event after its version `after`. A room's versions have no gaps, so the
/// distance to its present version says how many of its events to go back.
async fn seq_after_version(snapshot: &Transaction, org: OrgId, room: RoomId, after: i64) -> Result<Option<i64>, PgError> {
    let sql = "SELECT doc FROM room_heads WHERE org_id = $1 AND room_id = $2";
    let Some(now) = snapshot.docs::<Room>(sql, params![org.0, room.0]).await?.pop() else { return Ok(None) };
    let missed = now.head.version - after;
    if missed <= 0 {
        return Ok(None);
    }
    let back = (missed - 1).min(now.head.version - 1);
    let sql = "SELECT seq FROM events WHERE org_id = $1 AND room_id = $2 ORDER BY seq DESC LIMIT 1 OFFSET $3";
    let rows = snapshot.rows(sql, params![org.0, room.0, back]).await?;
    rows.first().map(|row| column(row, 0)).transpose()
}

/// The events that a statement finds, each with what it refers to as of then: read together, however many they are.
async fn committed(snapshot: &Transaction, org: OrgId, sql: &str, params: &[Param<'_>]) -> Result<Vec<Arc<Committed>>, PgError> {
    let rows = snapshot.rows(sql, params).await?;
    let events = rows.iter().map(|row| event(org, row)).collect::<Result<Vec<_>, _>>()?;
    let referred = Referred::read(snapshot, org, &events).await?;
    Ok(events.into_iter().map(|event| Arc::new(referred.refer(event))).collect())
}

/// What the events of a page refer to: as it is now, and what is needed of earlier.
struct Referred {
    rooms: HashMap<RoomId, Room>,
    texts: HashMap<(RoomId, u32), RoomTexts>,
    messages: HashMap<MessageId, Message>,
    revisions: HashMap<(MessageId, u32), Revision>,
}

impl Referred {
    async fn read(snapshot: &Transaction, org: OrgId, events: &[Event]) -> Result<Self, PgError> {
        let rooms: BTreeSet<RoomId> = events.iter().filter_map(|event| event.room.filter(|_| event.room_head.is_some())).collect();
        let messages: BTreeSet<MessageId> = events.iter().filter_map(message).map(|(id, _)| id).collect();
        let (rooms, messages) = try_join(rooms_now(snapshot, org, rooms), messages_now(snapshot, org, messages)).await?;
        let earlier_texts: BTreeSet<(RoomId, u32)> = events
            .iter()
            .filter_map(|event| {
                let (room, head) = event.room.zip(event.room_head.as_ref())?;
                as_of::earlier_texts(rooms.get(&room)?, head).map(|revision| (room, revision))
            })
            .collect();
        let earlier_revisions: BTreeSet<(MessageId, u32)> = events
            .iter()
            .filter_map(message)
            .filter(|(id, revision)| messages.get(id).is_some_and(|now| now.revision != *revision))
            .collect();
        let (texts, revisions) = try_join(texts(snapshot, org, earlier_texts), revisions(snapshot, org, earlier_revisions)).await?;
        Ok(Self { rooms, texts, messages, revisions })
    }

    /// The event with what it refers to, as of then.
    fn refer(&self, event: Event) -> Committed {
        let room = event.room.zip(event.room_head.as_ref()).and_then(|(id, head)| {
            let now = self.rooms.get(&id)?;
            Some(Arc::new(as_of::room(now, head, self.texts.get(&(id, head.text_revision)).cloned())))
        });
        let message = match event.subject {
            Subject::Message { id, revision, status, deleted, .. } => {
                let then = self.message_as_of(id, revision);
                then.map(|message| Arc::new(as_of::delivered_message(message, status, deleted)))
            }
            _ => None,
        };
        Committed { event, room, message, trace: None }
    }

    fn message_as_of(&self, id: MessageId, revision: u32) -> Option<Message> {
        let now = self.messages.get(&id)?;
        if now.revision == revision {
            return Some(now.clone());
        }
        Some(as_of::earlier_message(now.clone(), self.revisions.get(&(id, revision))?.clone()))
    }
}

/// The message that an event is about, and its revision then.
fn message(event: &Event) -> Option<(MessageId, u32)> {
    match event.subject {
        Subject::Message { id, revision, .. } => Some((id, revision)),
        _ => None,
    }
}

async fn rooms_now(snapshot: &Transaction, org: OrgId, ids: BTreeSet<RoomId>) -> Result<HashMap<RoomId, Room>, PgError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    let rows = snapshot.rows(each!("room_heads", "room_id"), params![org.0, ids]).await?;
    rows.iter().map(|row| Ok((RoomId(column(row, 0)?), from_doc(row, 1)?))).collect()
}

async fn messages_now(snapshot: &Transaction, org: OrgId, ids: BTreeSet<MessageId>) -> Result<HashMap<MessageId, Message>, PgError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    let rows = snapshot.rows(each!("messages", "message_id"), params![org.0, ids]).await?;
    rows.iter().map(|row| Ok((MessageId(column(row, 0)?), from_doc(row, 1)?))).collect()
}

async fn texts(snapshot: &Transaction, org: OrgId, wanted: BTreeSet<(RoomId, u32)>) -> Result<HashMap<(RoomId, u32), RoomTexts>, PgError> {
    let sql = "SELECT w.room_id, w.revision, t.doc FROM unnest($2, $3) AS w (room_id, revision) CROSS JOIN LATERAL (
                   SELECT doc FROM room_texts WHERE org_id = $1 AND room_id = w.room_id AND revision = w.revision OFFSET 0
               ) AS t";
    let texts = |row: &Row| Ok(((RoomId(column(row, 0)?), unsigned(row, 1)?), from_doc(row, 2)?));
    by_revision(snapshot, org, sql, wanted).await?.iter().map(texts).collect()
}

async fn revisions(
    snapshot: &Transaction,
    org: OrgId,
    wanted: BTreeSet<(MessageId, u32)>,
) -> Result<HashMap<(MessageId, u32), Revision>, PgError> {
    let sql = "SELECT r.doc FROM unnest($2, $3) AS w (message_id, revision) CROSS JOIN LATERAL (
                   SELECT doc FROM revisions WHERE org_id = $1 AND message_id = w.message_id AND revision = w.revision OFFSET 0
               ) AS r";
    let revision = |row: &Row| from_doc(row, 0).map(|revision: Revision| ((revision.message, revision.revision), revision));
    by_revision(snapshot, org, sql, wanted).await?.iter().map(revision).collect()
}

async fn by_revision<Id: Into<Uuid>>(
    snapshot: &Transaction,
    org: OrgId,
    sql: &str,
    wanted: BTreeSet<(Id, u32)>,
) -> Result<Vec<Row>, PgError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, revisions): (Vec<Uuid>, Vec<i32>) = wanted.into_iter().map(|(id, revision)| (id.into(), signed(revision))).unzip();
    snapshot.rows(sql, params![org.0, ids, revisions]).await
}
