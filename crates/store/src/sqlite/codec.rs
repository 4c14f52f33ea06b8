//! Between rows and the domain's types.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use switchroom_domain::event::{Cause, Subject};
use switchroom_domain::room::RoomHead;
use switchroom_domain::{Actor, Event, EventId, EventKind, OrgId, RoomId, Timestamp};
use uuid::Uuid;

/// An entity's JSON.
pub(super) fn to_doc(entity: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(entity).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The entity whose JSON stands in a column.
pub(super) fn from_doc<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let damaged = |error: Box<dyn std::error::Error + Send + Sync>| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error);
    let doc = row.get_ref(column)?.as_str().map_err(|error| damaged(Box::new(error)))?;
    serde_json::from_str(doc).map_err(|error| damaged(Box::new(error)))
}

/// What of an event stands in its `doc`.
#[derive(Serialize, Deserialize)]
struct EventDoc<Changes, Head> {
    id: EventId,
    schema: u16,
    actor: Actor,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    subject: Subject,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    changes: Option<Changes>,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    room_head: Option<Head>,
}

fn none<T>() -> Option<T> {
    None
}

/// An event's `doc`.
pub(super) fn event_doc(event: &Event) -> rusqlite::Result<String> {
    to_doc(&EventDoc {
        id: event.id,
        schema: event.schema,
        actor: event.actor,
        cause: event.cause,
        subject: event.subject.clone(),
        changes: Some(&event.changes).filter(|changes| !changes.is_empty()),
        room_head: event.room_head.as_ref(),
    })
}

/// The event of a row `seq, room_id, kind, at, doc`.
pub(super) fn event(org: OrgId, row: &Row<'_>) -> rusqlite::Result<Event> {
    let kind: String = row.get(2)?;
    let kind = EventKind::from_name(&kind).ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(2, Type::Text, kind.into()))?;
    let doc: EventDoc<Map<String, Value>, RoomHead> = from_doc(row, 4)?;
    Ok(Event {
        org,
        seq: row.get(0)?,
        id: doc.id,
        kind,
        schema: doc.schema,
        at: Timestamp(row.get(3)?),
        actor: doc.actor,
        cause: doc.cause,
        room: row.get::<_, Option<Uuid>>(1)?.map(RoomId),
        subject: doc.subject,
        changes: doc.changes.unwrap_or_default(),
        room_head: doc.room_head,
    })
}
