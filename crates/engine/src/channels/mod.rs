//! Channels.

mod builtin;

pub use builtin::builtin;
