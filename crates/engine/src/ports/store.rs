//! The store as a whole.

use switchroom_domain::Refusal;

use super::{Bookkeeping, Directory, Log, Views};

/// Why the store did not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The command is refused; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The disk is full; nothing was changed.
    #[error("the disk is full")]
    Full,
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
pub trait Store: Log + Directory + Views + Bookkeeping {}

impl<T: Log + Directory + Views + Bookkeeping> Store for T {}
