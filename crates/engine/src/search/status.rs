//! How far the index is.

use switchroom_domain::OrgId;

use crate::{Engine, EngineError};

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// Everything up to this event is found; 0 while the index is filled.
    pub indexed: i64,
    /// The latest event.
    pub head: i64,
}

/// How far an organization's index is.
pub async fn status(engine: &Engine, org: OrgId) -> Result<Status, EngineError> {
    let position = engine.search.position(org).await?;
    // Read afterwards: it is behind the index only where the store was put back, and then the index is about to be made anew.
    let head = engine.store.head_seq(org).await?;
    let position = position.filter(|position| position.filling.is_none() && position.seq <= head);
    Ok(Status { indexed: position.map_or(0, |position| position.seq), head })
}
