//! The frames of a socket: JSON texts.

use std::collections::BTreeMap;

use axum::extract::ws::Utf8Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use switchroom_domain::{MessageId, RoomId};
use switchroom_engine::ports::Activity;
use uuid::Uuid;

use crate::extract::parse;
use crate::messages::NewMessage;
use crate::problem::{Problem, ProblemDocument};
use crate::rooms::{NewTyping, NewViewing};
use crate::wire;
use crate::wire::plain::Plain;

/// What the server sends.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(in crate::feed) enum ServerFrame<'a> {
    /// The client is known: it may go on.
    Ready {
        /// Who it is.
        actor: wire::Actor,
        /// How often the server pings.
        ping_seconds: u64,
    },
    /// The client is subscribed.
    Subscribed {
        /// The room; none: the log.
        #[serde(skip_serializing_if = "Option::is_none")]
        room_id: Option<Uuid>,
        /// Told is what comes after this version of the room, or sequence number.
        after: i64,
    },
    /// The client is subscribed no longer.
    Unsubscribed {
        /// The room; none: the log.
        #[serde(skip_serializing_if = "Option::is_none")]
        room_id: Option<Uuid>,
    },
    /// Something happened.
    Event {
        /// What.
        event: &'a wire::Event<'a>,
    },
    /// A message was posted.
    Posted {
        /// The message.
        message: &'a wire::Message<'a>,
    },
    /// The read mark was moved.
    Read {
        /// The client's part in the room.
        participant: wire::Participant,
    },
    /// Somebody else types in a room, or stopped.
    Typing(wire::Typing),
    /// Somebody else looks at a room, or no longer does.
    Viewing(wire::Viewing),
    /// A frame was refused.
    Error {
        /// Why.
        problem: &'a ProblemDocument,
    },
}

/// An answer with the `ref` of what it answers.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    frame: &'a ServerFrame<'a>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

impl ServerFrame<'_> {
    /// Tells what somebody does just now.
    pub(super) fn of_activity(activity: &Activity) -> Option<Self> {
        wire::Typing::of(activity).map(Self::Typing).or_else(|| wire::Viewing::of(activity).map(Self::Viewing))
    }

    /// The frame's text, with the `ref` of what it answers.
    pub(super) fn text(&self, reference: Option<&str>) -> Utf8Bytes {
        match serde_json::to_string(&Answer { frame: self, reference }) {
            Ok(text) => text.into(),
            Err(error) => {
                // Neither the writer nor the types can fail; an empty text would hide it if one day they did.
                tracing::error!(%error, "a frame could not be written");
                Utf8Bytes::default()
            }
        }
    }
}

/// A client's frame.
pub(super) struct ClientFrame {
    /// What the answer refers to.
    pub(super) reference: Option<String>,
    /// What the client wants; or why the frame is malformed.
    pub(super) request: Result<Request, Problem>,
}

/// What a client wants.
pub(super) enum Request {
    /// To say who it is.
    Authenticate(Authenticate),
    /// To be told of events.
    Subscribe(Subscribe),
    /// To be told no longer.
    Unsubscribe(Unsubscribe),
    /// To post a message.
    Post(RoomId, Box<NewMessage>),
    /// To move its read mark.
    Read(Read),
    /// To say that it types.
    Typing(RoomId, NewTyping),
    /// To say that it looks at a room.
    Viewing(RoomId, NewViewing),
}

/// Say who one is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authenticate {
    /// The token.
    pub(super) token: String,
}

/// Be told of events.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subscribe {
    /// The room; none: the log.
    pub(super) room_id: Option<RoomId>,
    /// Of what comes after this; none: after now.
    pub(super) after: Option<i64>,
}

/// Be told no longer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unsubscribe {
    /// The room; none: the log.
    pub(super) room_id: Option<RoomId>,
}

/// Move one's read mark.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    /// In which room.
    pub(super) room_id: RoomId,
    /// To which message; none: to the last one.
    pub(super) message_id: Option<MessageId>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "ref")]
    reference: Option<String>,
    #[serde(flatten)]
    fields: BTreeMap<String, Plain>,
}

impl ClientFrame {
    /// Reads a frame.
    pub(super) fn read(text: &str) -> Self {
        match parse::<Envelope>(text.as_bytes()) {
            Ok(Envelope { kind, reference, fields }) => {
                let fields = fields.into_iter().map(|(name, Plain(value))| (name, value)).collect();
                Self { reference, request: request(&kind, fields) }
            }
            Err(problem) => Self { reference: None, request: Err(problem) },
        }
    }
}

fn request(kind: &str, mut fields: Map<String, Value>) -> Result<Request, Problem> {
    match kind {
        "authenticate" => read(fields).map(Request::Authenticate),
        "subscribe" => read(fields).map(Request::Subscribe),
        "unsubscribe" => read(fields).map(Request::Unsubscribe),
        "post" => {
            let room = take_room(&mut fields)?;
            // The `type` of a frame is what it asks for.
            if let Some(kind) = fields.remove("content_type") {
                fields.insert("type".to_owned(), kind);
            }
            Ok(Request::Post(room, Box::new(read(fields)?)))
        }
        "read" => read(fields).map(Request::Read),
        "typing" => {
            let room = take_room(&mut fields)?;
            Ok(Request::Typing(room, read(fields)?))
        }
        "viewing" => {
            let room = take_room(&mut fields)?;
            Ok(Request::Viewing(room, read(fields)?))
        }
        _ => Err(Problem::invalid("type", "must be authenticate, subscribe, unsubscribe, post, read, typing or viewing")),
    }
}

/// Takes the room out of the fields: the others are those of the request to the room.
fn take_room(fields: &mut Map<String, Value>) -> Result<RoomId, Problem> {
    let room = fields.remove("room_id").and_then(|id| serde_json::from_value(id).ok());
    room.ok_or_else(|| Problem::invalid("room_id", "must be the id of a room"))
}

/// Reads the fields of a frame as the body of a request is read.
fn read<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Problem> {
    parse(Value::Object(fields).to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use switchroom_domain::RoomId;
    use uuid::Uuid;

    use super::{ClientFrame, Request, ServerFrame};

    fn read(text: &str) -> ClientFrame {
        ClientFrame::read(text)
    }

    #[test]
    fn frames_are_read_strictly() {
        let room = Uuid::from_u128(7);
        let frame = read(&format!(r#"{{"type":"subscribe","ref":"a","room_id":"{room}","after":3}}"#));
        assert_eq!(frame.reference.as_deref(), Some("a"));
        assert!(
            matches!(frame.request, Ok(Request::Subscribe(subscribe)) if subscribe.room_id == Some(RoomId(room)) && subscribe.after == Some(3))
        );
        assert!(matches!(read(r#"{"type":"unsubscribe"}"#).request, Ok(Request::Unsubscribe(wanted)) if wanted.room_id.is_none()));
        assert!(matches!(
            read(&format!(r#"{{"type":"post","room_id":"{room}","text":"hi","content_type":"image","local_id":"1"}}"#)).request,
            Ok(Request::Post(RoomId(id), _)) if id == room
        ));
        assert!(matches!(
            read(&format!(r#"{{"type":"typing","room_id":"{room}","typing":true}}"#)).request,
            Ok(Request::Typing(RoomId(id), _)) if id == room
        ));
        assert!(matches!(
            read(&format!(r#"{{"type":"viewing","room_id":"{room}","viewing":false}}"#)).request,
            Ok(Request::Viewing(RoomId(id), _)) if id == room
        ));
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"fly"}"#,
            r#"{"type":"subscribe","room":"x"}"#,
            r#"{"type":"subscribe","after":"1"}"#,
            r#"{"type":"post","text":"hi"}"#,
            r#"{"type":"post","room_id":"00000000-0000-0000-0000-000000000007","content_type":"smell"}"#,
            r#"{"type":"read","room_id":"x"}"#,
            r#"{"type":"typing","typing":true}"#,
            r#"{"type":"typing","room_id":"00000000-0000-0000-0000-000000000007"}"#,
            r#"{"type":"viewing","viewing":true}"#,
            r#"{"type":"viewing","room_id":"00000000-0000-0000-0000-000000000007","viewing":true,"internal":true}"#,
        ] {
            assert!(read(wrong).request.is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_malformed_request_keeps_its_ref() {
        let frame = read(r#"{"type":"subscribe","ref":"a","room_id":1}"#);
        assert_eq!(frame.reference.as_deref(), Some("a"));
        assert!(frame.request.is_err());
    }

    #[test]
    fn answers_carry_the_ref() {
        let frame = ServerFrame::Subscribed { room_id: None, after: 5 };
        assert_eq!(frame.text(Some("x")).as_str(), r#"{"type":"subscribed","after":5,"ref":"x"}"#);
        assert_eq!(frame.text(None).as_str(), r#"{"type":"subscribed","after":5}"#);
    }
}
