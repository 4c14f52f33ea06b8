//! Which node runs what. Nodes are alive until a test says otherwise.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use async_trait::async_trait;
use switchroom_engine::ports::{Lease, Leases, NodeId, Standing, StoreError, Wanted};

use super::{Kept, MemoryStore};

/// Which node runs what.
#[derive(Default)]
pub(crate) struct Board {
    /// For how long nodes count as alive, as far as they know; none: there is one node.
    pub(crate) alive_for: Option<Duration>,
    /// Those that are alive.
    pub(crate) nodes: HashSet<NodeId>,
    /// How many have joined.
    pub(crate) joined: i64,
    /// Who holds what.
    pub(crate) held: HashMap<Lease, NodeId>,
    /// Nodes that get no answer when they say that they are alive.
    pub(crate) unanswered: HashSet<NodeId>,
    /// While set, nothing about nodes can be asked.
    pub(crate) away: bool,
    /// So many times leases are taken, but the answer is lost.
    pub(crate) lost_answers: usize,
    /// How often a node could not leave.
    pub(crate) not_left: usize,
}

impl Board {
    fn is_alone(&self) -> bool {
        self.alive_for.is_none()
    }
}

impl Kept {
    fn free(&self) -> Vec<Lease> {
        let all = self.subscriptions.values().map(|subscription| Lease { org: subscription.org, subscription: subscription.id });
        all.filter(|lease| self.leases.is_alone() || !self.leases.held.contains_key(lease)).collect()
    }

    fn take(&mut self, node: NodeId, lease: Lease) {
        self.leases.held.insert(lease, node);
        if self.leases.is_alone() {
            return;
        }
        let replays = self.replays.values().filter(|replay| replay.subscription == lease.subscription).map(|replay| replay.id);
        for follower in replays.chain([lease.subscription.live(), lease.subscription.campaigns()]) {
            if let Some(state) = self.followers.get_mut(&follower) {
                state.epoch += 1;
            }
        }
    }
}

impl MemoryStore {
    fn board<T>(&self, f: impl FnOnce(&mut Kept) -> T) -> Result<T, StoreError> {
        self.with(|kept| if kept.leases.away { Err(StoreError::Unavailable) } else { Ok(f(kept)) })
    }
}

#[async_trait]
impl Leases for MemoryStore {
    async fn join(&self) -> Result<NodeId, StoreError> {
        self.board(|kept| {
            kept.leases.joined += 1;
            let node = NodeId(kept.leases.joined);
            kept.leases.nodes.insert(node);
            node
        })
    }

    fn alive_for(&self) -> Option<Duration> {
        self.with(|kept| kept.leases.alive_for)
    }

    async fn stay(&self, node: NodeId) -> Result<Option<Standing>, StoreError> {
        self.until(|kept| !kept.leases.unanswered.contains(&node)).await;
        self.board(|kept| {
            let nodes = kept.leases.nodes.len();
            let fair = kept.subscriptions.len().div_ceil(nodes.max(1));
            kept.leases.nodes.contains(&node).then(|| Standing { free: kept.free().len(), fair, nodes })
        })
    }

    async fn take(&self, node: NodeId, wanted: Wanted) -> Result<Vec<Lease>, StoreError> {
        self.board(|kept| {
            let mut taken = kept.free();
            match wanted {
                Wanted::Any(most) => taken.truncate(most),
                Wanted::One(wanted) => taken.retain(|lease| *lease == wanted),
            }
            taken.iter().for_each(|lease| kept.take(node, *lease));
            match kept.leases.lost_answers.checked_sub(1) {
                Some(left) => {
                    kept.leases.lost_answers = left;
                    Err(StoreError::Unavailable)
                }
                None => Ok(taken),
            }
        })?
    }

    async fn held(&self, node: NodeId) -> Result<Vec<Lease>, StoreError> {
        self.board(|kept| kept.leases.held.iter().filter(|(_, holder)| **holder == node).map(|(lease, _)| *lease).collect())
    }

    async fn holds(&self, node: NodeId, lease: Lease) -> Result<bool, StoreError> {
        self.board(|kept| kept.leases.held.get(&lease) == Some(&node))
    }

    async fn give(&self, node: NodeId, leases: Vec<Lease>) -> Result<(), StoreError> {
        self.board(|kept| kept.leases.held.retain(|lease, holder| *holder != node || !leases.contains(lease)))
    }

    async fn leave(&self, node: NodeId) -> Result<(), StoreError> {
        let left = self.board(|kept| {
            kept.leases.nodes.remove(&node);
            kept.leases.held.retain(|_, holder| *holder != node);
        });
        if left.is_err() {
            self.with(|kept| kept.leases.not_left += 1);
        }
        left
    }
}
