//! The headers of a delivery.

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use switchroom_domain::{Event, Timestamp};

use crate::sign::{Signer, seconds};

const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
const SWITCHROOM_SEQUENCE: HeaderName = HeaderName::from_static("switchroom-sequence");
const SWITCHROOM_TEST: HeaderName = HeaderName::from_static("switchroom-test");
const AGENT: HeaderValue = HeaderValue::from_static(concat!("Switchroom/", env!("CARGO_PKG_VERSION")));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What tells one delivery from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// `webhook-id`: the same at every retry and replay.
    id: String,
    /// `switchroom-sequence`; none: it is a sample.
    sequence: Option<i64>,
}

impl Label {
    /// Of the body of an event with that index. The sequence counts the room's events without gaps, or is the event's place in the log
    /// where it has no room.
    pub(crate) fn of_event(event: &Event, index: usize) -> Self {
        let id = match index {
            0 => format!("evt_{}", event.id),
            _ => format!("evt_{}.{}", event.id, index + 1),
        };
        Self { id, sequence: Some(event.room_version().unwrap_or(event.seq)) }
    }

    /// Of several events in one body.
    pub(crate) fn of_batch(first: &Event, last: &Event, count: usize) -> Self {
        Self { id: format!("bat_{}_{count}", first.id), sequence: Some(last.seq) }
    }

    /// Of a sample.
    pub(crate) fn of_sample(id: String) -> Self {
        Self { id, sequence: None }
    }
}

/// The headers of a subscription's deliveries that are always the same, with room for the others.
pub(crate) fn template(custom: HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(8 + custom.len());
    headers.insert(USER_AGENT, AGENT);
    headers.extend(custom);
    headers.insert(CONTENT_TYPE, JSON);
    // In place already, so that a clone has no need to grow.
    for varying in [WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE] {
        headers.insert(varying, HeaderValue::from_static(""));
    }
    headers
}

/// The headers for a body, sent at `now`.
pub(crate) fn headers(template: &HeaderMap, label: &Label, body: &[u8], signer: &Signer, now: Timestamp) -> HeaderMap {
    let mut headers = template.clone();
    headers.insert(WEBHOOK_TIMESTAMP, HeaderValue::from(seconds(now)));
    match label.sequence {
        Some(sequence) => headers.insert(SWITCHROOM_SEQUENCE, HeaderValue::from(sequence)),
        None => headers.insert(SWITCHROOM_TEST, HeaderValue::from_static("true")),
    };
    // Both are ASCII without control characters, so both are always put in.
    if let Ok(signature) = HeaderValue::try_from(signer.sign(&label.id, now, body)) {
        headers.insert(WEBHOOK_SIGNATURE, signature);
    }
    if let Ok(id) = HeaderValue::try_from(label.id.as_str()) {
        headers.insert(WEBHOOK_ID, id);
    }
    headers
}
