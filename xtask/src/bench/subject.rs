//! The server that is measured.

use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use crate::server::Server;
use crate::workspace::{Profile, build_server, target_folder};

/// The admin's token.
pub(crate) const TOKEN: &str = "bench-token-0123456789abcdef0123456789abcdef";

const VARIABLES: [(&str, &str); 6] = [
    ("SWITCHROOM_ADMIN_USERNAME", "admin"),
    ("SWITCHROOM_ADMIN_PASSWORD", "bench-password"),
    ("SWITCHROOM_ADMIN_TOKEN", TOKEN),
    ("SWITCHROOM_RATE_LIMIT", "off"),
    ("SWITCHROOM_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8"),
    // All sockets of a benchmark are opened with one token.
    ("SWITCHROOM_MAX_SOCKETS_PER_TOKEN", "25000"),
];

/// A release build of the server, and where its data folders are made.
pub(crate) struct Subject {
    binary: PathBuf,
    folders: PathBuf,
}

impl Subject {
    pub(crate) fn build() -> anyhow::Result<Self> {
        let binary = build_server(Profile::Release)?;
        // Beside what cargo builds, because that is on a real disk; /tmp is often kept in memory, where syncing costs nothing.
        let folders = target_folder()?.join("bench");
        std::fs::create_dir_all(&folders).context("could not make a folder for data")?;
        Ok(Self { binary, folders })
    }

    /// A new data folder; removed when dropped.
    pub(crate) fn new_folder(&self) -> anyhow::Result<TempDir> {
        tempfile::tempdir_in(&self.folders).context("could not make a data folder")
    }

    pub(crate) fn start(&self, folder: &Path) -> anyhow::Result<Server> {
        Server::start(&self.binary, folder, &VARIABLES)
    }
}
