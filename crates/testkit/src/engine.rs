//! The engine that whole-server tests run on: SQLite, or what `SWITCHROOM_TEST_ENGINE` names.

use std::path::Path;

use switchroom_testbed::Postgres;

const VARIABLE: &str = "SWITCHROOM_TEST_ENGINE";
/// The key of every test's server on PostgreSQL, where no folder is its own: 32 bytes, in base64.
const KEY: &str = "dGhlIGtleSBvZiBldmVyeSBzZXJ2ZXIgb2YgdGVzdHM=";

/// What a server keeps everything in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a folder of the server's own.
    Sqlite,
    /// A database of a PostgreSQL that all tests of the process share.
    Postgres,
}

impl Engine {
    /// The engine that this run of the tests is about.
    #[must_use]
    pub fn of_this_run() -> Self {
        match std::env::var(VARIABLE).as_deref() {
            Err(_) | Ok("" | "sqlite") => Self::Sqlite,
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("{VARIABLE} is `sqlite` or `postgres`, not {other:?}"),
        }
    }

    /// The engine of a database, as the setting names it.
    #[must_use]
    pub fn of(database: &str) -> Self {
        if database.starts_with("postgres") { Self::Postgres } else { Self::Sqlite }
    }

    /// The key that servers of tests are given on this engine; none if each makes its own.
    #[must_use]
    pub fn key(self) -> Option<String> {
        (self == Self::Postgres).then(|| KEY.to_owned())
    }

    /// The environment variables that a server of tests needs on this engine, besides its database.
    #[must_use]
    pub fn environment(self) -> Vec<(&'static str, String)> {
        self.key().into_iter().map(|key| ("SWITCHROOM_KEY", key)).collect()
    }
}

/// Whether this run is not about SQLite, so that a test of what only SQLite has is passed over. `why` says what that is.
#[must_use]
#[expect(clippy::print_stdout, reason = "whoever reads a test's output is to know that nothing was tested")]
pub fn passed_over_without_sqlite(why: &str) -> bool {
    let passed_over = Engine::of_this_run() != Engine::Sqlite;
    if passed_over {
        println!("passed over: it is about {why}, which only SQLite has");
    }
    passed_over
}

/// The database that belongs to a folder, as the setting `database` names it: always the same for the same folder. On PostgreSQL it
/// is made when it is first asked for, and stays until the tests' process ends or [`drop_database_of`].
#[must_use]
pub fn database_of(folder: &Path) -> String {
    match Engine::of_this_run() {
        Engine::Sqlite => format!("sqlite:{}", folder.join("switchroom.db").display()),
        Engine::Postgres => {
            let note = note(folder);
            std::fs::read_to_string(&note).unwrap_or_else(|_| {
                let url = Postgres::shared().create_database().expect("a database");
                std::fs::write(note, &url).expect("a note of the database");
                url
            })
        }
    }
}

/// Drops the database that belongs to a folder, if it would not go with the folder.
pub(crate) fn drop_database_of(folder: &Path) {
    if let Ok(url) = std::fs::read_to_string(note(folder)) {
        // It would only have gone sooner than with everything else.
        let _ = Postgres::shared().drop_database(&url);
    }
}

fn note(folder: &Path) -> std::path::PathBuf {
    folder.join("database.url")
}
