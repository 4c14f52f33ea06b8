//! The tests in a browser: the pages in Chromium, against the server itself.

use std::path::Path;
use std::process::Command;

use switchroom_testbed::{Postgres, PostgresOptions};
use tempfile::TempDir;

use crate::console::{folder, install};
use crate::workspace::succeed;

/// The package of tests: its folder below `crates/console`.
pub(crate) const PACKAGE: &str = "e2e";
/// Servers that the tests may start, at the most: one for each test that failed, and some.
const SERVERS: usize = 40;

/// Runs them against a binary of the server, once with everything kept in SQLite and once in PostgreSQL. The pages must be built.
pub(crate) fn run(binary: &Path) -> anyhow::Result<()> {
    let postgres = Postgres::start(PostgresOptions::default())?;
    let package = folder().join(PACKAGE);
    install(&package)?;
    let tests = || {
        let mut tests = Command::new("npx");
        tests.current_dir(&package).args(["playwright", "test"]).env("SWITCHROOM_BINARY", binary);
        tests
    };
    succeed(tests())?;
    let databases = empty_databases(&postgres)?;
    let mut on_postgres = tests();
    on_postgres.env("SWITCHROOM_TEST_DATABASES", databases.path());
    succeed(on_postgres)
}

/// A folder with a file for each empty database, which holds its address: every server of the tests takes one away.
fn empty_databases(postgres: &Postgres) -> anyhow::Result<TempDir> {
    let folder = TempDir::new()?;
    for number in 0..SERVERS {
        std::fs::write(folder.path().join(number.to_string()), postgres.create_database()?)?;
    }
    Ok(folder)
}
