//! Channels.

mod builtin;
pub(crate) mod identity;

pub use builtin::builtin;
pub use identity::{SignedIdentity, set_identity_secret};
