//! The store that nodes share, while it is written to as a whole.

use std::pin::pin;

use bytes::{BufMut as _, Bytes, BytesMut};
use futures_util::SinkExt as _;
use serde::{Deserialize, Serialize};
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyOutStream;
use tokio_postgres::types::{ToSql, Type};

use super::CopyError;
use super::key::Key;
use super::source::Piece;
use super::tables::{TABLES, Table};
use crate::postgres::{self, UNFINISHED_COPY};

/// How rows that are copied begin and end (PostgreSQL's manual, "COPY", "Binary Format").
const BEGIN: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const END: &[u8; 2] = b"\xff\xff";

/// Nothing is lost if the machine fails: what is, is both rows and the note of them. No patience that is set for requests ends it.
const WRITING: &str = "BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0";
const DURABLE: &str = "BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = 0";
/// In the order of the key, by its index.
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off";

/// How far a copy has come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Note {
    /// What tells the source from any other.
    source: String,
    /// The table that is being copied; none: all are.
    table: Option<String>,
    /// The key of its last row that was copied.
    after: Option<Key>,
    /// Rows copied, of all tables.
    rows: u64,
}

/// The database that is copied to.
pub(super) struct Target {
    client: Client,
    note: Note,
    /// The note as it stands in the database.
    kept: String,
}

impl Target {
    /// The database at `url`. The schema of an empty one is made.
    pub(super) async fn open(url: &str) -> Result<Self, CopyError> {
        Ok(Self { client: postgres::connection_for_copy(url).await?, note: Note::default(), kept: String::new() })
    }

    /// The database at `url`, which is as it is.
    pub(super) async fn existing(url: &str) -> Result<Self, CopyError> {
        let client = postgres::connection_to_existing(url).await?.ok_or(CopyError::Nothing)?;
        Ok(Self { client, note: Note::default(), kept: String::new() })
    }

    /// Begins a copy of a source, or finds how far it has come. From now on no server starts on this database.
    pub(super) async fn begin(&mut self, source: &str) -> Result<(), CopyError> {
        self.client.batch_execute(DURABLE).await?;
        // Whoever else wants to begin one waits here, and finds this one's note.
        self.client.batch_execute("LOCK TABLE deployment IN SHARE ROW EXCLUSIVE MODE").await?;
        let rows = self.client.query_typed("SELECT value FROM deployment WHERE name = $1", &[text(&UNFINISHED_COPY)]).await?;
        if let Some(row) = rows.first() {
            self.kept = row.try_get(0)?;
            self.note = serde_json::from_str(&self.kept).map_err(|_| CopyError::Note)?;
            if self.note.source != source {
                return Err(CopyError::OtherSource);
            }
        } else {
            for table in TABLES {
                let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
                if !self.client.query_typed(&sql, &[]).await?.is_empty() {
                    return Err(CopyError::NotEmpty { table: table.name });
                }
            }
            let first = TABLES.first().map(|table| table.name.to_owned());
            self.note = Note { source: source.to_owned(), table: first, after: None, rows: 0 };
            self.kept = self.note.to_json()?;
            let sql = "INSERT INTO deployment (name, value) VALUES ($1, $2)";
            self.client.execute_typed(sql, &[text(&UNFINISHED_COPY), text(&self.kept)]).await?;
        }
        Ok(self.client.batch_execute("COMMIT").await?)
    }

    /// How many rows were copied so far.
    pub(super) fn copied(&self) -> u64 {
        self.note.rows
    }

    /// The tables that are not whole yet, in order.
    pub(super) fn missing(&self) -> &'static [Table] {
        let whole = TABLES.iter().position(|table| Some(table.name) == self.note.table.as_deref());
        &TABLES[whole.unwrap_or(TABLES.len())..]
    }

    /// The key of the last row that was copied of the table that is being copied.
    pub(super) fn after(&self) -> Option<Key> {
        self.note.after.clone()
    }

    /// Writes rows of the table that is being copied.
    pub(super) async fn write(&mut self, table: &Table, piece: &Piece) -> Result<(), CopyError> {
        self.client.batch_execute(WRITING).await?;
        let sql = format!("COPY {} ({}) FROM STDIN (FORMAT binary)", table.name, Table::names(table.columns));
        let mut sink = pin!(self.client.copy_in::<_, Bytes>(&sql).await?);
        let mut bytes = BytesMut::with_capacity(BEGIN.len() + piece.bytes().len() + END.len());
        bytes.put_slice(BEGIN);
        bytes.put_slice(piece.bytes());
        bytes.put_slice(END);
        sink.send(bytes.freeze()).await?;
        sink.finish().await?;
        self.keep_note(Note { after: piece.last_key(table), rows: self.note.rows + piece.len(), ..self.note.clone() }).await
    }

    /// Goes on to the next table.
    pub(super) async fn next_table(&mut self) -> Result<(), CopyError> {
        self.client.batch_execute(WRITING).await?;
        let next = self.missing().get(1).map(|table| table.name.to_owned());
        self.keep_note(Note { table: next, after: None, ..self.note.clone() }).await
    }

    /// Keeps how far it has come, and commits.
    async fn keep_note(&mut self, note: Note) -> Result<(), CopyError> {
        let json = note.to_json()?;
        let sql = "UPDATE deployment SET value = $3 WHERE name = $1 AND value = $2";
        let changed = self.client.execute_typed(sql, &[text(&UNFINISHED_COPY), text(&self.kept), text(&json)]).await?;
        if changed == 0 {
            return Err(CopyError::Another);
        }
        self.client.batch_execute("COMMIT").await?;
        (self.note, self.kept) = (note, json);
        Ok(())
    }

    /// Lets PostgreSQL know its new rows, before somebody asks for them.
    pub(super) async fn analyze(&self) -> Result<(), CopyError> {
        let tables = TABLES.iter().map(|table| table.name).collect::<Vec<_>>().join(", ");
        Ok(self.client.batch_execute(&format!("SET statement_timeout = 0; ANALYZE {tables}")).await?)
    }

    /// The copy is whole: servers may start. What was written before is on the disk too, then.
    pub(super) async fn finish(&self) -> Result<(), CopyError> {
        self.client.batch_execute(DURABLE).await?;
        let sql = "DELETE FROM deployment WHERE name = $1 AND value = $2";
        self.client.execute_typed(sql, &[text(&UNFINISHED_COPY), text(&self.kept)]).await?;
        Ok(self.client.batch_execute("COMMIT").await?)
    }

    /// Begins to read: all is of one moment, until [`Target::end_reading`].
    pub(super) async fn begin_reading(&self) -> Result<(), CopyError> {
        Ok(self.client.batch_execute(READING).await?)
    }

    pub(super) async fn end_reading(&self) -> Result<(), CopyError> {
        Ok(self.client.batch_execute("COMMIT").await?)
    }

    /// A table's rows, in order.
    pub(super) async fn rows(&self, table: &Table) -> Result<BinaryCopyOutStream, CopyError> {
        let (columns, key) = (Table::names(table.columns), Table::names(table.key_columns()));
        let sql = format!("COPY (SELECT {columns} FROM {} ORDER BY {key}) TO STDOUT (FORMAT binary)", table.name);
        // Each is taken as the bytes that it is.
        let types = vec![Type::BYTEA; table.columns.len()];
        Ok(BinaryCopyOutStream::new(self.client.copy_out(&sql).await?, &types))
    }
}

impl Note {
    fn to_json(&self) -> Result<String, CopyError> {
        serde_json::to_string(self).map_err(|_| CopyError::Note)
    }
}

/// A statement's parameter.
fn text<T: ToSql + Sync>(value: &T) -> (&(dyn ToSql + Sync), Type) {
    (value, Type::TEXT)
}
