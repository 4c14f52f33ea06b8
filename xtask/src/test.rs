//! `cargo xtask test`: every test there is, on a machine that has nothing but Rust.

use std::process::Command;

use crate::workspace::{cargo, succeed};
use crate::{browser, console, samples, tools, tour};

/// Installs what tests need, builds the pages, runs the tests, those of the whole server once more on PostgreSQL, those in a browser, then
/// the tour.
pub(crate) fn run() -> anyhow::Result<()> {
    eprintln!("1 of 6: the programs that tests need: installed with apt-get when root, else asked for");
    tools::provide(&[
        tools::CC,
        tools::CURL,
        tools::JQ,
        tools::POSTGRESQL,
        tools::NATS,
        tools::PGBOUNCER,
        tools::AIOSMTPD,
        tools::PROMTOOL,
        tools::CHROMIUM,
    ])?;
    samples::provide()?;
    eprintln!("2 of 6: the pages: built, their form, types and unit tests");
    console::run()?;
    console::check()?;
    eprintln!("3 of 6: every test of the workspace, the server on SQLite");
    let mut on_sqlite = tests_on("sqlite", &["--workspace"]);
    on_sqlite.env("SWITCHROOM_TEST_SIZE", "full");
    succeed(on_sqlite)?;
    eprintln!("4 of 6: the server's tests on PostgreSQL");
    succeed(tests_on("postgres", &["--package", "switchroom-server"]))?;
    eprintln!("5 of 6: the pages in a browser, on both databases");
    browser::run()?;
    eprintln!("6 of 6: the tour of README.md and docs/vendors.md, against fresh servers");
    tour::run()
}

fn tests_on(engine: &str, which: &[&str]) -> Command {
    let mut tests = cargo(["test"]);
    tests.args(which).env("SWITCHROOM_TEST_ENGINE", engine).env(samples::REQUIRED, samples::LANGUAGES);
    tests
}
