//! Between rows and the domain's types.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use switchroom_domain::{Event, OrgId};

use crate::event_doc::{self, EventRow};

/// An entity's JSON.
pub(super) fn to_doc(entity: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(entity).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The entity whose JSON stands in a column.
pub(super) fn from_doc<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let doc = row.get_ref(column)?.as_str().map_err(|error| damaged(column, error))?;
    serde_json::from_str(doc).map_err(|error| damaged(column, error))
}

fn damaged(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}

/// An event's `doc`.
pub(super) fn event_doc(event: &Event) -> rusqlite::Result<String> {
    event_doc::to_json(event).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The event of a row `seq, room_id, kind, at, doc`.
pub(super) fn event(org: OrgId, row: &Row<'_>) -> rusqlite::Result<Event> {
    let text = |column| row.get_ref(column)?.as_str().map_err(|error| damaged(column, error));
    let columns = EventRow { seq: row.get(0)?, room: row.get(1)?, kind: text(2)?, at: row.get(3)?, doc: text(4)? };
    columns.event(org).map_err(|error| damaged(4, error))
}
