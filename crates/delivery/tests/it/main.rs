//! Delivery against real sinks on the loopback address.
#![expect(clippy::unwrap_used, reason = "a test whose world cannot be set up has failed")]

mod attempts;
mod batches;
mod campaigns;
mod changing;
mod ending;
mod fairness;
mod no_search;
mod nodes;
mod options;
mod outcomes;
mod replays;
mod samples;
mod support;
mod telling;

#[path = "../../../followers/tests/it/support/memory/mod.rs"]
mod memory;
#[path = "../../../followers/tests/it/support/time.rs"]
#[expect(dead_code, reason = "shared with the tests of the followers, which need more of it")]
mod time;
