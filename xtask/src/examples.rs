//! `cargo xtask examples`: the example bodies in the catalogue of event types, kept under version control.

use crate::workspace::{cargo, succeed};

/// Runs the test that compares them with what a server sends, and lets it write them instead.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut test = cargo(["test", "--package", "switchroom-server", "--test", "it", "event_types::examples::they_are_what_is_sent"]);
    test.env("SWITCHROOM_WRITE_EXAMPLES", "1");
    succeed(test)
}
