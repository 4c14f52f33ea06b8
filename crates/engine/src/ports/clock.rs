//! What time it is.

use switchroom_domain::Timestamp;

/// What time it is. Injected, so that tests can set it.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;
}
