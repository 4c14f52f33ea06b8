//! A filled database is kept for later runs: filling one takes minutes.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::fill::Filled;
use crate::bench::Engine;
use crate::bench::subject::{Database, Subject, folders};
use crate::workspace::root;

const MARK: &str = "filled.json";
/// What a message may take on the disk while it is filled in: its row, its event, their indexes, and PostgreSQL's log.
const BYTES_PER_MESSAGE: u64 = 4_000;

/// The place of a filled database.
pub(in crate::bench) struct Kept {
    /// The place's name among all data folders.
    name: String,
    folder: PathBuf,
}

/// What is known of a database that is filled.
#[derive(Serialize, Deserialize)]
struct Mark {
    /// Its name in its PostgreSQL.
    database: String,
    filled: Filled,
}

impl Kept {
    /// The place for a database of that size, with the schema there is now. `fresh`: what was there before is thrown away.
    pub(in crate::bench) fn at(engine: Engine, rooms: usize, messages: u64, fresh: bool) -> anyhow::Result<Self> {
        let name = format!("full-{}-{rooms}-{messages}-{:08x}", engine.as_str(), schema(engine)?);
        let folder = folders()?.join(&name);
        if folder.exists() && (fresh || !folder.join(MARK).exists()) {
            fs::remove_dir_all(&folder).context("could not remove a filled database")?;
        }
        fs::create_dir_all(&folder).context("could not make a folder for a filled database")?;
        if !folder.join(MARK).exists() {
            has_place(&folder, messages)?;
        }
        Ok(Self { name, folder })
    }

    /// The server, with its databases at this place.
    pub(in crate::bench) fn subject(&self, engine: Engine) -> anyhow::Result<Subject> {
        Subject::lasting(engine, &self.name)
    }

    /// The filled database; `fill` is called where there is none yet.
    pub(in crate::bench) fn database(
        &self,
        subject: &Subject,
        fill: impl FnOnce(&Database) -> anyhow::Result<Filled>,
    ) -> anyhow::Result<(Database, Filled)> {
        let (data, mark) = (self.folder.join("server"), self.folder.join(MARK));
        if mark.exists() {
            let Mark { database, filled } = serde_json::from_slice(&fs::read(&mark)?).context("what is known of a filled database")?;
            eprintln!("using the database in {}; --fresh fills a new one", self.folder.display());
            return Ok((subject.lasting_database(&data, Some(&database))?, filled));
        }
        let database = subject.lasting_database(&data, None)?;
        let filled = fill(&database)?;
        // The last step: without the mark there is no filled database.
        let known = Mark { database: database.name().to_owned(), filled: filled.clone() };
        fs::write(mark, serde_json::to_vec(&known)?).context("could not note what was filled")?;
        Ok((database, filled))
    }
}

/// Refuses to fill a disk up.
fn has_place(folder: &Path, messages: u64) -> anyhow::Result<()> {
    let disk = rustix::fs::statvfs(folder).context("could not ask for the disk's free space")?;
    let (free, needed) = (disk.f_bavail.saturating_mul(disk.f_frsize), messages * BYTES_PER_MESSAGE);
    ensure!(
        free >= needed,
        "filling in takes up to {} MB in {}, where {} are free",
        needed / 1_000_000,
        folder.display(),
        free / 1_000_000
    );
    Ok(())
}

/// Counts what is filled in otherwise than before.
const FILLED: u32 = 2;

/// A figure that is another one for another schema.
fn schema(engine: Engine) -> anyhow::Result<u32> {
    let folder = root().join("crates/store/migrations").join(engine.as_str());
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    FILLED.hash(&mut hasher);
    for file in files {
        fs::read(file)?.hash(&mut hasher);
    }
    // The lower half is as good as the whole.
    Ok(hasher.finish() as u32)
}
