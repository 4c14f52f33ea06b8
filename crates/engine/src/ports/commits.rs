//! Being told of commits.

use std::sync::Arc;

use switchroom_domain::{Committed, OrgId};

/// Is told of what was committed, in the log's order, right after the commit and before its givers are answered.
/// Called on the writer's thread: it must not block.
pub trait CommitListener: Send + Sync + 'static {
    /// These events of `org` were committed.
    fn committed(&self, org: OrgId, events: &[Arc<Committed>]);
}
