//! Moving everything from the embedded store to the store that nodes share.
//!
//! A copy goes table by table, in the order of each table's key, in pieces. A piece and the note of how far the copy has come are one
//! transaction of the database's: so it can be stopped anywhere, and goes on where it stood. At the end both sides are read again and
//! compared, row by row, column by column.

mod error;
mod key;
mod made;
mod row;
mod source;
mod tables;
mod target;
mod verify;

use std::path::Path;

pub use error::CopyError;
pub use verify::{Checksum, Compared};

use source::Source;
use tables::TABLES;
use target::Target;

/// How a copy is made.
#[derive(Debug, Clone, Copy)]
pub struct CopyOptions {
    /// Rows written in one transaction, at the most.
    pub rows_at_once: usize,
}

impl Default for CopyOptions {
    fn default() -> Self {
        Self { rows_at_once: 5_000 }
    }
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Rows are copied: so many there are, of all tables, and so many an earlier run has copied.
    Copying {
        /// Of all tables.
        rows: u64,
        /// Copied by an earlier run.
        before: u64,
    },
    /// Both sides are compared: so many rows the source has, of all tables.
    Comparing {
        /// Of all tables.
        rows: u64,
    },
    /// So many more rows of a table are done.
    Rows {
        /// The table.
        table: &'static str,
        /// More than before.
        more: u64,
    },
}

/// Who is told how far it has come.
pub type Told<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Copies the store in the file `source` to the empty database at `target`, or goes on with it, and compares both. Whoever calls it
/// sees to it that nobody writes to `source`.
///
/// If both are equal, servers may be started on the database; else it stays barred to them.
pub async fn copy(source: &Path, target: &str, options: CopyOptions, told: Told<'_>) -> Result<Vec<Compared>, CopyError> {
    let source = Source::open(source)?;
    let (counts, identity) = (source.counts()?, source.identity()?);
    let mut target = Target::open(target).await?;
    target.begin(&identity).await?;
    told(Progress::Copying { rows: counts.iter().sum(), before: target.copied() });
    for table in target.missing() {
        let mut pieces = source.pieces(table, target.after(), options.rows_at_once);
        while let Some(piece) = pieces.next().await? {
            target.write(table, &piece).await?;
            told(Progress::Rows { table: table.name, more: piece.len() });
        }
        target.next_table().await?;
    }
    target.analyze().await?;
    let compared = verify::compare(&source, &target, options, counts.iter().sum(), told).await?;
    if compared.iter().all(Compared::is_equal) {
        target.finish().await?;
    }
    Ok(compared)
}

/// Compares the store in the file `source` with the database at `target`.
pub async fn compare(source: &Path, target: &str, options: CopyOptions, told: Told<'_>) -> Result<Vec<Compared>, CopyError> {
    let source = Source::open(source)?;
    let target = Target::existing(target).await?;
    let rows = source.counts()?.iter().sum();
    verify::compare(&source, &target, options, rows, told).await
}

/// The tables that are copied, in their order.
#[must_use]
pub fn tables() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}
