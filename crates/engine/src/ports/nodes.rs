//! What a node that shares its store with others needs of it.

use async_trait::async_trait;
use switchroom_domain::OrgId;

use super::StoreError;

/// What a node that shares its store with others needs of it. Unless said otherwise, a store has one node.
#[async_trait]
pub trait Nodes: Send + Sync + 'static {
    /// Another node says that the log of `org` reaches `seq`: what this node does not know yet is read, and told to whoever
    /// listens to commits. Returns at once.
    fn heard(&self, _org: OrgId, _seq: i64) {}

    /// Notices of other nodes may have been missed: the logs are looked at. Returns at once.
    fn missed(&self) {}

    /// Whether the store answers.
    async fn reachable(&self) -> bool {
        true
    }

    /// What all nodes agree on under `name`: `value`, unless another was agreed on before. A store with one node keeps nothing, and
    /// agrees.
    async fn agree(&self, _name: &str, value: String) -> Result<String, StoreError> {
        Ok(value)
    }

    /// Lets every accepted command be committed, then closes the store. Commands given later are refused.
    async fn close(&self) {}
}
