//! Batches: up to 256 waiting commands are one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use switchroom_domain::decide::{Stop, decide};
use switchroom_domain::world::World;
use switchroom_domain::{Committed, Envelope, Ids, OrgId, Refusal, Timestamp};
use switchroom_engine::ports::{Clock, CommitListener, Outcome, StoreError};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::checkpoint::Checkpoints;
use super::task::{Job, OrgEvents, Task, TaskError};
use super::{BATCH, load, persist};
use crate::sqlite::failed;
use crate::stages;

pub(super) struct Batches {
    pub(super) connection: Connection,
    pub(super) checkpoints: Checkpoints,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) listeners: Vec<Arc<dyn CommitListener>>,
}

/// What one job of a batch came to, before the commit.
enum JobResult {
    Decided(Box<Outcome>),
    Refused(Refusal),
    TaskDone,
}

impl Batches {
    /// Works until nobody can give jobs any more and all given ones are done.
    pub(super) fn run(mut self, mut waiting: mpsc::Receiver<Job>) {
        let mut jobs = Vec::with_capacity(BATCH);
        while waiting.blocking_recv_many(&mut jobs, BATCH) > 0 {
            let writes = jobs.len();
            self.commit(std::mem::take(&mut jobs));
            self.checkpoints.committed(&self.connection, writes);
            jobs.reserve(BATCH);
        }
    }

    fn commit(&mut self, mut jobs: Vec<Job>) {
        match self.attempt(&mut jobs) {
            Ok((results, events)) => self.answer(jobs, results, &events),
            Err(error) if jobs.len() > 1 && !is_full(&error) => {
                tracing::warn!(error = %error, jobs = jobs.len(), "a batch failed; its jobs are tried one by one");
                for job in jobs {
                    self.commit(vec![job]);
                }
            }
            Err(error) => {
                if !is_full(&error) {
                    tracing::error!(error = %error, "a write failed");
                }
                let full = is_full(&error);
                let mut first = Some(error);
                for job in jobs {
                    let error = match first.take() {
                        _ if full => StoreError::Full,
                        Some(error) => failed(error),
                        None => StoreError::Stopping,
                    };
                    fail(job, error);
                }
            }
        }
    }

    /// Does the jobs in one transaction. On an error nothing is changed.
    fn attempt(&mut self, jobs: &mut [Job]) -> rusqlite::Result<(Vec<JobResult>, Vec<OrgEvents>)> {
        let now = self.clock.now();
        let begun = Instant::now();
        for job in &mut *jobs {
            if let Job::Command(envelope, _, stage) = job {
                *stage = stages::commit(envelope);
            }
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut worlds: HashMap<OrgId, World> = HashMap::new();
        let mut events = Vec::new();
        let mut results = Vec::with_capacity(jobs.len());
        for job in jobs {
            results.push(match job {
                Job::Command(envelope, ..) => decide_in(&transaction, &mut worlds, envelope, now, &*self.ids)?,
                Job::Task(task) => run_task(&transaction, &mut **task, &mut events, &*self.clock, &*self.ids)?,
            });
        }
        for (org, world) in worlds {
            persist::world(&transaction, &world)?;
            events.push((org, world.events));
        }
        transaction.commit()?;
        metrics::histogram!("switchroom_commit_seconds").record(begun.elapsed());
        metrics::counter!("switchroom_commits_total").increment(1);
        metrics::counter!("switchroom_writes_total").increment(results.len() as u64);
        Ok((results, events))
    }

    fn answer(&self, jobs: Vec<Job>, results: Vec<JobResult>, events: &[OrgEvents]) {
        for (org, events) in events.iter().filter(|(_, events)| !events.is_empty()) {
            for listener in &self.listeners {
                listener.committed(*org, events);
            }
        }
        for (job, result) in jobs.into_iter().zip(results) {
            match (job, result) {
                (Job::Command(_, reply, stage), JobResult::Decided(outcome)) => {
                    drop(stage);
                    // Whoever asked may have gone: the write stands.
                    let _ = reply.send(Ok(*outcome));
                }
                (Job::Task(task), JobResult::TaskDone) => task.committed(),
                (job, JobResult::Refused(refusal)) => fail(job, StoreError::Refused(refusal)),
                (job, _) => fail(job, StoreError::Stopping),
            }
        }
    }
}

/// Runs a task so that a refused one changes nothing. Tasks are few: a savepoint costs nothing there.
fn run_task(
    connection: &Connection,
    task: &mut dyn Task,
    events: &mut Vec<OrgEvents>,
    clock: &dyn Clock,
    ids: &dyn Ids,
) -> rusqlite::Result<JobResult> {
    connection.execute_batch("SAVEPOINT task")?;
    match task.run(connection, clock, ids) {
        Ok(made) => {
            connection.execute_batch("RELEASE task")?;
            events.extend(made);
            Ok(JobResult::TaskDone)
        }
        Err(TaskError::Refused(refusal)) => {
            connection.execute_batch("ROLLBACK TO task; RELEASE task")?;
            Ok(JobResult::Refused(refusal))
        }
        Err(TaskError::Sqlite(error)) => Err(error),
    }
}

fn fail(job: Job, error: StoreError) {
    match job {
        Job::Command(_, reply, _) => drop(reply.send(Err(error))),
        Job::Task(task) => task.failed(error),
    }
}

/// Whether there was no room on the disk: for the database, or for the index of its write-ahead log, of which SQLite says it
/// otherwise.
fn is_full(error: &rusqlite::Error) -> bool {
    let Some(error) = error.sqlite_error() else { return false };
    error.code == ErrorCode::DiskFull || error.extended_code == SQLITE_IOERR_SHMSIZE
}

fn decide_in(
    connection: &Connection,
    worlds: &mut HashMap<OrgId, World>,
    envelope: &Envelope,
    now: Timestamp,
    ids: &dyn Ids,
) -> rusqlite::Result<JobResult> {
    let world = match worlds.entry(envelope.org) {
        std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
        std::collections::hash_map::Entry::Vacant(unknown) => match load::head(connection, envelope.org)? {
            Some(head) => unknown.insert(World::new(envelope.org, head)),
            None => return Ok(JobResult::Refused(Refusal::NotFound { noun: "organization" })),
        },
    };
    decide_loading(connection, world, envelope, now, ids)
}

/// Decides, loading what the working set misses, and makes the decision part of the working set.
fn decide_loading(
    connection: &Connection,
    world: &mut World,
    envelope: &Envelope,
    now: Timestamp,
    ids: &dyn Ids,
) -> rusqlite::Result<JobResult> {
    loop {
        match decide(world, envelope, now, ids) {
            Ok(decision) => {
                let outcome = Outcome { answer: decision.answer, replayed: decision.replayed };
                world.apply(decision.writes, decision.events, decision.counters, decision.head);
                return Ok(JobResult::Decided(Box::new(outcome)));
            }
            Err(Stop::Refused(refusal)) => return Ok(JobResult::Refused(refusal)),
            Err(Stop::Missing(key)) => load::key(connection, world, key)?,
        }
    }
}

/// Carries out the first commands of a new organization, whose head row exists already.
pub(in crate::sqlite) fn seed(
    connection: &Connection,
    org: OrgId,
    envelopes: &[Envelope],
    now: Timestamp,
    ids: &dyn Ids,
) -> Result<Vec<Arc<Committed>>, TaskError> {
    let head = load::head(connection, org)?.ok_or(Refusal::NotFound { noun: "organization" })?;
    let mut world = World::new(org, head);
    for envelope in envelopes {
        if let JobResult::Refused(refusal) = decide_loading(connection, &mut world, envelope, now, ids)? {
            return Err(refusal.into());
        }
    }
    persist::world(connection, &world)?;
    Ok(world.events)
}
