//! Followers as a whole, in a world whose time can be advanced.
#![expect(clippy::unwrap_used, reason = "a test whose world cannot be set up has failed")]

mod batches;
mod breaker;
mod chaos;
mod concurrency;
mod crash;
mod dead;
mod ending;
mod gauges;
mod horizon;
mod parking;
mod precedence;
mod replay;
mod restart;
mod support;
mod throttle;
mod unordered;
