//! What the writers of both engines share: the database as the fill needs it, and the form of an event's row.

use anyhow::Context;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use switchroom_domain::event::{Cause, Subject};
use switchroom_domain::organization::Head;
use switchroom_domain::room::RoomHead;
use switchroom_domain::user::User;
use switchroom_domain::{Actor, Event, EventId, EventKind, OrgId, RoomId, Timestamp};
use uuid::Uuid;

use super::past::{Present, Said, Standing};

/// The only organization.
pub(super) const ORG: i64 = OrgId::FIRST.0;

/// A database of a server that is stopped, for writing rows as that server does.
pub(super) trait Rows: Send {
    /// What stands there before the fill.
    fn present(&mut self) -> anyhow::Result<Present>;

    /// All rows of conversations as text, in no order that matters: what two databases must have in common to be the same.
    fn everything(&mut self) -> anyhow::Result<Vec<String>>;

    /// The conversations that a server has written since its log's head was `head`.
    fn read(&mut self, head: Head) -> anyhow::Result<(Said, Standing)>;

    /// Removes all conversations, so that the log's head is `head` again.
    fn clear(&mut self, head: Head) -> anyhow::Result<()>;

    /// Moves the log's events and its head so much into the past.
    fn set_back(&mut self, micros: i64) -> anyhow::Result<()>;

    /// Gives up whatever slows down writing very much.
    fn begin(&mut self) -> anyhow::Result<()>;

    fn write_said(&mut self, said: Said) -> anyhow::Result<()>;

    fn write_standing(&mut self, standing: &Standing) -> anyhow::Result<()>;

    /// Takes it up again, and leaves the database as an operator would have it.
    fn finish(&mut self) -> anyhow::Result<()>;
}

/// Picks out of all users who opens rooms and who answers.
pub(super) fn admin_and_agents(users: Vec<User>) -> anyhow::Result<(User, Vec<User>)> {
    let (mut admins, agents): (Vec<User>, Vec<User>) =
        users.into_iter().partition(|user| user.roles.iter().any(|role| role == switchroom_domain::role::ADMIN));
    Ok((admins.pop().context("there is no admin")?, agents))
}

/// An entity's JSON.
pub(super) fn to_doc(entity: &impl Serialize) -> anyhow::Result<String> {
    serde_json::to_string(entity).context("an entity as JSON")
}

/// The entity of a JSON.
pub(super) fn from_doc<T: DeserializeOwned>(doc: &str) -> anyhow::Result<T> {
    serde_json::from_str(doc).with_context(|| format!("not what was expected: {doc}"))
}

/// What of an event stands in its `doc`. Kept the same as the server's by what [`Rows::read`] is used for.
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
pub(super) fn event_doc(event: &Event) -> anyhow::Result<String> {
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

/// The event of a row.
pub(super) fn event(seq: i64, room: Option<Uuid>, kind: &str, at: i64, doc: &str) -> anyhow::Result<Event> {
    let doc: EventDoc<Map<String, Value>, RoomHead> = from_doc(doc)?;
    Ok(Event {
        org: OrgId::FIRST,
        seq,
        id: doc.id,
        kind: EventKind::from_name(kind).with_context(|| format!("an event of the unknown kind {kind}"))?,
        schema: doc.schema,
        at: Timestamp(at),
        actor: doc.actor,
        cause: doc.cause,
        room: room.map(RoomId),
        subject: doc.subject,
        changes: doc.changes.unwrap_or_default(),
        room_head: doc.room_head,
    })
}
