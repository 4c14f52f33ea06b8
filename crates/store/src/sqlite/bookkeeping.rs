//! Where followers stand, and what became of deliveries.

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use switchroom_domain::replay::Replay;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{EventId, FollowerId, OrgId, RoomId, Timestamp, idempotency};
use switchroom_engine::ports::{
    Attempt, AttemptsKept, AttemptsQuery, Bookkeeping, Breaker, DeadLetter, FollowerState, Page, ParkedRoom, PositionFlush, StoreError,
};
use uuid::Uuid;

use super::SqliteStore;
use super::codec::{from_doc, to_doc};
use super::log::doc;
use super::writer::{Written, forget_follower};
use crate::names;
use crate::pages::{page, row_limit};

/// Rows forgotten in one transaction, at the most.
const FORGOTTEN_AT_ONCE: usize = 500;

#[async_trait]
impl Bookkeeping for SqliteStore {
    async fn all_subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        self.readers.read(|connection| all(connection, "SELECT doc FROM subscriptions")).await
    }

    async fn running_replays(&self) -> Result<Vec<Replay>, StoreError> {
        self.readers.read(|connection| all(connection, "SELECT doc FROM replays WHERE running = 1")).await
    }

    async fn follower_state(&self, org: OrgId, follower: FollowerId) -> Result<Option<FollowerState>, StoreError> {
        self.readers.read(move |connection| follower_state(connection, org, follower)).await
    }

    async fn flush_positions(&self, flushes: Vec<PositionFlush>) -> Result<(), StoreError> {
        let write = move |connection: &Connection| {
            for position in &flushes {
                flush(connection, position)?;
            }
            Ok(Written::quietly(()))
        };
        self.writer.task(move |connection, _, _| write(connection)).await
    }

    async fn finish_replay(&self, org: OrgId, replay: FollowerId) -> Result<(), StoreError> {
        self.writer.task(move |connection, _, _| Ok(Written::quietly(finish_replay(connection, org, replay)?))).await
    }

    async fn record_attempts(&self, attempts: Vec<Attempt>) -> Result<(), StoreError> {
        self.attempts.run(move |connection| super::attempts::record(connection, &attempts)).await
    }

    async fn attempts(&self, org: OrgId, query: AttemptsQuery) -> Result<Page<Attempt>, StoreError> {
        let limit = query.limit;
        Ok(page(self.attempts.run(move |connection| super::attempts::list(connection, org, &query)).await?, limit))
    }

    async fn record_presence(&self, seen: Vec<(OrgId, Uuid, Timestamp)>) -> Result<(), StoreError> {
        let write = move |connection: &Connection| {
            for (org, person, at) in &seen {
                connection
                    .prepare_cached(
                        "INSERT INTO presence (org_id, person_id, last_seen_at) VALUES (?1, ?2, ?3)
                         ON CONFLICT (org_id, person_id) DO UPDATE SET last_seen_at = max(last_seen_at, excluded.last_seen_at)",
                    )?
                    .execute(params![org.0, person, at.0])?;
            }
            Ok(Written::quietly(()))
        };
        self.writer.task(move |connection, _, _| write(connection)).await
    }

    async fn dead_letters(&self, org: OrgId, of: FollowerId, after: i64, limit: usize) -> Result<Page<DeadLetter>, StoreError> {
        let read = move |connection: &Connection| dead_letters(connection, org, of, after, limit + 1);
        Ok(page(self.readers.read(read).await?, limit))
    }

    async fn forget(&self, now: Timestamp, kept: AttemptsKept) -> Result<bool, StoreError> {
        let write = move |connection: &Connection| {
            let keys = forget_keys(connection, now.plus_seconds(-idempotency::KEPT_SECONDS))?;
            let dead = forget_dead_letters(connection, now.plus_seconds(-DeadLetter::KEPT_SECONDS))?;
            Ok(Written::quietly(keys.max(dead)))
        };
        let rows = self.writer.task(move |connection, _, _| write(connection)).await?;
        let attempts = self.attempts.run(move |connection| super::attempts::forget(connection, kept.since, FORGOTTEN_AT_ONCE)).await?;
        Ok(rows >= FORGOTTEN_AT_ONCE || attempts >= FORGOTTEN_AT_ONCE)
    }
}

fn all<T: DeserializeOwned>(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map([], |row| from_doc(row, 0))?.collect()
}

fn follower_state(connection: &Connection, org: OrgId, follower: FollowerId) -> rusqlite::Result<Option<FollowerState>> {
    let sql = "SELECT epoch, cursor, breaker_probes, breaker_at, failing_since FROM followers WHERE org_id = ?1 AND follower_id = ?2";
    let state = |row: &Row<'_>| {
        let (probes, at): (Option<u32>, Option<i64>) = (row.get(2)?, row.get(3)?);
        let breaker = probes.zip(at).map(|(probes, at)| Breaker { probes, next_at: Timestamp(at) });
        let failing_since = row.get::<_, Option<i64>>(4)?.map(Timestamp);
        Ok(FollowerState { epoch: row.get(0)?, cursor: row.get(1)?, breaker, failing_since, parked: Vec::new() })
    };
    let Some(mut state) = connection.prepare_cached(sql)?.query_row(params![org.0, follower.0], state).optional()? else {
        return Ok(None);
    };
    let sql = "SELECT lane, next_seq, attempt, next_at, reason, bodies, accepted, alone FROM parked_rooms
               WHERE org_id = ?1 AND follower_id = ?2 ORDER BY next_at";
    state.parked = connection.prepare_cached(sql)?.query_map(params![org.0, follower.0], parked_room)?.collect::<Result<_, _>>()?;
    Ok(Some(state))
}

fn parked_room(row: &Row<'_>) -> rusqlite::Result<ParkedRoom> {
    let damaged =
        |column, error: Box<dyn std::error::Error + Send + Sync>| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, error);
    let lane = row.get_ref(0)?.as_blob().map_err(|error| damaged(0, Box::new(error)))?;
    let lane = match lane {
        [] => None,
        id => Some(RoomId(Uuid::from_slice(id).map_err(|error| damaged(0, Box::new(error)))?)),
    };
    let reason: String = row.get(4)?;
    let bodies: Vec<String> = from_doc(row, 5)?;
    Ok(ParkedRoom {
        lane,
        next_seq: row.get(1)?,
        attempt: row.get(2)?,
        next_at: Timestamp(row.get(3)?),
        reason: names::reason(&reason),
        bodies: bodies.into_iter().map(String::into_bytes).collect(),
        accepted: row.get(6)?,
        alone: row.get(7)?,
    })
}

fn lane_blob(lane: Option<RoomId>) -> Vec<u8> {
    lane.map_or_else(Vec::new, |room| room.0.as_bytes().to_vec())
}

fn flush(connection: &Connection, position: &PositionFlush) -> rusqlite::Result<()> {
    let (org, follower) = (position.org.0, position.follower.0);
    let sql = "UPDATE followers SET cursor = ?4, breaker_probes = ?5, breaker_at = ?6, failing_since = ?7
               WHERE org_id = ?1 AND follower_id = ?2 AND epoch = ?3";
    let breaker = position.breaker.map(|breaker| (breaker.probes, breaker.next_at.0));
    let (probes, at) = breaker.unzip();
    let failing_since = position.failing_since.map(|since| since.0);
    let params = params![org, follower, position.epoch, position.cursor, probes, at, failing_since];
    let current = connection.prepare_cached(sql)?.execute(params)?;
    if current == 0 {
        // The position was set from outside, or the follower is gone: what its old run knew no longer counts.
        return Ok(());
    }
    for lane in &position.unparked {
        connection.prepare_cached("DELETE FROM parked_rooms WHERE org_id = ?1 AND follower_id = ?2 AND lane = ?3")?.execute(params![
            org,
            follower,
            lane_blob(*lane)
        ])?;
    }
    for parked in &position.parked {
        park(connection, org, follower, parked)?;
    }
    for dead in &position.dead {
        keep_dead_letter(connection, org, position.dead_of, dead)?;
    }
    Ok(())
}

fn keep_dead_letter(connection: &Connection, org: i64, of: FollowerId, dead: &DeadLetter) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO dead_letters (org_id, follower_id, seq, event_id, room_id, attempts, died_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (org_id, follower_id, seq) DO UPDATE SET event_id = excluded.event_id, room_id = excluded.room_id,
                 attempts = excluded.attempts, died_at = excluded.died_at",
        )?
        .execute(params![org, of.0, dead.seq, dead.event.0, dead.room.map(|room| room.0), dead.attempts, dead.died_at.0])?;
    Ok(())
}

fn dead_letters(connection: &Connection, org: OrgId, of: FollowerId, after: i64, limit: usize) -> rusqlite::Result<Vec<DeadLetter>> {
    let sql = "SELECT seq, event_id, room_id, attempts, died_at FROM dead_letters
               WHERE org_id = ?1 AND follower_id = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4";
    let dead_letter = |row: &Row<'_>| {
        Ok(DeadLetter {
            seq: row.get(0)?,
            event: EventId(row.get(1)?),
            room: row.get::<_, Option<Uuid>>(2)?.map(RoomId),
            attempts: row.get(3)?,
            died_at: Timestamp(row.get(4)?),
        })
    };
    connection.prepare_cached(sql)?.query_map(params![org.0, of.0, after, row_limit(limit)], dead_letter)?.collect()
}

fn park(connection: &Connection, org: i64, follower: Uuid, parked: &ParkedRoom) -> rusqlite::Result<()> {
    let bodies: Vec<_> = parked.bodies.iter().map(|body| String::from_utf8_lossy(body)).collect();
    let reason = names::of_reason(parked.reason);
    connection
        .prepare_cached(
            "INSERT INTO parked_rooms (org_id, follower_id, lane, next_seq, attempt, next_at, reason, bodies, accepted, alone)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (org_id, follower_id, lane) DO UPDATE SET next_seq = excluded.next_seq, attempt = excluded.attempt,
                 next_at = excluded.next_at, reason = excluded.reason, bodies = excluded.bodies, accepted = excluded.accepted,
                 alone = excluded.alone",
        )?
        .execute(params![
            org,
            follower,
            lane_blob(parked.lane),
            parked.next_seq,
            parked.attempt,
            parked.next_at.0,
            reason,
            to_doc(&bodies)?,
            parked.accepted,
            parked.alone,
        ])?;
    Ok(())
}

fn finish_replay(connection: &Connection, org: OrgId, id: FollowerId) -> rusqlite::Result<()> {
    let key = params![org.0, id.0];
    if let Some(replay) = doc::<Replay>(connection, "SELECT doc FROM replays WHERE org_id = ?1 AND replay_id = ?2", key)? {
        let sql = "UPDATE replays SET running = 0, doc = ?3 WHERE org_id = ?1 AND replay_id = ?2";
        let replay = replay.finished();
        connection.execute(sql, params![org.0, id.0, to_doc(&replay)?])?;
        // What it has come past: nothing that is parked, nor what comes after.
        let sql = "DELETE FROM dead_letters WHERE org_id = ?1 AND follower_id = ?3 AND seq > ?4 AND died_at < ?5
                   AND seq <= (SELECT cursor FROM followers WHERE org_id = ?1 AND follower_id = ?2)
                   AND seq < ifnull((SELECT min(next_seq) FROM parked_rooms WHERE org_id = ?1 AND follower_id = ?2), ?6)";
        let live = replay.subscription.live();
        connection.execute(sql, params![org.0, id.0, live.0, replay.after, replay.created_at.0, i64::MAX])?;
    }
    forget_follower(connection, org, id)
}

fn forget_dead_letters(connection: &Connection, before: Timestamp) -> rusqlite::Result<usize> {
    let sql = "DELETE FROM dead_letters WHERE rowid IN (SELECT rowid FROM dead_letters WHERE died_at < ?2 LIMIT ?1)";
    connection.prepare_cached(sql)?.execute(params![row_limit(FORGOTTEN_AT_ONCE), before.0])
}

/// Idempotency keys are kept in the order of their making: the oldest come first.
fn forget_keys(connection: &Connection, before: Timestamp) -> rusqlite::Result<usize> {
    let sql = "DELETE FROM idempotency WHERE rowid IN (SELECT rowid FROM idempotency ORDER BY rowid LIMIT ?1) AND at < ?2";
    connection.prepare_cached(sql)?.execute(params![row_limit(FORGOTTEN_AT_ONCE), before.0])
}
