//! The headers of a delivery.

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use switchroom_domain::{Event, Timestamp};

use crate::sign::{Signer, seconds};

const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
const SWITCHROOM_SEQUENCE: HeaderName = HeaderName::from_static("switchroom-sequence");
const AGENT: HeaderValue = HeaderValue::from_static(concat!("Switchroom/", env!("CARGO_PKG_VERSION")));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The headers for the body of an event with that index, sent at `now`. `webhook-id` is the same at every retry and replay;
/// `switchroom-sequence` counts the room's events without gaps, or is the event's place in the log where it has no room.
pub(crate) fn headers(event: &Event, index: usize, body: &[u8], signer: &Signer, now: Timestamp) -> HeaderMap {
    let id = match index {
        0 => format!("evt_{}", event.id),
        _ => format!("evt_{}.{}", event.id, index + 1),
    };
    let sent = seconds(now);
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(USER_AGENT, AGENT);
    headers.insert(WEBHOOK_TIMESTAMP, HeaderValue::from(sent));
    headers.insert(SWITCHROOM_SEQUENCE, HeaderValue::from(event.room_version().unwrap_or(event.seq)));
    // Both are ASCII without control characters, so both are always put in.
    if let Ok(signature) = HeaderValue::try_from(signer.sign(&id, sent, body)) {
        headers.insert(WEBHOOK_SIGNATURE, signature);
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(WEBHOOK_ID, id);
    }
    headers
}
