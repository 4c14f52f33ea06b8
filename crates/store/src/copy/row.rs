//! Rows in the form in which PostgreSQL takes and gives them (its manual, "COPY", "Binary Format"): the number of columns, then each
//! column's length and bytes. In this form both sides are compared.

use std::collections::BTreeMap;

use bytes::BytesMut;
use serde_json::Value;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};
use uuid::Uuid;

use super::key::{Key, KeyPart};
use super::tables::Kind;

/// Before a column's bytes, in the form of `jsonb`.
const JSONB: u8 = 1;
/// A column's length and a number of columns are so long.
const LENGTH: usize = 4;
const COUNT: usize = 2;

type Anything = Box<dyn std::error::Error + Send + Sync>;

/// Writes a row, column by column, in the table's order. `None` is NULL.
pub(super) struct RowWriter<'a>(&'a mut Vec<u8>);

impl<'a> RowWriter<'a> {
    pub(super) fn new(into: &'a mut Vec<u8>, columns: usize) -> Self {
        into.extend_from_slice(&u16::try_from(columns).unwrap_or(u16::MAX).to_be_bytes());
        Self(into)
    }

    pub(super) fn bytes<'v>(&mut self, value: impl Into<Option<&'v [u8]>>) {
        match value.into() {
            // A column is shorter than 2 GB on both sides.
            Some(value) => {
                self.0.extend_from_slice(&i32::try_from(value.len()).unwrap_or(i32::MAX).to_be_bytes());
                self.0.extend_from_slice(value);
            }
            None => self.0.extend_from_slice(&(-1_i32).to_be_bytes()),
        }
    }

    pub(super) fn long(&mut self, value: impl Into<Option<i64>>) {
        self.bytes(value.into().map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }

    pub(super) fn int(&mut self, value: impl Into<Option<i32>>) {
        self.bytes(value.into().map(i32::to_be_bytes).as_ref().map(<[u8; 4]>::as_slice));
    }

    pub(super) fn short(&mut self, value: impl Into<Option<i16>>) {
        self.bytes(value.into().map(i16::to_be_bytes).as_ref().map(<[u8; 2]>::as_slice));
    }

    pub(super) fn bool(&mut self, value: impl Into<Option<bool>>) {
        self.bytes(value.into().map(|value| [u8::from(value)]).as_ref().map(<[u8; 1]>::as_slice));
    }

    pub(super) fn uuid(&mut self, value: impl Into<Option<Uuid>>) {
        self.bytes(value.into().as_ref().map(|id| id.as_bytes().as_slice()));
    }

    /// A text that a column can hold.
    pub(super) fn text<'v>(&mut self, value: impl Into<Option<&'v str>>) {
        self.bytes(value.into().map(str::as_bytes));
    }

    pub(super) fn texts<T: ToSql>(&mut self, value: &[T]) -> Result<(), Anything> {
        let mut array = BytesMut::new();
        match value.to_sql(&Type::TEXT_ARRAY, &mut array)? {
            IsNull::No => self.bytes(&*array),
            IsNull::Yes => self.bytes(None),
        }
        Ok(())
    }

    /// JSON that PostgreSQL looks into.
    pub(super) fn json(&mut self, json: &str) {
        let value: Vec<u8> = std::iter::once(JSONB).chain(json.bytes()).collect();
        self.bytes(&*value);
    }

    /// A column as PostgreSQL gave it. What it writes in another way than it was told to is written as it was told.
    pub(super) fn given(&mut self, kind: Kind, value: Option<&[u8]>) -> Result<(), Anything> {
        match (kind, value) {
            (Kind::Texts, Some(value)) => self.texts(&Vec::<&str>::from_sql(&Type::TEXT_ARRAY, value)?)?,
            (Kind::Json, Some(value)) => {
                let (_, json) = value.split_first().ok_or("a column of JSON is empty")?;
                let fields: BTreeMap<String, Value> = serde_json::from_slice(json)?;
                self.json(&serde_json::to_string(&fields)?);
            }
            (_, value) => self.bytes(value),
        }
        Ok(())
    }
}

/// The key of a row whose first columns are of these kinds. None: it is no such row.
pub(super) fn key(row: &[u8], kinds: impl Iterator<Item = Kind>) -> Option<Key> {
    let mut rest = row.get(COUNT..)?;
    let mut parts = Vec::new();
    for kind in kinds {
        let (length, after) = rest.split_at_checked(LENGTH)?;
        let length = usize::try_from(i32::from_be_bytes(length.try_into().ok()?)).ok()?;
        let (value, after) = after.split_at_checked(length)?;
        parts.push(match kind {
            Kind::Long => KeyPart::Number(i64::from_be_bytes(value.try_into().ok()?)),
            Kind::Int => KeyPart::Number(i32::from_be_bytes(value.try_into().ok()?).into()),
            Kind::Uuid | Kind::Lane => KeyPart::Uuid(Uuid::from_slice(value).ok()?),
            Kind::Bytes => KeyPart::Bytes(value.to_vec()),
            Kind::Text => KeyPart::Text(std::str::from_utf8(value).ok()?.to_owned()),
            Kind::Short | Kind::Bool | Kind::Texts | Kind::Json => return None,
        });
        rest = after;
    }
    Some(Key(parts))
}
