//! The rows of attempts.

use switchroom_domain::{EventId, FollowerId, OrgId, RoomId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Attempt, AttemptsQuery};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::attempts::{ids, none_delivered};
use crate::names;
use crate::pages::row_limit;
use crate::postgres::codec::{from_doc, signed, text, to_doc, unsigned};
use crate::postgres::error::{PgError, column};
use crate::postgres::filter::Filter;
use crate::postgres::params::params;
use crate::postgres::readers::Readers;
use crate::postgres::transaction::Transaction;

/// The table's columns, but for the segment.
#[derive(Default)]
pub(super) struct Columns {
    orgs: Vec<i64>,
    subscriptions: Vec<Uuid>,
    ids: Vec<Uuid>,
    followers: Vec<Uuid>,
    events: Vec<Uuid>,
    seqs: Vec<i64>,
    numbers: Vec<i32>,
    times: Vec<i64>,
    micros: Vec<i64>,
    outcomes: Vec<&'static str>,
    statuses: Vec<Option<i32>>,
    errors: Vec<Option<String>>,
    exchanges: Vec<Option<String>>,
    rooms: Vec<Option<Uuid>>,
}

impl Columns {
    pub(super) fn of(attempts: &[Attempt]) -> Result<Self, PgError> {
        let mut columns = Self::default();
        for attempt in attempts {
            columns.orgs.push(attempt.org.0);
            columns.subscriptions.push(attempt.subscription.0);
            columns.ids.push(attempt.id);
            columns.followers.push(attempt.follower.0);
            columns.events.push(attempt.event.0);
            columns.seqs.push(attempt.seq);
            columns.numbers.push(signed(attempt.number));
            columns.times.push(attempt.at.0);
            columns.micros.push(attempt.micros);
            columns.outcomes.push(names::of_outcome(attempt.outcome));
            columns.statuses.push(attempt.status.map(i32::from));
            columns.errors.push(attempt.error.as_deref().map(|error| text(error).into_owned()));
            columns.exchanges.push(attempt.exchange.as_ref().map(to_doc).transpose()?);
            columns.rooms.push(attempt.room.map(|room| room.0));
        }
        Ok(columns)
    }

    /// Keeps them in a segment. They may be lost with the machine's power: so nothing waits for the disk.
    pub(super) async fn insert(&self, readers: &Readers, segment: i32) -> Result<(), PgError> {
        let transaction = Transaction::losable(readers).await?;
        // Those that stand there already were kept by an earlier try.
        let sql = "INSERT INTO attempts (segment, org_id, subscription_id, attempt_id, follower_id, event_id, seq, number, at, micros,
                       outcome, status, error, exchange, room_id)
                   SELECT $1, * FROM unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::integer[],
                       $9::bigint[], $10::bigint[], $11::text[], $12::integer[], $13::text[], $14::text[], $15::uuid[])
                   ON CONFLICT DO NOTHING";
        let params = params![
            segment,
            self.orgs,
            self.subscriptions,
            self.ids,
            self.followers,
            self.events,
            self.seqs,
            self.numbers,
            self.times,
            self.micros,
            self.outcomes,
            self.statuses,
            self.errors,
            self.exchanges,
            self.rooms,
        ];
        transaction.execute(sql, params).await?;
        transaction.commit().await
    }
}

/// A page of attempts and one more.
pub(super) async fn list(readers: &Readers, org: OrgId, query: &AttemptsQuery) -> Result<Vec<Attempt>, PgError> {
    let (sql, filter) = statement(org, query);
    // Nothing but indexes are to be read.
    let snapshot = Transaction::snapshot(readers).await?;
    let rows = snapshot.rows(&sql, &filter.params()).await?;
    snapshot.commit().await?;
    rows.iter().map(|row| attempt(org, row)).collect()
}

pub(in crate::postgres) fn statement(org: OrgId, query: &AttemptsQuery) -> (String, Filter) {
    let (from, until) = ids(query);
    let mut filter = Filter::new("org_id = ?", org.0);
    filter.with("subscription_id = ?", query.subscription.0);
    filter.with("attempt_id >= ?", from);
    filter.with("attempt_id < ?", until);
    // An id has its time in milliseconds only.
    if let Some(from) = query.from {
        filter.with("at >= ?", from.0);
    }
    if let Some(until) = query.until {
        filter.with("at < ?", until.0);
    }
    if let Some(seq) = query.seq {
        filter.with("seq = ?", seq);
    }
    if let Some(room) = query.room {
        // Of a room's attempts the log knows where to look.
        filter.with("room_id = ? AND seq = ANY(ARRAY(SELECT seq FROM events WHERE org_id = $1 AND room_id = ?))", room.0);
    }
    if let Some(outcome) = query.outcome {
        filter.with("outcome = ?", names::of_outcome(outcome));
    }
    if let Some(status) = query.status {
        filter.with("status = ?", i32::from(status));
    }
    if none_delivered(query) {
        filter.and("outcome <> 'delivered'");
    }
    let limit = filter.value(row_limit(query.limit + 1));
    let sql = format!(
        "SELECT attempt_id, subscription_id, follower_id, event_id, seq, number, at, micros, outcome, status, error, exchange, room_id
         FROM attempts WHERE {} ORDER BY attempt_id DESC LIMIT {limit}",
        filter.sql()
    );
    (sql, filter)
}

fn attempt(org: OrgId, row: &Row) -> Result<Attempt, PgError> {
    let status: Option<i32> = column(row, 9)?;
    let exchange: Option<&str> = column(row, 11)?;
    Ok(Attempt {
        org,
        id: column(row, 0)?,
        subscription: SubscriptionId(column(row, 1)?),
        follower: FollowerId(column(row, 2)?),
        event: EventId(column(row, 3)?),
        seq: column(row, 4)?,
        room: column::<Option<Uuid>>(row, 12)?.map(RoomId),
        number: unsigned(row, 5)?,
        at: Timestamp(column(row, 6)?),
        micros: column(row, 7)?,
        outcome: names::outcome(column(row, 8)?),
        status: status.and_then(|status| u16::try_from(status).ok()),
        error: column(row, 10)?,
        exchange: exchange.map(|_| from_doc(row, 11)).transpose()?,
    })
}
