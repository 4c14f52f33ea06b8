//! Which node runs which followers.

use async_trait::async_trait;
use switchroom_domain::{OrgId, SubscriptionId};

use super::{Bookkeeping, StoreError};

/// A node, as long as it is taken for alive. One that was taken for dead joins again under a new id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId(pub i64);

/// The right to run the followers of one subscription: its live run and its replays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lease {
    /// The organization.
    pub org: OrgId,
    /// The subscription.
    pub subscription: SubscriptionId,
}

/// Which leases a node takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Any that are free, up to so many.
    Any(usize),
    /// This one, if it is free.
    One(Lease),
}

/// How a node stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many leases are free.
    pub free: usize,
    /// How many leases each node should hold, at the most.
    pub fair: usize,
    /// How many nodes are alive.
    pub nodes: usize,
}

/// Which node runs which followers. A lease is free when nobody holds it, or its holder is taken for dead.
///
/// Unless said otherwise, a store has one node, which cannot be taken for dead.
#[async_trait]
pub trait Leases: Bookkeeping {
    /// This node is alive from now on, for [`Leases::alive_for`].
    async fn join(&self) -> Result<NodeId, StoreError> {
        Ok(NodeId(0))
    }

    /// For how long a node counts as alive after it said so. None: it cannot be taken for dead, as it is the only one.
    fn alive_for(&self) -> Option<std::time::Duration> {
        None
    }

    /// This node is still alive, for [`Leases::alive_for`] again. None: it was taken for dead, and holds nothing any more. Fails soon
    /// rather than late.
    async fn stay(&self, _node: NodeId) -> Result<Option<Standing>, StoreError> {
        Ok(Some(Standing { free: 0, fair: usize::MAX, nodes: 1 }))
    }

    /// Takes free leases. Whoever held one before has lost it: what it still reports of positions is passed over. If this fails,
    /// some may have been taken none the less: [`Leases::held`].
    async fn take(&self, _node: NodeId, wanted: Wanted) -> Result<Vec<Lease>, StoreError> {
        match wanted {
            Wanted::One(lease) => Ok(vec![lease]),
            Wanted::Any(most) => {
                let all = self.all_subscriptions().await?.into_iter().take(most);
                Ok(all.map(|subscription| Lease { org: subscription.org, subscription: subscription.id }).collect())
            }
        }
    }

    /// Everything that this node holds.
    async fn held(&self, node: NodeId) -> Result<Vec<Lease>, StoreError> {
        self.take(node, Wanted::Any(usize::MAX)).await
    }

    /// Whether this node holds a lease. What was read of a follower's position before that was answered is then this node's own: if
    /// another takes the lease later, what this one still reports is passed over.
    async fn holds(&self, _node: NodeId, _lease: Lease) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// Gives leases back, so that others can take them. Those that this node does not hold are passed over.
    async fn give(&self, _node: NodeId, _leases: Vec<Lease>) -> Result<(), StoreError> {
        Ok(())
    }

    /// This node goes: everything it holds is free.
    async fn leave(&self, _node: NodeId) -> Result<(), StoreError> {
        Ok(())
    }
}
