//! Followers as a whole, in a world whose time can be advanced.
#![expect(clippy::unwrap_used, reason = "a test whose world cannot be set up has failed")]

mod breaker;
mod chaos;
mod crash;
mod horizon;
mod parking;
mod replay;
mod restart;
mod support;
