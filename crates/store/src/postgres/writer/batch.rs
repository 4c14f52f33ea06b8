//! Batches: up to 256 waiting commands of one organization are one transaction.

use std::collections::HashSet;
use std::sync::Arc;

use switchroom_domain::organization::Head;
use switchroom_domain::world::World;
use switchroom_domain::{Committed, Envelope, EventId, Ids, OrgId, Refusal};
use switchroom_engine::ports::{Clock, Outcome, StoreError};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_postgres::Client;

use super::connection::WriterConnection;
use super::queue::{Job, Queue};
use super::{decide, hints, load, persist, statements};
use crate::postgres::codec::event;
use crate::postgres::connection::Address;
use crate::postgres::error::{PATIENCE, PAUSE, PgError};
use crate::postgres::params::params;
use crate::postgres::relay::Relay;
use crate::stages;

/// Begins a transaction that is on the disk when it is committed, whatever the database or a pooler is set to. Everything in it is
/// found by an index, row by row: a planner that thinks a table small would read it whole, while all others wait for the lock.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL synchronous_commit = on;
    SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '20s'; SET LOCAL idle_in_transaction_session_timeout = '30s';
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off";

/// One of the writers.
pub(super) struct Batches {
    connection: WriterConnection,
    queue: Arc<Queue>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    relay: Arc<Relay>,
    /// Dropped when this writer has stopped.
    _runs: Arc<watch::Sender<()>>,
}

/// A transaction that is begun: the head of the log, locked; none if there is no such organization.
type Begun = Result<Option<Head>, PgError>;

/// What a batch came to, before it is known to be committed.
#[derive(Default)]
struct Decided {
    outcomes: Vec<Result<Outcome, Refusal>>,
    events: Vec<Arc<Committed>>,
}

/// Why a batch came to nothing, as far as is known.
enum Failure {
    /// Nothing is committed.
    Nothing(PgError),
    /// It is not known whether it is committed: there was no answer.
    Unknown(Decided, PgError),
}

impl From<PgError> for Failure {
    fn from(error: PgError) -> Self {
        Self::Nothing(error)
    }
}

impl Batches {
    pub(super) fn new(
        address: Address,
        queue: Arc<Queue>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        relay: Arc<Relay>,
        runs: Arc<watch::Sender<()>>,
    ) -> Self {
        Self { connection: WriterConnection::new(address), queue, clock, ids, relay, _runs: runs }
    }

    /// Works until nobody can give commands any more and all given ones are done.
    pub(super) async fn run(mut self) {
        while let Some(org) = self.queue.turn().await {
            let begun = self.begin(org).await;
            let jobs = self.queue.take(org);
            self.carry_out(org, jobs, begun).await;
        }
    }

    /// Carries the commands out in the transaction that is begun, or in others if it cannot be.
    async fn carry_out(&mut self, org: OrgId, mut jobs: Vec<Job>, begun: Begun) {
        jobs.iter_mut().for_each(|job| job.stage = stages::commit(&job.envelope));
        match self.insist(org, jobs, Some(begun)).await {
            Ok((jobs, decided)) => self.answer(org, jobs, decided),
            Err((jobs, error)) if jobs.len() > 1 => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    jobs = jobs.len(),
                    "a batch failed; its commands are tried one by one"
                );
                for job in jobs {
                    match self.insist(org, vec![job], None).await {
                        Ok((job, decided)) => self.answer(org, job, decided),
                        Err((job, error)) => fail(job, error),
                    }
                }
            }
            Err((jobs, error)) => fail(jobs, error),
        }
    }

    /// Carries the commands out, again and again while the database is away. Whoever has waited for too long is told so, and his
    /// command is left out. An error is one that will not pass.
    async fn insist(
        &mut self,
        org: OrgId,
        mut jobs: Vec<Job>,
        mut begun: Option<Begun>,
    ) -> Result<(Vec<Job>, Decided), (Vec<Job>, PgError)> {
        loop {
            let begun = match begun.take() {
                Some(begun) => begun,
                None => self.begin(org).await,
            };
            let envelopes: Vec<&Envelope> = jobs.iter().map(|job| &*job.envelope).collect();
            let failure = match self.attempt(org, begun, &envelopes).await {
                Ok(decided) => return Ok((jobs, decided)),
                Err(failure) => failure,
            };
            self.connection.drop_client();
            let error = match failure {
                Failure::Nothing(error) => error,
                Failure::Unknown(decided, error) => match self.was_committed(org, &decided, &mut jobs).await {
                    Ok(true) => return Ok((jobs, decided)),
                    Ok(false) => error,
                    // All have been told that it is not known.
                    Err(_) => return Ok((Vec::new(), Decided::default())),
                },
            };
            if !error.is_passing() {
                return Err((jobs, error));
            }
            tracing::warn!(error = &error as &dyn std::error::Error, jobs = jobs.len(), "the database is away; commands wait");
            give_up_late(&mut jobs);
            if jobs.is_empty() {
                return Ok((jobs, Decided::default()));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Begins a transaction, and locks the log's head in it.
    async fn begin(&mut self, org: OrgId) -> Begun {
        let client = self.connection.client().await?;
        // Sent together, in this order.
        let (begun, head) = futures_util::future::join(client.batch_execute(BEGIN), load::locked_head(client, org)).await;
        begun?;
        head
    }

    /// Carries the commands out in the transaction that is begun.
    async fn attempt(&mut self, org: OrgId, begun: Begun, envelopes: &[&Envelope]) -> Result<Decided, Failure> {
        let head = begun?;
        let started = Instant::now();
        let client = self.connection.client().await?;
        let Some(head) = head else {
            roll_back(client).await?;
            let refused = || Err(Refusal::NotFound { noun: "organization" });
            return Ok(Decided { outcomes: envelopes.iter().map(|_| refused()).collect(), events: Vec::new() });
        };
        let mut world = World::new(org, head);
        let hints: HashSet<_> = envelopes.iter().flat_map(|envelope| hints::of(envelope)).collect();
        let authors = envelopes.iter().filter_map(|envelope| hints::room_of_contact(envelope)).collect();
        let (loaded, contacts) =
            futures_util::future::join(load::keys(client, org, hints, &[], head.at), load::contacts_of_rooms(client, org, authors)).await;
        loaded?.into_iter().for_each(|put_into| put_into(&mut world));
        contacts?(&mut world);
        let outcomes = decide::all(client, &mut world, envelopes, self.clock.now(), &*self.ids).await?;
        let writes = persist::world(&world)?;
        let decided = Decided { outcomes, events: std::mem::take(&mut world.events) };
        if writes.is_empty() {
            roll_back(client).await?;
            return Ok(decided);
        }
        match statements::run_all(client, &writes, true).await {
            Ok(()) => {
                metrics::histogram!("switchroom_commit_seconds").record(started.elapsed());
                metrics::counter!("switchroom_commits_total").increment(1);
                metrics::counter!("switchroom_writes_total").increment(envelopes.len() as u64);
                Ok(decided)
            }
            Err(error) if crate::postgres::error::is_passing(&error) => Err(Failure::Unknown(decided, error.into())),
            Err(error) => Err(Failure::Nothing(error.into())),
        }
    }

    /// Whether a batch whose commit was not answered is committed. Waits for a database that is away: whoever has waited for too long
    /// is told so. An error: nobody waits any more.
    async fn was_committed(&mut self, org: OrgId, decided: &Decided, jobs: &mut Vec<Job>) -> Result<bool, PgError> {
        let Some(last) = decided.events.last().map(|last| (last.event.seq, last.event.id)) else {
            // It made no event: doing it once more changes nothing else.
            return Ok(false);
        };
        loop {
            match self.stands_in_log(org, last).await {
                Ok(found) => return Ok(found),
                Err(error) => {
                    self.connection.drop_client();
                    if jobs.iter().all(is_late) {
                        give_up_late(jobs);
                        return Err(error);
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Whether the log has this event. The lock waits for whoever may still be about to commit it.
    async fn stands_in_log(&mut self, org: OrgId, (seq, id): (i64, EventId)) -> Result<bool, PgError> {
        self.begin(org).await?;
        let client = self.connection.client().await?;
        let sql = "SELECT seq, room_id, kind, at, doc FROM events WHERE org_id = $1 AND seq = $2";
        let rows = client.query_typed(sql, params![org.0, seq]).await?;
        roll_back(client).await?;
        Ok(rows.first().map(|row| event(org, row)).transpose()?.is_some_and(|event| event.id == id))
    }

    fn answer(&self, org: OrgId, jobs: Vec<Job>, decided: Decided) {
        self.relay.committed(org, &decided.events);
        for (Job { reply, stage, .. }, outcome) in jobs.into_iter().zip(decided.outcomes) {
            drop(stage);
            // Whoever asked may have gone: the write stands.
            let _ = reply.send(outcome.map_err(StoreError::Refused));
        }
    }
}

async fn roll_back(client: &Client) -> Result<(), PgError> {
    Ok(client.batch_execute("ROLLBACK").await?)
}

fn is_late(job: &Job) -> bool {
    Instant::now() >= job.since + PATIENCE
}

/// Tells those who have waited for too long.
fn give_up_late(jobs: &mut Vec<Job>) {
    for job in std::mem::take(jobs) {
        if is_late(&job) {
            let _ = job.reply.send(Err(StoreError::Unavailable));
        } else {
            jobs.push(job);
        }
    }
}

/// Tells whoever gave the commands; there is one but for a fault of ours.
fn fail(jobs: Vec<Job>, error: PgError) {
    tracing::error!(error = &error as &dyn std::error::Error, "a write failed");
    let mut error = Some(error);
    for job in jobs {
        let error = error.take().map_or(StoreError::Stopping, StoreError::from);
        let _ = job.reply.send(Err(error));
    }
}
