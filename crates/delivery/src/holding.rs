//! Which subscriptions this node serves: it takes leases up to its fair share, and gives back what is more.
//!
//! Only what a lease is held for is served. A lease that is given back is free when its followers have stopped and their positions are
//! kept; one of a node that is taken for dead at once, and that node stops its followers by itself at the latest at that time.
//! Should both run for a moment all the same, events are told twice but none is skipped: who takes a lease goes on from the kept
//! position, and what the other still reports is passed over.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use metrics::{Gauge, gauge};
use switchroom_engine::ports::{Lease, NodeId, Notice, Standing, StoreError, Wanted};
use tokio::sync::{Notify, oneshot, watch};

use crate::changes::{Change, ChangeKind, Changes};
use crate::endpoints::Endpoints;
use crate::services::Services;
use crate::term::Term;

/// Leases taken at once, at the most: many nodes that start together share what there is.
const PORTION: usize = 256;
/// How long to wait after the store failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// The subscriptions that this node serves.
pub(crate) struct Holding {
    services: Arc<Services>,
    endpoints: Endpoints,
    changes: Changes,
    /// Leases that are not needed any more, but not yet given back.
    spare: Vec<Lease>,
    /// Whether this node may hold leases that it does not know of: the store failed when it was asked for some.
    unsure: bool,
    /// How many leases more than its fair share this node held when it last looked.
    surplus: usize,
    shown: Gauge,
    nodes: Gauge,
}

impl Holding {
    pub(crate) fn new(services: Arc<Services>, changes: Changes) -> Self {
        let nodes = gauge!("switchroom_nodes");
        // Until it is known better.
        nodes.set(1.0);
        Self {
            endpoints: Endpoints::new(Arc::clone(&services)),
            services,
            changes,
            spare: Vec::new(),
            unsure: false,
            surplus: 0,
            shown: gauge!("switchroom_leases_held"),
            nodes,
        }
    }

    /// Begins to serve everything there is, as the only node. Fails if the store cannot tell what there is.
    pub(crate) async fn take_all(&mut self, node: NodeId) -> Result<(), StoreError> {
        let leases = self.services.outbox.engine.store.take(node, Wanted::Any(usize::MAX)).await?;
        self.serve_these(node, leases).await
    }

    /// Serves what this node holds leases on, until `stop` is told or dropped. Looks at once for free leases when `look` says so.
    /// Returns when everything has stopped and is given back.
    pub(crate) async fn run(mut self, mut term: Term, look: Arc<Notify>, mut stop: oneshot::Receiver<()>) {
        loop {
            let node = term.node;
            let (show, standing) = watch::channel(None);
            let lost = tokio::select! {
                biased;
                _ = &mut stop => break,
                lost = term.last(&look, &show) => lost,
                never = self.serve(node, standing) => match never {},
            };
            tracing::warn!(node = node.0, reason = %lost, "this node delivers nothing until it has joined the others again");
            self.drop_all().await;
            tokio::select! {
                biased;
                _ = &mut stop => break,
                next = self.join_again(node) => term = next,
            }
        }
        self.leave(term).await;
    }

    /// Follows changes, and how this node stands among the others. Dropped when that ends.
    async fn serve(&mut self, node: NodeId, mut standing: watch::Receiver<Option<Standing>>) -> Infallible {
        loop {
            tokio::select! {
                Some(change) = self.changes.0.recv() => self.changed(node, change).await,
                leases = self.endpoints.ended() => {
                    self.spare.extend(leases);
                    self.give_back(node).await;
                }
                Ok(()) = standing.changed() => {
                    let now = *standing.borrow_and_update();
                    if let Some(now) = now {
                        self.balance(node, now).await;
                    }
                }
            }
            self.show();
        }
    }

    /// A subscription was changed: that concerns whoever serves it. One that nobody serves was just created: whoever hears of it
    /// first takes it.
    async fn changed(&mut self, node: NodeId, change: Change) {
        let lease = Lease { org: change.org, subscription: change.subscription };
        if self.endpoints.tell(change) || self.endpoints.has(&lease) || change.kind != ChangeKind::Edited {
            return;
        }
        if let Some(leases) = self.take(node, Wanted::One(lease)).await {
            // What is started of it from now on is told as a change.
            leases.into_iter().for_each(|lease| self.endpoints.start(node, lease));
        }
    }

    /// Brings what this node holds nearer to its fair share.
    async fn balance(&mut self, node: NodeId, Standing { free, fair, nodes }: Standing) {
        #[expect(clippy::cast_precision_loss, reason = "a gauge shows magnitudes")]
        self.nodes.set(nodes as f64);
        self.give_back(node).await;
        if self.unsure {
            self.find_unknown(node).await;
        }
        let held = self.endpoints.len();
        let surplus = held.saturating_sub(fair);
        // Seen twice: what was created in between is not counted in the fair share yet.
        self.endpoints.let_go(surplus.min(self.surplus));
        self.surplus = surplus;
        let mut room = fair.saturating_sub(held).min(free);
        while room > 0 {
            let wanted = room.min(PORTION);
            let Some(leases) = self.take(node, Wanted::Any(wanted)).await else { return };
            let all = leases.len() < wanted;
            room -= leases.len().min(room);
            self.serve_or_find_later(node, leases).await;
            if all {
                return;
            }
        }
    }

    async fn take(&mut self, node: NodeId, wanted: Wanted) -> Option<Vec<Lease>> {
        match self.services.outbox.engine.store.take(node, wanted).await {
            Ok(leases) => Some(leases),
            Err(error) => {
                tracing::warn!(%error, "leases cannot be taken");
                self.unsure = true;
                None
            }
        }
    }

    async fn find_unknown(&mut self, node: NodeId) {
        match self.services.outbox.engine.store.held(node).await {
            Ok(leases) => {
                self.unsure = false;
                let unknown = leases.into_iter().filter(|lease| !self.endpoints.has(lease)).collect();
                self.serve_or_find_later(node, unknown).await;
            }
            Err(error) => tracing::warn!(%error, "the leases that are held cannot be read"),
        }
    }

    async fn serve_or_find_later(&mut self, node: NodeId, leases: Vec<Lease>) {
        if let Err(error) = self.serve_these(node, leases).await {
            tracing::warn!(%error, "the replays that are not done cannot be read");
            self.unsure = true;
        }
    }

    /// Begins to serve what this node has just taken, with the replays that are not done.
    async fn serve_these(&mut self, node: NodeId, leases: Vec<Lease>) -> Result<(), StoreError> {
        if leases.is_empty() {
            return Ok(());
        }
        // Read after the leases were taken: what is started later is told as a change.
        let replays = self.services.outbox.engine.store.running_replays().await?;
        let these: HashSet<_> = leases.iter().map(|lease| lease.subscription).collect();
        for lease in leases {
            self.endpoints.start(node, lease);
        }
        for replay in replays.into_iter().filter(|replay| these.contains(&replay.subscription)) {
            self.endpoints.tell(Change { org: replay.org, subscription: replay.subscription, kind: ChangeKind::Replay(replay.id) });
        }
        self.show();
        Ok(())
    }

    /// Gives back what is spare; what cannot be given back now, later.
    async fn give_back(&mut self, node: NodeId) {
        if self.spare.is_empty() {
            return;
        }
        match self.services.outbox.engine.store.give(node, self.spare.clone()).await {
            Ok(()) => {
                self.endpoints.gone(&self.spare);
                self.spare.clear();
                self.services.outbox.engine.bus.publish(Notice::LeasesFreed);
            }
            Err(error) => tracing::warn!(%error, "leases cannot be given back"),
        }
    }

    /// Nothing is held any more: another node may serve it already.
    async fn drop_all(&mut self) {
        self.endpoints.abort().await;
        self.spare.clear();
        self.unsure = false;
        self.surplus = 0;
        self.show();
    }

    /// Joins the other nodes as a new one. Returns when that has gone well.
    async fn join_again(&self, before: NodeId) -> Term {
        let store = &self.services.outbox.engine.store;
        loop {
            // What it held need not wait until the others take it for dead.
            let joined = match store.leave(before).await {
                Ok(()) => Term::begin(Arc::clone(store)).await,
                Err(error) => Err(error),
            };
            match joined {
                Ok(term) => {
                    tracing::info!(node = term.node.0, "this node has joined the others again");
                    return term;
                }
                Err(error) => tracing::warn!(%error, "this node cannot join the others"),
            }
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    }

    /// Lets everything come to its end while this node still counts as alive, and frees what it held.
    async fn leave(mut self, mut term: Term) {
        let (unheard, unseen) = (Notify::new(), watch::Sender::new(None));
        let lost = tokio::select! {
            biased;
            () = self.endpoints.stop() => false,
            _ = term.last(&unheard, &unseen) => true,
        };
        if lost {
            self.endpoints.abort().await;
        }
        self.show();
        match self.services.outbox.engine.store.leave(term.node).await {
            Ok(()) => self.services.outbox.engine.bus.publish(Notice::LeasesFreed),
            Err(error) => tracing::warn!(%error, "the others learn only later that this node has gone"),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge shows magnitudes")]
    fn show(&self) {
        self.shown.set(self.endpoints.len() as f64);
    }
}
