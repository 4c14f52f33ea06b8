//! A library that stands between the server's process and libc: it counts syncs, and makes the disk full.

use std::path::{Path, PathBuf};

use switchroom_testkit::{Process, ProcessOptions};
use tokio::process::Command;

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/preload.c");

/// The library, compiled into a folder.
pub(crate) struct Preload {
    library: PathBuf,
    syncs: PathBuf,
    full: PathBuf,
}

impl Preload {
    /// Compiles the library into `folder`.
    pub(crate) async fn compile(folder: &Path) -> Self {
        let library = folder.join("preload.so");
        let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]).arg(&library).arg(SOURCE).output();
        let compiled = compiled.await.expect("a C compiler");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        let syncs = folder.join("syncs");
        std::fs::write(&syncs, 0_u64.to_ne_bytes()).expect("a counter");
        Self { library, syncs, full: folder.join("full") }
    }

    /// Starts the server on `folder`, the library loaded before libc.
    pub(crate) async fn start(&self, folder: &Path) -> Process {
        let variable = |name: &str, path: &Path| (name.to_owned(), path.display().to_string());
        let environment =
            vec![variable("LD_PRELOAD", &self.library), variable("PRELOAD_SYNCS", &self.syncs), variable("PRELOAD_FULL", &self.full)];
        Process::start(BINARY, folder, &ProcessOptions { environment, ..ProcessOptions::default() }).await
    }

    /// How often something was synced to the disk.
    pub(crate) fn syncs(&self) -> u64 {
        let count = std::fs::read(&self.syncs).expect("the counter");
        u64::from_ne_bytes(count.try_into().expect("eight bytes"))
    }

    /// From now on there is no room on the disk.
    pub(crate) fn fill_disk(&self) {
        self.fill_disk_for("");
    }

    /// From now on there is no room on the disk for files whose names end with `ending`.
    pub(crate) fn fill_disk_for(&self, ending: &str) {
        let made = self.full.with_extension("new");
        std::fs::write(&made, ending).expect("the marker");
        std::fs::rename(&made, &self.full).expect("the marker in its place");
    }

    /// From now on there is room again.
    pub(crate) fn free_disk(&self) {
        std::fs::remove_file(&self.full).expect("the marker");
    }
}
