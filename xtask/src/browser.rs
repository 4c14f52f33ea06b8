//! The tests in a browser: the pages in Chromium, against the server itself.

use std::process::Command;

use switchroom_testbed::{Postgres, PostgresOptions};

use crate::console::{folder, install};
use crate::workspace::{Profile, build_server, succeed};

/// The package of tests: its folder below `crates/console`.
pub(crate) const PACKAGE: &str = "e2e";

/// Runs them, once with everything kept in SQLite and once in PostgreSQL. The pages must be built.
pub(crate) fn run() -> anyhow::Result<()> {
    let binary = build_server(Profile::Debug)?;
    let postgres = Postgres::start(PostgresOptions::default())?;
    let package = folder().join(PACKAGE);
    install(&package)?;
    let tests = || {
        let mut tests = Command::new("npx");
        tests.current_dir(&package).args(["playwright", "test"]).env("SWITCHROOM_BINARY", &binary);
        tests
    };
    succeed(tests())?;
    let mut on_postgres = tests();
    on_postgres.env("SWITCHROOM_TEST_DATABASE", postgres.create_database()?);
    succeed(on_postgres)
}
