//! The log.

use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use switchroom_domain::event::Subject;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::room::{Room, RoomHead};
use switchroom_domain::{Committed, Envelope, Event, MessageId, OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{Log, Outcome, StoreError};

use super::SqliteStore;
use super::codec::{event, from_doc};
use crate::as_of;
use crate::pages::row_limit;

/// Columns of an event, as [`event`] reads them.
macro_rules! select_events {
    ($rest:literal) => {
        concat!("SELECT seq, room_id, kind, at, doc FROM events ", $rest)
    };
}

/// Halves the part of the log in which the event may lie: a later event has no earlier time, and sequence numbers have no gap.
const SEQ_BEFORE: &str = "
    WITH RECURSIVE part (low, high) AS (
        SELECT 0, (SELECT seq FROM heads WHERE org_id = ?1)
        UNION ALL
        SELECT CASE WHEN e.at < ?2 THEN e.seq ELSE low END, CASE WHEN e.at < ?2 THEN high ELSE e.seq - 1 END
        FROM part JOIN events AS e ON e.org_id = ?1 AND e.seq = (low + high + 1) / 2 WHERE low < high
    )
    SELECT max(low) FROM part";

#[async_trait]
impl Log for SqliteStore {
    async fn execute(&self, envelope: Envelope) -> Result<Outcome, StoreError> {
        self.writer.execute(envelope).await
    }

    async fn head_seq(&self, org: OrgId) -> Result<i64, StoreError> {
        let read = move |connection: &Connection| {
            let mut statement = connection.prepare_cached("SELECT seq FROM heads WHERE org_id = ?1")?;
            Ok(statement.query_row([org.0], |row| row.get(0)).optional()?.unwrap_or(0))
        };
        self.readers.read(read).await
    }

    async fn events_after(&self, org: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = select_events!("WHERE org_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
            committed(connection, org, sql, params![org.0, after, row_limit(limit)])
        };
        self.readers.read(read).await
    }

    async fn lane_events(&self, org: OrgId, lane: Option<RoomId>, from: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = select_events!("WHERE org_id = ?1 AND room_id IS ?2 AND seq >= ?3 ORDER BY seq LIMIT ?4");
            committed(connection, org, sql, params![org.0, lane.map(|room| room.0), from, row_limit(limit)])
        };
        self.readers.read(read).await
    }

    async fn seq_before(&self, org: OrgId, at: Timestamp) -> Result<i64, StoreError> {
        self.readers.read(move |connection| connection.prepare_cached(SEQ_BEFORE)?.query_row(params![org.0, at.0], |row| row.get(0))).await
    }

    async fn room_events_after(&self, org: OrgId, room: RoomId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let read = move |connection: &Connection| {
            let Some(from) = seq_after_version(connection, org, room, after)? else { return Ok(Vec::new()) };
            let sql = select_events!("WHERE org_id = ?1 AND room_id IS ?2 AND seq >= ?3 ORDER BY seq LIMIT ?4");
            committed(connection, org, sql, params![org.0, room.0, from, row_limit(limit)])
        };
        self.readers.read(read).await
    }
}

fn committed(connection: &Connection, org: OrgId, sql: &str, params: impl rusqlite::Params) -> rusqlite::Result<Vec<Arc<Committed>>> {
    let mut statement = connection.prepare_cached(sql)?;
    let events = statement.query_map(params, |row| event(org, row))?;
    events.map(|event| refer(connection, event?).map(Arc::new)).collect()
}

/// The sequence number of a room's first event after its version `after`. A room's versions have no gaps, so the
/// distance to its present version says how many of its events to go back.
fn seq_after_version(connection: &Connection, org: OrgId, room: RoomId, after: i64) -> rusqlite::Result<Option<i64>> {
    let Some(now) = doc::<Room>(connection, "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id = ?2", params![org.0, room.0])? else {
        return Ok(None);
    };
    let missed = now.head.version - after;
    if missed <= 0 {
        return Ok(None);
    }
    let sql = "SELECT seq FROM events WHERE org_id = ?1 AND room_id = ?2 ORDER BY seq DESC LIMIT 1 OFFSET ?3";
    let back = (missed - 1).min(now.head.version - 1);
    connection.prepare_cached(sql)?.query_row(params![org.0, room.0, back], |row| row.get(0)).optional()
}

/// The event with what it refers to, as of then.
fn refer(connection: &Connection, event: Event) -> rusqlite::Result<Committed> {
    let room = match (event.room, &event.room_head) {
        (Some(room), Some(head)) => room_as_of(connection, event.org, room, head)?.map(Arc::new),
        _ => None,
    };
    let message = match event.subject {
        Subject::Message { id, revision, status, deleted, .. } => {
            let then = message_as_of(connection, event.org, id, revision)?;
            then.map(|message| Arc::new(as_of::delivered_message(message, status, deleted)))
        }
        _ => None,
    };
    Ok(Committed { event, room, message, trace: None })
}

fn room_as_of(connection: &Connection, org: OrgId, id: RoomId, head: &RoomHead) -> rusqlite::Result<Option<Room>> {
    let sql = "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id = ?2";
    let Some(now) = doc::<Room>(connection, sql, params![org.0, id.0])? else { return Ok(None) };
    let earlier = match as_of::earlier_texts(&now, head) {
        Some(revision) => {
            let sql = "SELECT doc FROM room_texts WHERE org_id = ?1 AND room_id = ?2 AND revision = ?3";
            doc(connection, sql, params![org.0, id.0, revision])?
        }
        None => None,
    };
    Ok(Some(as_of::room(&now, head, earlier)))
}

/// A message with the content it had at that revision.
pub(super) fn message_as_of(connection: &Connection, org: OrgId, id: MessageId, revision: u32) -> rusqlite::Result<Option<Message>> {
    let sql = "SELECT doc FROM messages WHERE org_id = ?1 AND message_id = ?2";
    let Some(message) = doc::<Message>(connection, sql, params![org.0, id.0])? else { return Ok(None) };
    if message.revision == revision {
        return Ok(Some(message));
    }
    let sql = "SELECT doc FROM revisions WHERE org_id = ?1 AND message_id = ?2 AND revision = ?3";
    let then = doc::<Revision>(connection, sql, params![org.0, id.0, revision])?;
    Ok(then.map(|then| as_of::earlier_message(message, then)))
}

/// The entity whose JSON a query answers with, if it answers.
pub(super) fn doc<T: serde::de::DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Option<T>> {
    connection.prepare_cached(sql)?.query_row(params, |row: &Row<'_>| from_doc(row, 0)).optional()
}
