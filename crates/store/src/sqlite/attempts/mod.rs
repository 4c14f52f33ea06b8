//! What became of deliveries: a folder of segments beside the main file. Each is a file of a day's attempts, or of a part of a day
//! where there are many; the oldest are dropped as wholes, so that forgetting costs nothing.

mod name;
mod segment;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _};
use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{Attempt, AttemptsKept, AttemptsQuery, StoreError};

use super::{OpenError, connection, failed, migrations};
use crate::attempts::{day, full_segment};
use name::SegmentName;

/// Bytes that all attempts may take until the store is told another bound.
const BYTES: u64 = 1 << 30;
/// What SQLite keeps beside a file while it is open.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// A connection that reads a segment.
type Reader = Arc<Mutex<Connection>>;

/// The log of attempts.
#[derive(Clone)]
pub(super) struct AttemptsLog(Arc<Segments>);

struct Segments {
    folder: PathBuf,
    /// Bytes that all may take.
    bytes: AtomicU64,
    /// All there are, and who reads them already.
    all: Mutex<BTreeMap<SegmentName, Option<Reader>>>,
    /// The one that is written to. Locked before `all`.
    writing: Mutex<Option<Writing>>,
}

struct Writing {
    name: SegmentName,
    connection: Connection,
}

impl AttemptsLog {
    /// Opens the log beside the main file `path`. No segment is opened before it is needed.
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        let folder = folder(path);
        std::fs::create_dir_all(&folder).map_err(OpenError::File)?;
        adopt(&path.with_file_name("attempts.db"), &folder)?;
        let all = names(&folder)?.into_iter().map(|name| (name, None)).collect();
        Ok(Self(Arc::new(Segments { folder, bytes: AtomicU64::new(BYTES), all: Mutex::new(all), writing: Mutex::new(None) })))
    }

    /// Keeps attempts.
    pub(super) async fn record(&self, attempts: Vec<Attempt>) -> Result<(), StoreError> {
        self.run(move |segments| segments.record(&attempts)).await
    }

    /// A page of attempts and one more. `seqs`: only those of the events at these places in the log.
    pub(super) async fn list(&self, org: OrgId, query: AttemptsQuery, seqs: Option<Vec<i64>>) -> Result<Vec<Attempt>, StoreError> {
        self.run(move |segments| segments.list(org, &query, seqs.as_deref())).await
    }

    /// Drops the segments that need not be kept.
    pub(super) async fn forget(&self, kept: AttemptsKept) -> Result<(), StoreError> {
        self.run(move |segments| segments.forget(kept)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Segments) -> Result<T, OpenError> + Send + 'static) -> Result<T, StoreError> {
        let segments = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || work(&segments)).await.map_err(failed)?.map_err(failed)
    }
}

impl Segments {
    fn record(&self, attempts: &[Attempt]) -> Result<(), OpenError> {
        let Some(latest) = attempts.iter().map(|attempt| attempt.at).max() else { return Ok(()) };
        let mut writing = self.writing.lock();
        let connection = self.written_on(&mut writing, day(latest))?;
        Ok(segment::record(connection, attempts)?)
    }

    /// The segment that attempts of that day are written to. So no segment has one of a later day than its own.
    fn written_on<'w>(&self, writing: &'w mut Option<Writing>, day: Timestamp) -> Result<&'w mut Connection, OpenError> {
        let full = full_segment(self.bytes.load(Ordering::Relaxed));
        let goes_on = match writing.take() {
            Some(present) if present.name.day >= day && segment::size(&present.connection)? < full => Some(present),
            _ => None,
        };
        let present = match goes_on {
            Some(present) => present,
            None => self.next(day, full)?,
        };
        Ok(&mut writing.insert(present).connection)
    }

    /// The latest segment, if it is of that day and not full; else a new one.
    fn next(&self, day: Timestamp, full: u64) -> Result<Writing, OpenError> {
        let latest = self.all.lock().keys().next_back().copied();
        let mut name = latest.filter(|latest| latest.day >= day).unwrap_or(SegmentName::first(day));
        loop {
            let mut connection = connection::writing_bookkeeping(&name.path(&self.folder))?;
            migrations::attempts_file(&mut connection)?;
            self.all.lock().entry(name).or_default();
            if segment::size(&connection)? < full || latest != Some(name) {
                return Ok(Writing { name, connection });
            }
            name = name.next();
        }
    }

    fn list(&self, org: OrgId, query: &AttemptsQuery, seqs: Option<&[i64]>) -> Result<Vec<Attempt>, OpenError> {
        let newest_first: Vec<SegmentName> = self.all.lock().keys().rev().copied().collect();
        let most = query.limit + 1;
        let mut found: Vec<Attempt> = Vec::new();
        for name in newest_first {
            let wanted = |from: Timestamp| name.end() > from;
            // Neither this one nor those before it have anything as late as what was found, or as what is asked for.
            if !query.from.is_none_or(wanted) || !found.get(most - 1).is_none_or(|last| wanted(last.at)) {
                break;
            }
            let Some(reader) = self.reader(name)? else { continue };
            found.extend(segment::list(&reader.lock(), org, query, seqs)?);
            found.sort_unstable_by_key(|attempt| std::cmp::Reverse(attempt.id));
            found.truncate(most);
        }
        Ok(found)
    }

    /// Whoever reads a segment; none: it was dropped meanwhile.
    fn reader(&self, name: SegmentName) -> Result<Option<Reader>, OpenError> {
        let mut all = self.all.lock();
        let Some(reader) = all.get_mut(&name) else { return Ok(None) };
        if reader.is_none() {
            let connection = connection::reading_bookkeeping(&name.path(&self.folder))?;
            *reader = Some(Arc::new(Mutex::new(connection)));
        }
        Ok(reader.clone())
    }

    fn forget(&self, kept: AttemptsKept) -> Result<(), OpenError> {
        self.bytes.store(kept.bytes, Ordering::Relaxed);
        let mut writing = self.writing.lock();
        let mut all = self.all.lock();
        let sizes: Vec<(SegmentName, u64)> = all.keys().map(|name| (*name, size_on_disk(&name.path(&self.folder)))).collect();
        let mut bytes: u64 = sizes.iter().map(|(_, size)| size).sum();
        let latest = all.keys().next_back().copied();
        for (name, size) in sizes {
            if name.end() > kept.since && (bytes <= kept.bytes || Some(name) == latest) {
                break;
            }
            *writing = writing.take().filter(|writing| writing.name != name);
            remove(&name.path(&self.folder)).map_err(OpenError::File)?;
            all.remove(&name);
            bytes -= size;
        }
        Ok(())
    }
}

/// Connections that only read the segments beside the main file `path`.
pub(super) fn reading(path: &Path) -> Result<Vec<Connection>, OpenError> {
    let folder = folder(path);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    names(&folder)?.into_iter().map(|name| Ok(connection::reading_bookkeeping(&name.path(&folder))?)).collect()
}

fn folder(path: &Path) -> PathBuf {
    path.with_file_name("attempts")
}

/// The segments in a folder, oldest first.
fn names(folder: &Path) -> Result<Vec<SegmentName>, OpenError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(OpenError::File)? {
        let entry = entry.map_err(OpenError::File)?;
        names.extend(entry.file_name().to_str().and_then(SegmentName::parse));
    }
    names.sort_unstable();
    Ok(names)
}

/// Earlier versions kept all attempts in one file: it becomes a segment of the day of its latest attempt.
fn adopt(old: &Path, folder: &Path) -> Result<(), OpenError> {
    if !old.exists() {
        return Ok(());
    }
    let mut connection = connection::writing_bookkeeping(old)?;
    migrations::attempts_file(&mut connection)?;
    let latest = connection.query_row("SELECT at FROM attempts ORDER BY rowid DESC LIMIT 1", [], |row| row.get(0)).optional()?;
    connection.close().map_err(|(_, error)| error)?;
    let Some(latest) = latest.map(Timestamp) else { return remove(old).map_err(OpenError::File) };
    let mut name = SegmentName::first(day(latest));
    while name.path(folder).exists() {
        name = name.next();
    }
    std::fs::rename(old, name.path(folder)).map_err(OpenError::File)
}

/// How much of the disk a file of SQLite's takes, with what is beside it.
fn size_on_disk(file: &Path) -> u64 {
    let size = |file: PathBuf| std::fs::metadata(file).map_or(0, |metadata| metadata.len());
    size(file.to_owned()) + size(beside(file, BESIDE[0]))
}

/// Removes a file of SQLite's, and before it what is beside it: if that ends in the middle, it is found and removed again.
fn remove(file: &Path) -> std::io::Result<()> {
    for file in BESIDE.map(|suffix| beside(file, suffix)).into_iter().chain([file.to_owned()]) {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
