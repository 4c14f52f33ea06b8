//! Comparing both sides, row by row.

use std::fmt;
use std::pin::Pin;

use futures_util::StreamExt as _;
use futures_util::stream::Fuse;
use sha2::{Digest as _, Sha256};
use tokio_postgres::binary_copy::{BinaryCopyOutRow, BinaryCopyOutStream};

use super::key::Key;
use super::row::RowWriter;
use super::source::{Piece, Pieces, Source, key_of};
use super::tables::{TABLES, Table};
use super::target::Target;
use super::{CopyError, CopyOptions, Progress, Told};

/// SHA-256 over a table's rows, in the order of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checksum(pub [u8; 32]);

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A table of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub table: &'static str,
    /// How many rows the source has, and how many the target.
    pub rows: [u64; 2],
    /// Of the source's rows, and of the target's.
    pub checksums: [Checksum; 2],
    /// The first key at which they differ.
    pub difference: Option<String>,
}

impl Compared {
    /// Whether both sides have the same rows.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.difference.is_none() && self.rows[0] == self.rows[1] && self.checksums[0] == self.checksums[1]
    }
}

/// Compares all tables. `rows` is how many the source has, of all.
pub(super) async fn compare(
    source: &Source,
    target: &Target,
    options: CopyOptions,
    rows: u64,
    told: Told<'_>,
) -> Result<Vec<Compared>, CopyError> {
    told(Progress::Comparing { rows });
    target.begin_reading().await?;
    let mut compared = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let pieces = source.pieces(table, None, options.rows_at_once);
        compared.push(compare_table(table, pieces, target.rows(table).await?, told).await?);
    }
    target.end_reading().await?;
    Ok(compared)
}

/// What of one side was read.
#[derive(Clone, Default)]
struct Sum {
    rows: u64,
    hash: Sha256,
}

impl Sum {
    fn add(&mut self, row: &[u8]) {
        self.rows += 1;
        self.hash.update(row);
    }
}

async fn compare_table(
    table: &'static Table,
    mut pieces: Pieces,
    target: BinaryCopyOutStream,
    told: Told<'_>,
) -> Result<Compared, CopyError> {
    let mut target = TargetRows { table, stream: Box::pin(target.fuse()), row: Vec::new() };
    let mut sums: [Sum; 2] = Default::default();
    let mut difference = None;
    while let Some(piece) = pieces.next().await? {
        for row in piece.rows() {
            let other = target.next().await?;
            if difference.is_none() && other != Some(row) {
                difference = Some(first_of(table, Some(row), other));
            }
            sums[0].add(row);
            if let Some(other) = other {
                sums[1].add(other);
            }
        }
        told(Progress::Rows { table: table.name, more: Piece::len(&piece) });
    }
    while let Some(other) = target.next().await? {
        difference = difference.or_else(|| Some(first_of(table, None, Some(other))));
        sums[1].add(other);
    }
    let [rows, others] = sums;
    Ok(Compared {
        table: table.name,
        rows: [rows.rows, others.rows],
        checksums: [rows, others].map(|sum| Checksum(sum.hash.finalize().into())),
        difference: difference.map(|key| key.map_or_else(|| "unreadable".to_owned(), |key| key.to_string())),
    })
}

/// The key at which two rows differ. Whichever comes first the other side has not.
fn first_of(table: &Table, row: Option<&[u8]>, other: Option<&[u8]>) -> Option<Key> {
    let keys = [row, other].into_iter().flatten().map(|row| key_of(table, row));
    keys.min().flatten()
}

/// The target's rows, each as the source would have written it.
struct TargetRows {
    table: &'static Table,
    stream: Pin<Box<Fuse<BinaryCopyOutStream>>>,
    row: Vec<u8>,
}

impl TargetRows {
    async fn next(&mut self) -> Result<Option<&[u8]>, CopyError> {
        let Some(row) = self.stream.next().await.transpose()? else { return Ok(None) };
        self.row.clear();
        let mut writer = RowWriter::new(&mut self.row, self.table.columns.len());
        for (at, column) in self.table.columns.iter().enumerate() {
            let damaged = |error| CopyError::Damaged { table: self.table.name, reason: format!("in the target: {error}") };
            writer.given(column.kind, raw(&row, at)?).map_err(damaged)?;
        }
        Ok(Some(&self.row))
    }
}

/// A column's bytes; none: it is NULL.
fn raw(row: &BinaryCopyOutRow, at: usize) -> Result<Option<&[u8]>, CopyError> {
    Ok(row.try_get(at)?)
}
