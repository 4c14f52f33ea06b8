//! What an event changed, on the wire.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use switchroom_domain::Timestamp;

use super::Time;
use crate::extract::Audience;

/// The fields that contacts may be told of.
const FOR_CONTACTS: [&str; 4] = ["assignees", "blocked", "revision", "status"];

/// What an event changed: field to `{"from","to"}`, or to `{}` where the values are text.
#[derive(Debug)]
pub(crate) struct Changes<'a> {
    changes: &'a Map<String, Value>,
    audience: Audience,
}

/// A change to a time. The log keeps times as numbers.
#[derive(Serialize)]
struct ToTime {
    to: Option<Time>,
}

/// A change from one time to another.
#[derive(Serialize)]
struct FromToTime {
    from: Option<Time>,
    to: Option<Time>,
}

fn time(kept: &Value) -> Option<Time> {
    kept.as_i64().map(|micros| Timestamp(micros).into())
}

impl<'a> Changes<'a> {
    /// The changes, as `audience` may see them.
    pub(crate) fn new(changes: &'a Map<String, Value>, audience: Audience) -> Self {
        Self { changes, audience }
    }

    fn shown(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let audience = self.audience;
        self.changes.iter().filter(move |(field, _)| audience == Audience::Team || FOR_CONTACTS.contains(&field.as_str()))
    }

    /// Whether there is nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.shown().next().is_none()
    }
}

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (field, change) in self.shown() {
            match field.as_str() {
                "provider_at" => map.serialize_entry(field, &ToTime { to: time(change) })?,
                "established_at" | "snoozed_until" => {
                    map.serialize_entry(field, &FromToTime { from: time(&change["from"]), to: time(&change["to"]) })?
                }
                _ => map.serialize_entry(field, change)?,
            }
        }
        map.end()
    }
}
