//! What became of deliveries.

use switchroom_domain::{EventId, FollowerId, OrgId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Attempt, AttemptsQuery};
use tokio_postgres::Row;
use uuid::Uuid;

use super::codec::{from_doc, text, to_doc};
use super::codec::{signed, unsigned};
use super::error::{PgError, column};
use super::params::params;
use super::readers::Readers;
use super::transaction::Transaction;
use crate::names;
use crate::pages::row_limit;

/// Keeps attempts. They may be lost with the machine's power: so nothing waits for the disk.
pub(super) async fn record(readers: &Readers, attempts: &[Attempt]) -> Result<(), PgError> {
    let columns = Columns::of(attempts)?;
    let transaction = Transaction::losable(readers).await?;
    // Those that stand there already were kept by an earlier try.
    let sql = "INSERT INTO attempts (org_id, subscription_id, attempt_id, follower_id, event_id, seq, number, at, micros, outcome,
                   status, error, exchange)
               SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::integer[],
                   $8::bigint[], $9::bigint[], $10::text[], $11::integer[], $12::text[], $13::text[])
               ON CONFLICT DO NOTHING";
    let Columns { orgs, subscriptions, ids, followers, events, seqs, numbers, times, micros, outcomes, statuses, errors, exchanges } =
        columns;
    let params = params![orgs, subscriptions, ids, followers, events, seqs, numbers, times, micros, outcomes, statuses, errors, exchanges];
    transaction.execute(sql, params).await?;
    transaction.commit().await
}

#[derive(Default)]
struct Columns {
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
}

impl Columns {
    fn of(attempts: &[Attempt]) -> Result<Self, PgError> {
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
        }
        Ok(columns)
    }
}

/// A page of attempts and one more.
pub(super) async fn list(readers: &Readers, org: OrgId, query: &AttemptsQuery) -> Result<Vec<Attempt>, PgError> {
    let sql = "SELECT attempt_id, subscription_id, follower_id, event_id, seq, number, at, micros, outcome, status, error, exchange
               FROM attempts
               WHERE org_id = $1 AND subscription_id = $2 AND attempt_id < $3 AND ($4 IS NULL OR outcome = $4)
               ORDER BY attempt_id DESC LIMIT $5";
    let before = query.before.unwrap_or(Uuid::max());
    let outcome = query.outcome.map(names::of_outcome);
    let connection = readers.connection().await?;
    let rows = connection.query_typed(sql, params![org.0, query.subscription.0, before, outcome, row_limit(query.limit + 1)]).await?;
    rows.iter().map(|row| attempt(org, row)).collect()
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
        room: None,
        number: unsigned(row, 5)?,
        at: Timestamp(column(row, 6)?),
        micros: column(row, 7)?,
        outcome: names::outcome(column(row, 8)?),
        status: status.and_then(|status| u16::try_from(status).ok()),
        error: column(row, 10)?,
        exchange: exchange.map(|_| from_doc(row, 11)).transpose()?,
    })
}
