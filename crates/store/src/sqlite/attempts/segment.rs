//! The attempts in one segment.

use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};
use switchroom_domain::{EventId, FollowerId, OrgId, RoomId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Attempt, AttemptsQuery};
use uuid::Uuid;

use crate::attempts::{ids, none_delivered};
use crate::names;
use crate::pages::row_limit;
use crate::sqlite::codec::to_doc;
use crate::sqlite::filter::Filter;

/// How large a segment is.
pub(super) fn size(connection: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok((pragma("page_count")? * pragma("page_size")?).unsigned_abs())
}

/// Keeps attempts, all in one commit.
pub(super) fn record(connection: &mut Connection, attempts: &[Attempt]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for attempt in attempts {
        transaction
            .prepare_cached(
                "INSERT INTO attempts (org_id, subscription_id, attempt_id, follower_id, event_id, seq, number, at, micros, outcome,
                     status, error, exchange, room_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                attempt.org.0,
                attempt.subscription.0,
                attempt.id,
                attempt.follower.0,
                attempt.event.0,
                attempt.seq,
                attempt.number,
                attempt.at.0,
                attempt.micros,
                names::of_outcome(attempt.outcome),
                attempt.status,
                attempt.error,
                attempt.exchange.as_ref().map(to_doc).transpose()?,
                attempt.room.map(|room| room.0),
            ])?;
    }
    transaction.commit()
}

/// A page of attempts and one more. `seqs`: only those of the events at these places in the log.
pub(super) fn list(connection: &Connection, org: OrgId, query: &AttemptsQuery, seqs: Option<&[i64]>) -> rusqlite::Result<Vec<Attempt>> {
    let (from, until) = ids(query);
    let mut filter = Filter::new("org_id = ? AND subscription_id = ?", vec![Box::new(org.0), Box::new(query.subscription.0)]);
    filter.and("attempt_id >= ? AND attempt_id < ?", vec![Box::new(from), Box::new(until)]);
    // An id has its time in milliseconds only.
    if let Some(from) = query.from {
        filter.and("at >= ?", vec![Box::new(from.0)]);
    }
    if let Some(until) = query.until {
        filter.and("at < ?", vec![Box::new(until.0)]);
    }
    if let Some(seq) = query.seq {
        filter.and("seq = ?", vec![Box::new(seq)]);
    }
    if let Some(seqs) = seqs {
        filter.and("seq IN (SELECT value FROM json_each(?))", vec![Box::new(to_doc(&seqs)?)]);
    }
    if let Some(room) = query.room {
        filter.and("room_id = ?", vec![Box::new(room.0)]);
    }
    if let Some(outcome) = query.outcome {
        filter.and("outcome = ?", vec![Box::new(names::of_outcome(outcome))]);
    }
    if let Some(status) = query.status {
        filter.and("status = ?", vec![Box::new(status)]);
    }
    let index = if query.seq.is_some() || seqs.is_some() {
        "attempts_by_event"
    } else if none_delivered(query) {
        filter.and("outcome <> 'delivered'", Vec::new());
        "attempts_not_delivered"
    } else {
        "attempts_by_subscription"
    };
    let sql = format!(
        "SELECT attempt_id, subscription_id, follower_id, event_id, seq, number, at, micros, outcome, status, error, exchange, room_id
         FROM attempts INDEXED BY {index} WHERE {} ORDER BY attempt_id DESC LIMIT ?",
        filter.sql()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let (mut params, limit) = (filter.params(), row_limit(query.limit + 1));
    params.push(&limit);
    let rows = statement.query_map(&*params, |row| attempt(org, row))?;
    rows.collect()
}

fn attempt(org: OrgId, row: &Row<'_>) -> rusqlite::Result<Attempt> {
    let exchange: Option<String> = row.get(11)?;
    let exchange = exchange.map(|doc| serde_json::from_str(&doc)).transpose();
    let outcome: String = row.get(8)?;
    Ok(Attempt {
        org,
        id: row.get(0)?,
        subscription: SubscriptionId(row.get(1)?),
        follower: FollowerId(row.get(2)?),
        event: EventId(row.get(3)?),
        seq: row.get(4)?,
        room: row.get::<_, Option<Uuid>>(12)?.map(RoomId),
        number: row.get(5)?,
        at: Timestamp(row.get(6)?),
        micros: row.get(7)?,
        outcome: names::outcome(&outcome),
        status: row.get(9)?,
        error: row.get(10)?,
        exchange: exchange.map_err(|error| rusqlite::Error::FromSqlConversionFailure(11, Type::Text, Box::new(error)))?,
    })
}
