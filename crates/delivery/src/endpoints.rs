//! The tasks of the subscriptions that this node serves.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use switchroom_domain::SubscriptionId;
use switchroom_engine::ports::{Lease, NodeId};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};

use crate::changes::{Change, ChangeKind};
use crate::endpoint::Endpoint;
use crate::services::Services;

/// The tasks of the subscriptions that this node serves, one each.
pub(crate) struct Endpoints {
    services: Arc<Services>,
    serving: HashMap<SubscriptionId, Serving>,
    /// Those that were let go, until that is done with.
    going: HashSet<Lease>,
    tasks: JoinSet<Lease>,
}

/// A subscription that is served.
struct Serving {
    lease: Lease,
    inbox: mpsc::UnboundedSender<ChangeKind>,
}

impl Endpoints {
    pub(crate) fn new(services: Arc<Services>) -> Self {
        Self { services, serving: HashMap::new(), going: HashSet::new(), tasks: JoinSet::new() }
    }

    /// How many subscriptions are served.
    pub(crate) fn len(&self) -> usize {
        self.serving.len()
    }

    /// Whether the subscription is served, or was let go and still has a task.
    pub(crate) fn has(&self, lease: &Lease) -> bool {
        self.serving.contains_key(&lease.subscription) || self.going.contains(lease)
    }

    /// Serves a subscription: its live run, and the replays that it is told of.
    pub(crate) fn start(&mut self, node: NodeId, lease: Lease) {
        if self.has(&lease) {
            return;
        }
        let (inbox, changes) = mpsc::unbounded_channel();
        // As if it had just been changed.
        let _ = inbox.send(ChangeKind::Edited);
        let endpoint = Endpoint::new(Arc::clone(&self.services), node, lease);
        self.tasks.spawn(async move {
            endpoint.run(changes).await;
            lease
        });
        self.serving.insert(lease.subscription, Serving { lease, inbox });
    }

    /// Tells a subscription's task of a change. `false`: it is not served here.
    pub(crate) fn tell(&self, change: Change) -> bool {
        self.serving.get(&change.subscription).is_some_and(|serving| serving.inbox.send(change.kind).is_ok())
    }

    /// Stops serving so many subscriptions: the attempts in flight may come to their end, and the positions are kept.
    pub(crate) fn let_go(&mut self, count: usize) {
        let chosen: Vec<_> = self.serving.keys().copied().take(count).collect();
        for serving in chosen.iter().filter_map(|subscription| self.serving.remove(subscription)) {
            self.going.insert(serving.lease);
        }
    }

    /// Returns when a task has ended; never, if there is none. Answers the leases that nobody needs any more, of this task and of
    /// others that have ended: [`Endpoints::gone`] says that they are given back.
    pub(crate) async fn ended(&mut self) -> Vec<Lease> {
        let Some(first) = self.tasks.join_next().await else { return std::future::pending().await };
        let mut over = self.over(first);
        while let Some(next) = self.tasks.try_join_next() {
            over.extend(self.over(next));
        }
        over
    }

    /// These leases are given back.
    pub(crate) fn gone(&mut self, leases: &[Lease]) {
        for lease in leases {
            self.going.remove(lease);
        }
    }

    /// Lets everything go, and waits until it has stopped. Can be dropped and begun again.
    pub(crate) async fn stop(&mut self) {
        self.serving.clear();
        while self.tasks.join_next().await.is_some() {}
        self.going.clear();
    }

    /// Stops everything at once: the attempts in flight are dropped.
    pub(crate) async fn abort(&mut self) {
        self.tasks.abort_all();
        self.stop().await;
    }

    fn over(&mut self, ended: Result<Lease, JoinError>) -> Vec<Lease> {
        match ended {
            Ok(lease) if self.going.contains(&lease) => vec![lease],
            Ok(lease) => {
                // It was deleted, and its lease with it.
                self.serving.remove(&lease.subscription);
                Vec::new()
            }
            Err(error) => {
                tracing::error!(%error, "serving a subscription broke down");
                let broken = self.serving.extract_if(|_, serving| serving.inbox.is_closed()).map(|(_, serving)| serving.lease);
                let broken: Vec<_> = broken.collect();
                self.going.extend(&broken);
                broken
            }
        }
    }
}
