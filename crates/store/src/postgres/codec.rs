//! Between rows and the domain's types.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use switchroom_domain::{Event, OrgId};
use tokio_postgres::Row;

use super::error::{PgError, column};
use crate::event_doc::{self, EventRow};

/// A text as a column can hold it: PostgreSQL's texts have no NUL.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// An entity's JSON. A NUL is escaped in it.
pub(super) fn to_doc(entity: &impl Serialize) -> Result<String, PgError> {
    serde_json::to_string(entity).map_err(|error| PgError::Damaged(error.to_string()))
}

/// The entity whose JSON stands in a column.
pub(super) fn from_doc<T: DeserializeOwned>(row: &Row, at: usize) -> Result<T, PgError> {
    serde_json::from_str(column(row, at)?).map_err(|error| PgError::Damaged(error.to_string()))
}

/// An event's `doc`.
pub(super) fn event_doc(event: &Event) -> Result<String, PgError> {
    event_doc::to_json(event).map_err(|error| PgError::Damaged(error.to_string()))
}

/// The event of a row `seq, room_id, kind, at, doc`.
pub(super) fn event(org: OrgId, row: &Row) -> Result<Event, PgError> {
    let columns =
        EventRow { seq: column(row, 0)?, room: column(row, 1)?, kind: column(row, 2)?, at: column(row, 3)?, doc: column(row, 4)? };
    columns.event(org).map_err(PgError::Damaged)
}

/// A count as a column holds it.
pub(super) fn signed(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A count in a column.
pub(super) fn unsigned(row: &Row, at: usize) -> Result<u32, PgError> {
    let count: i32 = column(row, at)?;
    u32::try_from(count).map_err(|error| PgError::Damaged(error.to_string()))
}
