//! What keeps the index up to date: it follows the log of every organization with a position of its own, and holds nobody up.
//!
//! Nodes that share a store share the work: whoever has claimed an organization's index writes it. An index that is empty, of an older
//! format, or ahead of the log (the store was put back) is filled from what the store holds, and then follows from where the log was
//! when that began.

mod fill;
mod follow;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use switchroom_domain::{Committed, OrgId};
use tokio::sync::{Notify, oneshot};

use crate::ports::{Claim, CommitListener, DocumentKind, Filling, IndexPosition, StoreError};
use crate::{Engine, EngineError};

/// Between two looks while there is something to do: what is said meanwhile is written together.
const PAUSE: Duration = Duration::from_millis(50);
/// How often to look after what another node had claimed, and what failed.
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// Organizations read at one time.
const ORGANIZATIONS: usize = 500;

/// Reads the log, from memory where it can.
#[async_trait]
pub trait ReadsLog: Send + Sync + 'static {
    /// Up to `limit` events of `org` after `after`, in order.
    async fn events_after(&self, org: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError>;
}

/// Rings when something was committed, here or at another node.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<HashMap<OrgId, i64>>,
    notify: Notify,
}

impl CommitListener for Bell {
    fn committed(&self, org: OrgId, events: &[Arc<Committed>]) {
        let Some(last) = events.last() else { return };
        self.rung.lock().insert(org, last.event.seq);
        self.notify.notify_one();
    }
}

/// Keeps the index up to date.
pub struct Indexer {
    engine: Arc<Engine>,
    log: Arc<dyn ReadsLog>,
    bell: Arc<Bell>,
    /// Where the log of each organization ended when it was last heard of.
    heads: HashMap<OrgId, i64>,
    /// Which may have something to write.
    due: BTreeSet<OrgId>,
    /// Which to look at later.
    later: BTreeSet<OrgId>,
}

/// How a turn ended.
enum Turn {
    /// Everything is written.
    Done,
    /// There is more.
    More,
    /// It is another node's to write.
    Elsewhere,
}

impl Indexer {
    /// An indexer that reads `log` whenever `bell` rings.
    #[must_use]
    pub fn new(engine: Arc<Engine>, log: Arc<dyn ReadsLog>, bell: Arc<Bell>) -> Self {
        Self { engine, log, bell, heads: HashMap::new(), due: BTreeSet::new(), later: BTreeSet::new() }
    }

    /// Keeps the index up to date until `stop` is told or dropped.
    pub async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        let mut look_again = tokio::time::interval(LOOK_AGAIN);
        look_again.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        self.find_organizations().await;
        let bell = Arc::clone(&self.bell);
        loop {
            tokio::select! {
                biased;
                _ = &mut stop => return,
                _ = look_again.tick() => self.due.append(&mut self.later),
                () = tokio::time::sleep(PAUSE), if !self.due.is_empty() => {}
                () = bell.notify.notified(), if self.due.is_empty() => {}
            }
            self.hear();
            for org in std::mem::take(&mut self.due) {
                tokio::select! {
                    biased;
                    _ = &mut stop => return,
                    () = self.serve(org) => {}
                }
            }
        }
    }

    /// Every organization is looked at once: what was committed before the bell was hung is in no other way heard of.
    async fn find_organizations(&mut self) {
        let mut after = 0;
        loop {
            match self.engine.store.organizations(after, ORGANIZATIONS).await {
                Ok(found) => {
                    self.due.extend(found.iter().map(|organization| organization.id));
                    match found.last() {
                        Some(last) => after = last.id.0,
                        None => return,
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "organizations could not be read");
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
            }
        }
    }

    /// What was committed since is due.
    fn hear(&mut self) {
        for (org, seq) in self.bell.rung.lock().drain() {
            self.heads.insert(org, seq);
            self.due.insert(org);
        }
    }

    /// Writes a piece of an organization's index.
    async fn serve(&mut self, org: OrgId) {
        match self.turn(org).await {
            Ok(Turn::Done) => {}
            Ok(Turn::More) => {
                self.due.insert(org);
            }
            Ok(Turn::Elsewhere) => {
                self.later.insert(org);
            }
            Err(error) => {
                tracing::warn!(%org, error = &error as &dyn std::error::Error, "the search index could not be written");
                self.later.insert(org);
            }
        }
    }

    async fn turn(&mut self, org: OrgId) -> Result<Turn, EngineError> {
        let index = &self.engine.search;
        let Claim::Held(position) = index.claim(org).await? else {
            metrics::gauge!("switchroom_search_lag_events", "organization" => org.to_string()).set(0.0);
            return Ok(Turn::Elsewhere);
        };
        let head = match self.heads.get(&org) {
            Some(head) => *head,
            None => self.engine.store.head_seq(org).await?,
        };
        let position = match position {
            Some(position) if position.seq <= head => position,
            Some(position) => {
                // Maybe the head was heard of before the position was written.
                let now = self.engine.store.head_seq(org).await?;
                if position.seq <= now { position } else { self.begin(org, now).await? }
            }
            None => self.begin(org, head).await?,
        };
        metrics::gauge!("switchroom_search_lag_events", "organization" => org.to_string()).set(lag(position, head));
        match position.filling {
            Some(filling) => self.fill(org, position.seq, filling).await,
            None => self.follow(org, position.seq).await,
        }
    }

    /// Begins to fill an organization's index.
    async fn begin(&self, org: OrgId, head: i64) -> Result<IndexPosition, EngineError> {
        tracing::info!(%org, "the search index is made anew");
        self.engine.search.clear(org).await?;
        Ok(IndexPosition { seq: head, filling: Some(Filling { kind: DocumentKind::EVERY[0], after: None }) })
    }
}

/// Events that are not in the index yet.
#[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
fn lag(position: IndexPosition, head: i64) -> f64 {
    let indexed = if position.filling.is_some() { 0 } else { position.seq };
    (head - indexed).max(0) as f64
}
