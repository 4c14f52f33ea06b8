//! `cargo xtask test`: every test there is, on a machine that has nothing but Rust.

use std::process::Command;

use crate::workspace::{cargo, succeed};
use crate::{samples, tools, tour};

/// Installs what tests need, runs them, those of the whole server once more on PostgreSQL, then the tour.
pub(crate) fn run() -> anyhow::Result<()> {
    eprintln!("1 of 4: the programs that tests need: installed with apt-get when root, else asked for");
    tools::provide(&[
        tools::CC,
        tools::CURL,
        tools::JQ,
        tools::POSTGRESQL,
        tools::NATS,
        tools::PGBOUNCER,
        tools::AIOSMTPD,
        tools::PROMTOOL,
    ])?;
    samples::provide()?;
    eprintln!("2 of 4: every test of the workspace, the server on SQLite");
    let mut on_sqlite = tests_on("sqlite", &["--workspace"]);
    on_sqlite.env("SWITCHROOM_TEST_SIZE", "full");
    succeed(on_sqlite)?;
    eprintln!("3 of 4: the server's tests on PostgreSQL");
    succeed(tests_on("postgres", &["--package", "switchroom-server"]))?;
    eprintln!("4 of 4: the tour of README.md and docs/vendors.md, against fresh servers");
    tour::run()
}

fn tests_on(engine: &str, which: &[&str]) -> Command {
    let mut tests = cargo(["test"]);
    tests.args(which).env("SWITCHROOM_TEST_ENGINE", engine).env(samples::REQUIRED, samples::LANGUAGES);
    tests
}
