//! The embedded store, read in order.

use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Rows, params_from_iter};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use super::CopyError;
use super::key::Key;
use super::made::RowError;
use super::row::{self, RowWriter};
use super::tables::{self, Column, File, Kind, TABLES, Table};
use crate::postgres::column_text;
use crate::sqlite;

/// A piece is sent once it has so many bytes, however few rows.
const PIECE: usize = 8 << 20;
/// Pieces read ahead of whoever takes them.
const AHEAD: usize = 2;
/// Of texts, as the target's columns hold them.
const KEPT: &str = "kept";

/// The embedded store, as of one moment.
#[derive(Clone)]
pub(super) struct Source(Arc<Mutex<Files>>);

struct Files {
    main: Connection,
    /// The segments.
    attempts: Vec<Connection>,
}

impl Files {
    fn of(&self, table: &Table) -> &[Connection] {
        match table.file {
            File::Main => std::slice::from_ref(&self.main),
            File::Attempts => &self.attempts,
        }
    }
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, CopyError> {
        let (main, attempts) = sqlite::reading(path)?;
        for connection in std::iter::once(&main).chain(&attempts) {
            let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
            connection.create_scalar_function(KEPT, 1, flags, |context| {
                let text = context.get_raw(0).as_str().map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))?;
                Ok(column_text(text).into_owned())
            })?;
            connection.execute_batch("BEGIN")?;
        }
        Ok(Self(Arc::new(Mutex::new(Files { main, attempts }))))
    }

    /// How many rows each table has.
    pub(super) fn counts(&self) -> Result<Vec<u64>, CopyError> {
        let files = self.0.lock();
        let count = |table: &Table| {
            // Whichever index is the smallest is counted.
            let from = table.from.split(' ').next().unwrap_or(table.from);
            let sql = format!("SELECT count(*) FROM {from}");
            let counts = files.of(table).iter().map(|file| Ok(file.query_row(&sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs()));
            counts.sum()
        };
        TABLES.iter().map(count).collect()
    }

    /// What tells this source from any other, and from itself before it was last written to.
    pub(super) fn identity(&self) -> Result<String, CopyError> {
        let mut hash = Sha256::new();
        for table in TABLES.iter().filter(|table| ["organizations", "heads", "followers", "parked_rooms"].contains(&table.name)) {
            each_row(self.0.lock().of(table), table, None, |row| {
                hash.update(row);
                true
            })?;
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// A table's rows after a key, in order, in pieces of up to so many rows. Read on a thread of their own.
    pub(super) fn pieces(&self, table: &'static Table, after: Option<Key>, rows_at_once: usize) -> Pieces {
        let (send, receive) = mpsc::channel(AHEAD);
        let files = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let mut piece = Piece::default();
            let files = files.lock();
            let read = each_row(files.of(table), table, after.as_ref(), |row| {
                piece.push(row);
                // Whoever takes them may have gone.
                !piece.is_full(rows_at_once) || send.blocking_send(Ok(Some(std::mem::take(&mut piece)))).is_ok()
            });
            let last = read.map(|()| Some(piece).filter(|piece| piece.len() > 0));
            if let Ok(Some(_)) | Err(_) = &last {
                let _ = send.blocking_send(last);
            }
            let _ = send.blocking_send(Ok(None));
        });
        Pieces(receive)
    }
}

/// The pieces of a table.
pub(super) struct Pieces(mpsc::Receiver<Result<Option<Piece>, CopyError>>);

impl Pieces {
    /// The next one; none: that was all.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>, CopyError> {
        self.0.recv().await.unwrap_or(Err(CopyError::Reading))
    }
}

/// Rows, one after the other.
#[derive(Default)]
pub(super) struct Piece {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Piece {
    fn push(&mut self, row: &[u8]) {
        self.bytes.extend_from_slice(row);
        self.ends.push(self.bytes.len());
    }

    fn is_full(&self, rows: usize) -> bool {
        self.ends.len() >= rows.max(1) || self.bytes.len() >= PIECE
    }

    /// How many rows.
    pub(super) fn len(&self) -> u64 {
        self.ends.len() as u64
    }

    /// All rows as one.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    /// The key of the last row.
    pub(super) fn last_key(&self, table: &Table) -> Option<Key> {
        key_of(table, self.rows().last()?)
    }
}

/// A row's key.
pub(super) fn key_of(table: &Table, row: &[u8]) -> Option<Key> {
    row::key(row, table.key_columns().iter().map(|column| column.kind))
}

/// Gives a table's rows after a key, in order, as long as they are wanted. Its files are read side by side.
fn each_row(files: &[Connection], table: &Table, after: Option<&Key>, mut take: impl FnMut(&[u8]) -> bool) -> Result<(), CopyError> {
    let sql = select(table, after);
    let mut statements = files.iter().map(|file| file.prepare(&sql)).collect::<Result<Vec<_>, _>>()?;
    let mut sides = Vec::with_capacity(statements.len());
    for statement in &mut statements {
        let rows = statement.query(params_from_iter(after.iter().flat_map(|key| &key.0)))?;
        let mut side = Side { table, rows, row: Vec::new(), key: None };
        side.advance()?;
        sides.push(side);
    }
    let mut before = Vec::new();
    while let Some(first) = sides.iter_mut().filter(|side| side.key.is_some()).min_by(|one, other| one.key.cmp(&other.key)) {
        // Two rows may be one when what cannot be kept is left out of them.
        if first.row != before && !take(&first.row) {
            break;
        }
        std::mem::swap(&mut first.row, &mut before);
        first.advance()?;
    }
    Ok(())
}

/// One of a table's files, as it is read.
struct Side<'s> {
    table: &'s Table,
    rows: Rows<'s>,
    /// The row that it stands at.
    row: Vec<u8>,
    /// That row's key; none: there is no more.
    key: Option<Key>,
}

impl Side<'_> {
    fn advance(&mut self) -> Result<(), CopyError> {
        self.row.clear();
        self.key = None;
        if let Some(row) = self.rows.next()? {
            write(self.table, row, &mut self.row).map_err(|error| match error {
                RowError::Read(error) => CopyError::Read(error),
                RowError::Damaged(reason) => CopyError::Damaged { table: self.table.name, reason },
            })?;
            let damaged = || CopyError::Damaged { table: self.table.name, reason: "a key is NULL".to_owned() };
            self.key = Some(key_of(self.table, &self.row).ok_or_else(damaged)?);
        }
        Ok(())
    }
}

fn select(table: &Table, after: Option<&Key>) -> String {
    let key = table.key_columns().iter().map(ordered).collect::<Vec<_>>().join(", ");
    let columns = match table.rows {
        tables::Rows::Same => Table::names(table.columns),
        tables::Rows::Made(besides, _) => format!("{}, {besides}", Table::names(table.key_columns())),
    };
    let of_those = after.map_or(String::new(), |after| format!("WHERE ({key}) > ({})", vec!["?"; after.0.len()].join(", ")));
    format!("SELECT {columns} FROM {} {of_those} ORDER BY {key}", table.from)
}

/// A column of the key, as the target sorts by it.
fn ordered(column: &Column) -> String {
    match column.kind {
        Kind::Text => format!("{KEPT}({})", column.name),
        _ => column.name.to_owned(),
    }
}

fn write(table: &Table, row: &Row<'_>, into: &mut Vec<u8>) -> Result<(), RowError> {
    let mut writer = RowWriter::new(into, table.columns.len());
    let same = match table.rows {
        tables::Rows::Same => table.columns,
        tables::Rows::Made(..) => table.key_columns(),
    };
    for (at, column) in same.iter().enumerate() {
        write_column(column.kind, row.get_ref(at)?, &mut writer)?;
    }
    match table.rows {
        tables::Rows::Same => Ok(()),
        tables::Rows::Made(_, make) => make(row, same.len(), &mut writer),
    }
}

fn write_column(kind: Kind, value: ValueRef<'_>, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    match (kind, value) {
        (_, ValueRef::Null) => into.bytes(None),
        (Kind::Long, ValueRef::Integer(value)) => into.long(value),
        (Kind::Int, ValueRef::Integer(value)) => into.int(i32::try_from(value).map_err(RowError::damaged)?),
        (Kind::Bool, ValueRef::Integer(value)) => into.bool(value != 0),
        (Kind::Lane, ValueRef::Blob([])) => into.bytes(&[0; 16][..]),
        (Kind::Uuid | Kind::Lane, ValueRef::Blob(value)) if value.len() == 16 => into.bytes(value),
        (Kind::Bytes, ValueRef::Blob(value)) => into.bytes(value),
        (Kind::Text, ValueRef::Text(value)) => into.text(&*column_text(std::str::from_utf8(value).map_err(RowError::damaged)?)),
        (kind, value) => return Err(RowError::Damaged(format!("a column is no {kind:?}: {:?}", value.data_type()))),
    }
    Ok(())
}
