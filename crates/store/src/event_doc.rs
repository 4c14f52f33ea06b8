//! What of an event stands in its `doc`: all but what has a column of its own.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use switchroom_domain::event::{Cause, Subject};
use switchroom_domain::room::RoomHead;
use switchroom_domain::{Actor, Event, EventId, EventKind, OrgId, RoomId, Timestamp};
use uuid::Uuid;

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
pub(crate) fn to_json(event: &Event) -> serde_json::Result<String> {
    serde_json::to_string(&EventDoc {
        id: event.id,
        schema: event.schema,
        actor: event.actor,
        cause: event.cause,
        subject: event.subject.clone(),
        changes: Some(&event.changes).filter(|changes| !changes.is_empty()),
        room_head: event.room_head.as_ref(),
    })
}

/// An event's columns.
pub(crate) struct EventRow<'a> {
    pub(crate) seq: i64,
    pub(crate) room: Option<Uuid>,
    pub(crate) kind: &'a str,
    pub(crate) at: i64,
    pub(crate) doc: &'a str,
}

impl EventRow<'_> {
    /// The event. Fails with what cannot be understood.
    pub(crate) fn event(self, org: OrgId) -> Result<Event, String> {
        let kind = EventKind::from_name(self.kind).ok_or_else(|| format!("no kind of event: {}", self.kind))?;
        let doc: EventDoc<Map<String, Value>, RoomHead> = serde_json::from_str(self.doc).map_err(|error| error.to_string())?;
        Ok(Event {
            org,
            seq: self.seq,
            id: doc.id,
            kind,
            schema: doc.schema,
            at: Timestamp(self.at),
            actor: doc.actor,
            cause: doc.cause,
            room: self.room.map(RoomId),
            subject: doc.subject,
            changes: doc.changes.unwrap_or_default(),
            room_head: doc.room_head,
        })
    }
}
