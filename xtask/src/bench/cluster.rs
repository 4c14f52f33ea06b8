//! The PostgreSQL that is measured.

use std::path::PathBuf;

use switchroom_testbed::{Postgres, PostgresOptions};

/// What a machine with some gigabytes of memory to spare is set to. Everything else is as PostgreSQL has it, so a commit is on the disk
/// before it is answered.
const SETTINGS: [(&str, &str); 8] = [
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("shared_buffers", "2GB"),
    ("effective_cache_size", "8GB"),
    ("max_wal_size", "8GB"),
    ("checkpoint_timeout", "30min"),
    ("wal_compression", "lz4"),
    // What queries cost on a disk without a moving head.
    ("random_page_cost", "1.1"),
];

/// Where its files are to be.
pub(super) enum Place {
    /// In a fresh folder in this one, that goes with it.
    Fresh(PathBuf),
    /// In this one, to stay.
    Lasting(PathBuf),
}

/// Starts it.
pub(super) fn start(place: Place) -> anyhow::Result<Postgres> {
    let (folder, keep) = match place {
        Place::Fresh(folder) => (Some(folder), None),
        Place::Lasting(folder) => (None, Some(folder)),
    };
    let settings = SETTINGS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Postgres::start(PostgresOptions { durable: true, settings, folder, keep })
}
