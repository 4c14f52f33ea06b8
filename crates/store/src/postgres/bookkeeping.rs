//! Where followers stand, and what became of deliveries.

use std::collections::BTreeMap;

use async_trait::async_trait;
use switchroom_domain::replay::Replay;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{EventId, FollowerId, OrgId, RoomId, Timestamp, idempotency};
use switchroom_engine::ports::{
    Attempt, AttemptsKept, AttemptsQuery, Bookkeeping, Breaker, DeadLetter, FollowerState, Page, ParkedRoom, PositionFlush, StoreError,
};
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::codec::{from_doc, to_doc, unsigned};
use super::error::{PgError, column};
use super::params::params;
use super::positions::Positions;
use super::readers::{Readers, patiently};
use super::transaction::Transaction;
use crate::names;
use crate::pages::{page, row_limit};

/// Rows forgotten in one transaction, at the most.
const FORGOTTEN_AT_ONCE: usize = 500;

#[async_trait]
impl Bookkeeping for PostgresStore {
    async fn all_subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        self.readers.docs("SELECT doc FROM subscriptions", params![]).await
    }

    async fn running_replays(&self) -> Result<Vec<Replay>, StoreError> {
        self.readers.docs("SELECT doc FROM replays WHERE running", params![]).await
    }

    async fn follower_state(&self, org: OrgId, follower: FollowerId) -> Result<Option<FollowerState>, StoreError> {
        let sql = "SELECT epoch, cursor, breaker_probes, breaker_at, failing_since,
                       lane, next_seq, attempt, next_at, reason, bodies, accepted, alone
                   FROM followers LEFT JOIN parked_rooms USING (org_id, follower_id)
                   WHERE org_id = $1 AND follower_id = $2 ORDER BY next_at";
        let rows = self.readers.rows(sql, params![org.0, follower.0]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let mut state = follower_state(first)?;
        for row in &rows {
            state.parked.extend(parked_room(row)?);
        }
        Ok(Some(state))
    }

    async fn flush_positions(&self, flushes: Vec<PositionFlush>) -> Result<(), StoreError> {
        let positions = Positions::of(flushes)?;
        patiently(|| positions.write(&self.readers)).await
    }

    async fn finish_replay(&self, org: OrgId, replay: FollowerId) -> Result<(), StoreError> {
        patiently(|| finish_replay(&self.readers, org, replay)).await
    }

    async fn record_attempts(&self, attempts: Vec<Attempt>) -> Result<(), StoreError> {
        patiently(|| self.attempts.record(&self.readers, &attempts)).await
    }

    async fn attempts(&self, org: OrgId, query: AttemptsQuery) -> Result<Page<Attempt>, StoreError> {
        Ok(page(patiently(|| self.attempts.list(&self.readers, org, &query)).await?, query.limit))
    }

    async fn record_presence(&self, seen: Vec<(OrgId, Uuid, Timestamp)>) -> Result<(), StoreError> {
        // Each person once, and all nodes in the same order: so none waits for another that waits for it.
        let mut latest: BTreeMap<(i64, Uuid), i64> = BTreeMap::new();
        for (org, person, at) in seen {
            let known = latest.entry((org.0, person)).or_insert(at.0);
            *known = at.0.max(*known);
        }
        let (people, times): (Vec<(i64, Uuid)>, Vec<i64>) = latest.into_iter().unzip();
        let (orgs, people): (Vec<i64>, Vec<Uuid>) = people.into_iter().unzip();
        let sql = "INSERT INTO presence (org_id, person_id, last_seen_at) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bigint[])
                   ON CONFLICT (org_id, person_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
                       WHERE presence.last_seen_at < excluded.last_seen_at";
        self.readers.rows(sql, params![orgs, people, times]).await.map(drop)
    }

    async fn dead_letters(&self, org: OrgId, of: FollowerId, after: i64, limit: usize) -> Result<Page<DeadLetter>, StoreError> {
        let sql = "SELECT seq, event_id, room_id, attempts, died_at FROM dead_letters
                   WHERE org_id = $1 AND follower_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
        let rows = self.readers.rows(sql, params![org.0, of.0, after, row_limit(limit + 1)]).await?;
        Ok(page(rows.iter().map(dead_letter).collect::<Result<_, _>>()?, limit))
    }

    async fn forget(&self, now: Timestamp, kept: AttemptsKept) -> Result<bool, StoreError> {
        // What another node is just forgetting is left to it.
        let keys = "DELETE FROM idempotency WHERE ctid = ANY(ARRAY(
                        SELECT ctid FROM idempotency WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED))";
        let keys = self.forget_rows(keys, now.plus_seconds(-idempotency::KEPT_SECONDS)).await?;
        let dead = "DELETE FROM dead_letters WHERE ctid = ANY(ARRAY(
                        SELECT ctid FROM dead_letters WHERE died_at < $1 ORDER BY died_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
        let dead = self.forget_rows(dead, now.plus_seconds(-DeadLetter::KEPT_SECONDS)).await?;
        patiently(|| self.attempts.forget(&self.readers, now, kept)).await?;
        Ok(keys.max(dead) >= row_limit(FORGOTTEN_AT_ONCE).unsigned_abs())
    }
}

impl PostgresStore {
    /// How many rows were forgotten.
    async fn forget_rows(&self, sql: &str, before: Timestamp) -> Result<u64, StoreError> {
        let forget = move || async move {
            let connection = self.readers.connection().await?;
            Ok(connection.execute_typed(sql, params![before.0, row_limit(FORGOTTEN_AT_ONCE)]).await?)
        };
        patiently(forget).await
    }
}

fn follower_state(row: &Row) -> Result<FollowerState, PgError> {
    let probes: Option<i32> = column(row, 2)?;
    let breaker = match (probes, column(row, 3)?) {
        (Some(_), Some(at)) => Some(Breaker { probes: unsigned(row, 2)?, next_at: Timestamp(at) }),
        _ => None,
    };
    let failing_since = column::<Option<i64>>(row, 4)?.map(Timestamp);
    Ok(FollowerState { epoch: column(row, 0)?, cursor: column(row, 1)?, breaker, failing_since, parked: Vec::new() })
}

/// The parked room in a row, if it has one.
fn parked_room(row: &Row) -> Result<Option<ParkedRoom>, PgError> {
    let Some(lane) = column::<Option<Uuid>>(row, 5)? else { return Ok(None) };
    let reason: &str = column(row, 9)?;
    let bodies: Vec<String> = from_doc(row, 10)?;
    Ok(Some(ParkedRoom {
        lane: Some(lane).filter(|lane| !lane.is_nil()).map(RoomId),
        next_seq: column(row, 6)?,
        attempt: unsigned(row, 7)?,
        next_at: Timestamp(column(row, 8)?),
        reason: names::reason(reason),
        bodies: bodies.into_iter().map(String::into_bytes).collect(),
        accepted: unsigned(row, 11)?,
        alone: column(row, 12)?,
    }))
}

fn dead_letter(row: &Row) -> Result<DeadLetter, PgError> {
    Ok(DeadLetter {
        seq: column(row, 0)?,
        event: EventId(column(row, 1)?),
        room: column::<Option<Uuid>>(row, 2)?.map(RoomId),
        attempts: unsigned(row, 3)?,
        died_at: Timestamp(column(row, 4)?),
    })
}

async fn finish_replay(readers: &Readers, org: OrgId, id: FollowerId) -> Result<(), PgError> {
    let transaction = Transaction::durable(readers).await?;
    let rows = transaction.rows("SELECT doc FROM replays WHERE org_id = $1 AND replay_id = $2 FOR UPDATE", params![org.0, id.0]).await?;
    // The follower first: whoever flushes its position has that row, and what it parks is seen then.
    let sql = "DELETE FROM followers WHERE org_id = $1 AND follower_id = $2 RETURNING cursor";
    let cursor = least(&transaction.rows(sql, params![org.0, id.0]).await?)?;
    let sql = "DELETE FROM parked_rooms WHERE org_id = $1 AND follower_id = $2 RETURNING next_seq - 1";
    let before_parked = least(&transaction.rows(sql, params![org.0, id.0]).await?)?;
    if let Some(row) = rows.first() {
        let replay = from_doc::<Replay>(row, 0)?.finished();
        let sql = "UPDATE replays SET running = false, doc = $3 WHERE org_id = $1 AND replay_id = $2";
        transaction.execute(sql, params![org.0, id.0, to_doc(&replay)?]).await?;
        if let Some(cursor) = cursor {
            // What it has come past: nothing that is parked, nor what comes after.
            let sql = "DELETE FROM dead_letters WHERE org_id = $1 AND follower_id = $2 AND seq > $3 AND seq <= $4 AND died_at < $5";
            let (live, past) = (replay.subscription.live(), before_parked.map_or(cursor, |before| before.min(cursor)));
            transaction.execute(sql, params![org.0, live.0, replay.after, past, replay.created_at.0]).await?;
        }
    }
    transaction.commit().await
}

/// The least of the numbers in the rows' first column.
fn least(rows: &[Row]) -> Result<Option<i64>, PgError> {
    let numbers: Vec<i64> = rows.iter().map(|row| column(row, 0)).collect::<Result<_, _>>()?;
    Ok(numbers.into_iter().min())
}
