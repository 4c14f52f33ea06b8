//! The store as a whole.

use switchroom_domain::Refusal;

use super::{Bookkeeping, Consumers, Directory, Gathering, Leases, Log, Nodes, Timers, Views};

/// Why the store did not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The command is refused; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The disk is full; nothing was changed.
    #[error("the disk is full")]
    Full,
    /// The database cannot be reached; nothing was changed, or whoever asked may ask again with the same key.
    #[error("the database cannot be reached")]
    Unavailable,
    /// Too many commands wait already; nothing was changed.
    #[error("too many commands wait already")]
    Overloaded,
    /// The store is being closed; nothing was changed.
    #[error("the store is being closed")]
    Stopping,
    /// Anything else; nothing was changed.
    #[error(transparent)]
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

/// Everything that is kept.
pub trait Store: Log + Directory + Views + Bookkeeping + Consumers + Leases + Nodes + Timers + Gathering {}

impl<T: Log + Directory + Views + Bookkeeping + Consumers + Leases + Nodes + Timers + Gathering> Store for T {}
