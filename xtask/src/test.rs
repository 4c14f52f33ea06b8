//! `cargo xtask test`: every test there is, on a machine that has nothing but Rust.

use std::process::Command;

use crate::workspace::{SERVER, build, cargo, root, succeed};
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
    let built = build(cargo(["test", "--workspace", "--no-run"]))?;
    let mut on_sqlite = tests_on("sqlite", cargo(["test", "--workspace"]));
    on_sqlite.env("SWITCHROOM_TEST_SIZE", "full");
    succeed(on_sqlite)?;
    eprintln!("4 of 6: the server's tests on PostgreSQL");
    // Not by cargo: of this package alone, it would compile everything once more, for it has other features then.
    let mut on_postgres = Command::new(built.executable(SERVER, "it")?);
    on_postgres.current_dir(root().join(SERVER));
    succeed(tests_on("postgres", on_postgres))?;
    let server = built.executable(SERVER, "switchroom")?;
    eprintln!("5 of 6: the pages in a browser, on both databases");
    browser::run(server)?;
    eprintln!("6 of 6: the tour of README.md and docs/vendors.md, against fresh servers");
    tour::of(server)
}

fn tests_on(engine: &str, mut tests: Command) -> Command {
    tests.env("SWITCHROOM_TEST_ENGINE", engine).env(samples::REQUIRED, samples::LANGUAGES);
    tests
}
