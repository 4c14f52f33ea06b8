//! Telling of commits, of this node's and of the others', in the order of the log.
//!
//! Several writers of several nodes commit to one log. The row of its head makes their order; what this node learns of it comes in
//! any order, or not at all. So it is kept of each log how far its listeners were told, and what lies between is read.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use switchroom_domain::{Committed, OrgId};
use switchroom_engine::ports::{Bus, CommitListener, Notice, StoreError};
use tokio::sync::{Notify, mpsc};
use tokio::task::AbortHandle;

use super::Listeners;
use super::error::{PgError, column};
use super::params::params;
use super::readers::Readers;

/// Events read at one time.
const CHUNK: usize = 500;
/// Logs read at one time.
const READERS: usize = 3;
/// How often the heads of all logs are looked at, whatever was heard.
const EVERY: Duration = Duration::from_secs(5);
/// How long to wait after the database failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

pub(super) struct Relay {
    readers: Readers,
    listeners: Listeners,
    bus: Arc<dyn Bus>,
    logs: RwLock<HashMap<OrgId, Arc<Mutex<Known>>>>,
    behind: mpsc::UnboundedSender<OrgId>,
    missed: Notify,
    tasks: Mutex<Vec<AbortHandle>>,
}

/// What is known of one log.
#[derive(Default)]
struct Known {
    /// Listeners were told of everything up to this.
    told: i64,
    /// It reaches at least to this.
    reaches: i64,
    /// Commits of this node after what is not known yet, by their first sequence number.
    waiting: BTreeMap<i64, Vec<Arc<Committed>>>,
    /// Whether it is being read on, or about to be.
    reading: bool,
}

impl Relay {
    /// Listeners are told of everything that is committed from now on.
    pub(super) async fn start(readers: Readers, listeners: Listeners, bus: Arc<dyn Bus>) -> Result<Arc<Self>, PgError> {
        let (behind, to_read) = mpsc::unbounded_channel();
        let relay =
            Arc::new(Self { readers, listeners, bus, logs: RwLock::default(), behind, missed: Notify::new(), tasks: Mutex::default() });
        for (org, seq) in relay.heads().await? {
            *relay.log(org).lock() = Known { told: seq, reaches: seq, ..Known::default() };
        }
        let to_read = Arc::new(tokio::sync::Mutex::new(to_read));
        let mut tasks: Vec<_> =
            (0..READERS).map(|_| tokio::spawn(Arc::clone(&relay).read_behind(Arc::clone(&to_read))).abort_handle()).collect();
        tasks.push(tokio::spawn(Arc::clone(&relay).look_again()).abort_handle());
        *relay.tasks.lock() = tasks;
        Ok(relay)
    }

    /// This node has committed these events.
    pub(super) fn committed(&self, org: OrgId, events: &[Arc<Committed>]) {
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
        tell(&self.listeners.at_once, org, events);
        self.bus.publish(Notice::Committed { org, seq: last.event.seq });
        let log = self.log(org);
        let mut known = log.lock();
        known.reaches = known.reaches.max(last.event.seq);
        if known.told + 1 == first.event.seq {
            self.tell_in_order(org, &mut known, events);
        } else if known.told < first.event.seq {
            known.waiting.insert(first.event.seq, events.to_vec());
            self.read_on(org, &mut known);
        }
    }

    /// The log reaches this far, as another node says.
    pub(super) fn heard(&self, org: OrgId, seq: i64) {
        let log = self.log(org);
        let mut known = log.lock();
        if seq > known.reaches {
            known.reaches = seq;
            self.read_on(org, &mut known);
        }
    }

    /// What other nodes say may have been missed.
    pub(super) fn missed(&self) {
        self.missed.notify_one();
    }

    pub(super) fn close(&self) {
        self.tasks.lock().drain(..).for_each(|task| task.abort());
    }

    fn log(&self, org: OrgId) -> Arc<Mutex<Known>> {
        if let Some(log) = self.logs.read().get(&org) {
            return Arc::clone(log);
        }
        Arc::clone(self.logs.write().entry(org).or_default())
    }

    /// Tells of events that follow on what was told, and of those that waited for them. Those who are told at once know already.
    fn tell_in_order(&self, org: OrgId, known: &mut Known, events: &[Arc<Committed>]) {
        tell(&self.listeners.in_order, org, events);
        known.told = events.last().map_or(known.told, |last| last.event.seq);
        while let Some(entry) = known.waiting.first_entry()
            && *entry.key() <= known.told + 1
        {
            let waited = entry.remove();
            let new = waited.partition_point(|committed| committed.event.seq <= known.told);
            if let Some(last) = waited.last().filter(|last| last.event.seq > known.told) {
                tell(&self.listeners.in_order, org, &waited[new..]);
                known.told = last.event.seq;
            }
        }
    }

    fn read_on(&self, org: OrgId, known: &mut Known) {
        if !known.reading {
            // Nobody reads any more once the store is closed.
            known.reading = self.behind.send(org).is_ok();
        }
    }

    async fn read_behind(self: Arc<Self>, to_read: Arc<tokio::sync::Mutex<mpsc::UnboundedReceiver<OrgId>>>) {
        loop {
            let Some(org) = to_read.lock().await.recv().await else { return };
            while let Err(error) = self.catch_up(org).await {
                tracing::warn!(%org, %error, "what other nodes committed cannot be read");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }

    /// Reads the log as far as it is known to reach, and tells of it.
    async fn catch_up(&self, org: OrgId) -> Result<(), StoreError> {
        let log = self.log(org);
        loop {
            let told = {
                let mut known = log.lock();
                if known.told >= known.reaches {
                    known.reading = false;
                    return Ok(());
                }
                known.told
            };
            let events = super::log::events_after(&self.readers, org, told, CHUNK).await?;
            let mut known = log.lock();
            let new = events.partition_point(|committed| committed.event.seq <= known.told);
            if new < events.len() {
                tell(&self.listeners.at_once, org, &events[new..]);
                self.tell_in_order(org, &mut known, &events[new..]);
            } else if events.is_empty() {
                // Whoever said so was mistaken.
                known.reaches = known.told;
            }
        }
    }

    /// Looks at the heads of all logs now and then, and whenever something may have been missed.
    async fn look_again(self: Arc<Self>) {
        loop {
            let _ = tokio::time::timeout(EVERY, self.missed.notified()).await;
            match self.heads().await {
                Ok(heads) => heads.into_iter().for_each(|(org, seq)| self.heard(org, seq)),
                Err(error) => {
                    tracing::debug!(error = &error as &dyn std::error::Error, "the logs' heads cannot be read");
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            }
        }
    }

    async fn heads(&self) -> Result<Vec<(OrgId, i64)>, PgError> {
        let connection = self.readers.connection().await?;
        let rows = connection.query_typed("SELECT org_id, seq FROM heads", params![]).await?;
        rows.iter().map(|row| Ok((OrgId(column(row, 0)?), column(row, 1)?))).collect()
    }
}

fn tell(listeners: &[Arc<dyn CommitListener>], org: OrgId, events: &[Arc<Committed>]) {
    listeners.iter().for_each(|listener| listener.committed(org, events));
}
