//! The segments: when one is begun, and which are dropped.
//!
//! Every node looks once a minute. One of them begins and drops, under the lock of the list of segments; the others go on writing to
//! the segment they know until they look, so a segment may still grow for a while after the next one was begun.

use switchroom_domain::Timestamp;
use switchroom_engine::ports::AttemptsKept;
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use crate::attempts::{day, full_segment};
use crate::postgres::error::{PgError, column};
use crate::postgres::params::params;
use crate::postgres::readers::Readers;
use crate::postgres::transaction::Transaction;

/// For so long a node may still write to a segment after another one has begun the next.
const GROWS_SECONDS: i64 = 5 * 60;
/// One that is dropped while the list is read has no size any more: tables are looked up as they are now, the list as it was.
const ALL: &str = "SELECT segment, begun_at, coalesce(pg_total_relation_size(to_regclass('attempts_' || segment)), 0)
    FROM attempt_segments ORDER BY segment";

/// A segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    number: i32,
    begun_at: Timestamp,
    bytes: u64,
}

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
struct Turn {
    begin: Option<i32>,
    drop: Vec<i32>,
}

/// The latest segment's number.
pub(super) async fn latest(readers: &Readers) -> Result<i32, PgError> {
    let rows = readers.connection().await?.query_typed("SELECT max(segment) FROM attempt_segments", params![]).await?;
    rows.first().map_or(Ok(0), |row| column(row, 0))
}

/// Begins a new segment if it is time, and drops those that need not be kept; answers with the latest segment's number.
pub(super) async fn turn(readers: &Readers, now: Timestamp, kept: AttemptsKept) -> Result<i32, PgError> {
    let all = segments(&readers.connection().await?.query_typed(ALL, params![]).await?)?;
    if Turn::of(&all, now, kept) != Turn::default() {
        match turned(readers, now, kept).await {
            // Another node does it just now, or somebody reads for long: so it is done the next time.
            Err(PgError::Database(error)) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {}
            done => done?,
        }
    }
    latest(readers).await
}

async fn turned(readers: &Readers, now: Timestamp, kept: AttemptsKept) -> Result<(), PgError> {
    let transaction = Transaction::durable(readers).await?;
    // Whoever records waits meanwhile, and does not wait long.
    let lock = "SET LOCAL lock_timeout = '500ms'; LOCK TABLE attempt_segments IN SHARE ROW EXCLUSIVE MODE";
    transaction.client()?.batch_execute(lock).await?;
    let turn = Turn::of(&segments(&transaction.rows(ALL, params![]).await?)?, now, kept);
    if let Some(number) = turn.begin {
        let made = format!("CREATE TABLE attempts_{number} PARTITION OF attempts FOR VALUES IN ({number})");
        transaction.client()?.batch_execute(&made).await?;
        transaction.execute("INSERT INTO attempt_segments (segment, begun_at) VALUES ($1, $2)", params![number, now.0]).await?;
    }
    for number in turn.drop {
        transaction.client()?.batch_execute(&format!("DROP TABLE attempts_{number}")).await?;
        transaction.execute("DELETE FROM attempt_segments WHERE segment = $1", params![number]).await?;
    }
    transaction.commit().await
}

fn segments(rows: &[Row]) -> Result<Vec<Segment>, PgError> {
    let segment = |row: &Row| {
        let bytes: i64 = column(row, 2)?;
        Ok(Segment { number: column(row, 0)?, begun_at: Timestamp(column(row, 1)?), bytes: bytes.unsigned_abs() })
    };
    rows.iter().map(segment).collect()
}

impl Turn {
    /// Of all segments, oldest first. The latest one is never dropped.
    fn of(all: &[Segment], now: Timestamp, kept: AttemptsKept) -> Self {
        let Some(latest) = all.last() else { return Self::default() };
        let begins = day(now) > day(latest.begun_at) || latest.bytes >= full_segment(kept.bytes);
        let mut bytes: u64 = all.iter().map(|segment| segment.bytes).sum();
        let mut drop = Vec::new();
        for pair in all.windows(2) {
            let [segment, next] = pair else { continue };
            if next.begun_at.plus_seconds(GROWS_SECONDS) > kept.since && bytes <= kept.bytes {
                break;
            }
            drop.push(segment.number);
            bytes -= segment.bytes;
        }
        Self { begin: begins.then(|| latest.number.saturating_add(1)), drop }
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Timestamp;
    use switchroom_engine::ports::AttemptsKept;

    use super::{GROWS_SECONDS, Segment, Turn};
    use crate::attempts::next_day;

    const DAY: Timestamp = Timestamp(1_767_225_600_000_000);

    fn segments(bytes: &[u64]) -> Vec<Segment> {
        let begun = std::iter::successors(Some(DAY), |day| Some(next_day(*day)));
        (0..).zip(begun).zip(bytes).map(|((number, begun_at), bytes)| Segment { number, begun_at, bytes: *bytes }).collect()
    }

    #[test]
    fn one_is_begun_every_day_and_when_the_latest_is_full() {
        let kept = AttemptsKept { since: Timestamp(0), bytes: 80 };
        let begins = |bytes, now| Turn::of(&segments(&[bytes]), now, kept).begin;
        assert_eq!(begins(9, Timestamp(next_day(DAY).0 - 1)), None);
        assert_eq!(begins(9, next_day(DAY)), Some(1));
        assert_eq!(begins(10, DAY), Some(1));
        // A node whose clock is behind begins none.
        assert_eq!(begins(9, Timestamp(DAY.0 - 1)), None);
    }

    #[test]
    fn the_oldest_are_dropped_by_age_and_by_size() {
        let all = segments(&[30, 20, 20, 10]);
        let third = all[2].begun_at.plus_seconds(GROWS_SECONDS);
        let drops = |since, bytes| Turn::of(&all, all[3].begun_at, AttemptsKept { since, bytes }).drop;
        assert!(drops(Timestamp(0), 80).is_empty());
        assert_eq!(drops(Timestamp(third.0 - 1), 80), [0]);
        assert_eq!(drops(third, 80), [0, 1]);
        assert_eq!(drops(Timestamp(0), 79), [0]);
        assert_eq!(drops(Timestamp(0), 30), [0, 1]);
        assert_eq!(drops(Timestamp(i64::MAX), 0), [0, 1, 2]);
    }
}
