//! The forms in which events are told, each rendered once however many listen.

use axum::extract::ws::Utf8Bytes;
use switchroom_domain::Committed;
use switchroom_realtime::Form;

use super::socket::ServerFrame;
use crate::wire::Event;

/// The event as `GET /v1/events` gives it.
#[derive(Clone)]
pub(super) struct FullEvent(pub(super) Utf8Bytes);

impl Form for FullEvent {
    fn render(committed: &Committed) -> Self {
        Self(json(committed, &Event::new(committed)))
    }
}

/// A socket's frame for those who follow the organization's log, or may read all of it.
#[derive(Clone)]
pub(super) struct LogFrame(pub(super) Utf8Bytes);

impl Form for LogFrame {
    fn render(committed: &Committed) -> Self {
        Self(json(committed, &ServerFrame::Event { event: &Event::new(committed) }))
    }
}

/// A socket's frame for those who follow single rooms, and may not read the organization's log: without the event's place in the organization's log.
#[derive(Clone)]
pub(super) struct RoomFrame(pub(super) Utf8Bytes);

impl Form for RoomFrame {
    fn render(committed: &Committed) -> Self {
        Self(json(committed, &ServerFrame::Event { event: &Event::new(committed).without_seq() }))
    }
}

/// A socket's frame for the room's contact; none if the event does not show to it.
#[derive(Clone)]
pub(super) struct ContactFrame(pub(super) Option<Utf8Bytes>);

impl Form for ContactFrame {
    fn render(committed: &Committed) -> Self {
        Self(Event::for_contact(committed).map(|event| json(committed, &ServerFrame::Event { event: &event })))
    }
}

fn json(committed: &Committed, told: &impl serde::Serialize) -> Utf8Bytes {
    match serde_json::to_string(told) {
        Ok(text) => text.into(),
        Err(error) => {
            // Neither the writer nor the types can fail; an empty text would hide it if one day they did.
            tracing::error!(%error, seq = committed.event.seq, "an event could not be written");
            Utf8Bytes::default()
        }
    }
}
