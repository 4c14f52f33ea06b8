//! Rooms.

use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::contact::Contact;
use switchroom_domain::priority::Priority;
use switchroom_domain::room::Room;
use switchroom_domain::{Actor, Person};
use switchroom_engine::{Engine, EngineError};

use super::{time::iso, user, visitor};
use crate::auth::CHANNEL;
use crate::wire;

/// Where is kept how a room was opened, if it was not over the API.
pub(crate) const SOURCE: &str = "rocketchat.source";

/// Rocket.Chat's number for "no service level": minutes until an answer is due.
const NEVER_DUE: i64 = 9_999_999;

/// What a room is called: rooms are found and sorted by the same name.
pub(crate) fn name(room: &Room, contact: Option<&Contact>) -> String {
    let name = room.texts.name.clone().or_else(|| contact.map(visitor::display_name));
    name.unwrap_or_else(|| room.facts.id.to_string())
}

/// Who serves a room, and since when.
pub(crate) async fn served_by(engine: &Engine, room: &Room) -> Result<Option<wire::ServedBy>, EngineError> {
    let Some(primary) = room.head.primary_assignee() else { return Ok(None) };
    let part = engine.store.participant(room.facts.org, room.facts.id, Person::User(primary)).await?;
    let user = user::reference(engine, room.facts.org, primary).await?;
    Ok(Some(wire::ServedBy { user, ts: part.and_then(|part| part.joined_at).map(iso) }))
}

/// Who closed a room, and on which side he stands.
pub(crate) async fn closing(engine: &Engine, room: &Room) -> Result<(Option<wire::UserRef>, Option<&'static str>), EngineError> {
    Ok(match room.head.resolved_by {
        Some(Actor::User(id) | Actor::Bot(id)) => (Some(user::reference(engine, room.facts.org, id).await?), Some("user")),
        Some(Actor::Contact(id)) => {
            let contact = engine.contact(room.facts.org, id).await?;
            let username = contact.map_or_else(|| id.to_string(), |contact| visitor::username(&contact));
            (Some(wire::UserRef { id: id.to_string(), username }), Some("visitor"))
        }
        Some(Actor::System) => (None, Some("user")),
        None => (None, None),
    })
}

/// A room as Rocket.Chat tells it.
pub(crate) async fn room(engine: &Engine, room: &Room) -> Result<wire::Room, EngineError> {
    let (facts, head) = (&room.facts, &room.head);
    let contact = engine.contact(facts.org, facts.contact).await?.ok_or(EngineError::UnexpectedAnswer)?;
    let channel = engine.channel(facts.org, facts.channel).await?;
    let sla = match head.sla {
        Some(id) => engine.store.sla(facts.org, id).await?,
        None => None,
    };
    let (closed_by, closer) = closing(engine, room).await?;
    let chat_duration = head.resolved_at.map(|end| (end.micros_since(facts.created_at) / 1_000) as f64 / 1e3);
    Ok(wire::Room {
        id: facts.id.to_string(),
        t: "l",
        fname: name(room, Some(&contact)),
        open: head.status.is_open(),
        ts: iso(facts.created_at),
        lm: iso(head.last_message.map_or(facts.created_at, |last| last.at)),
        msgs: head.messages,
        users_count: head.assignees.len(),
        v: visitor::of_room(engine, &contact).await?,
        served_by: served_by(engine, room).await?,
        department_id: head.team.map(|team| team.to_string()),
        source: source(room, channel.as_deref()),
        topic: room.texts.topic.clone(),
        tags: head.tags.clone(),
        livechat_data: room.texts.custom_fields.clone(),
        waiting_response: head.messages == 0 || head.is_unresponded(),
        queued_at: iso(facts.created_at),
        priority_id: head.priority.map(Priority::as_str),
        priority_weight: head.priority.map_or(Priority::UNSET_WEIGHT, Priority::weight),
        sla_id: head.sla.map(|sla| sla.to_string()),
        estimated_waiting_time_queue: sla.map_or(NEVER_DUE, |sla| sla.due_minutes),
        metrics: wire::Metrics { chat_duration },
        closed_at: head.resolved_at.map(iso),
        closed_by,
        closer,
        updated_at: iso(head.updated_at),
    })
}

fn source(room: &Room, channel: Option<&Channel>) -> wire::Source {
    let kept = room.texts.ext.get(SOURCE).and_then(|kind| kind.as_str());
    let kind = kept.unwrap_or(match channel {
        Some(Channel { builtin: Some(name), .. }) if name == CHANNEL => "api",
        Some(Channel { kind: ChannelKind::Web, .. }) => "widget",
        Some(Channel { kind: ChannelKind::Api, .. }) => "api",
        _ => "other",
    });
    wire::Source { kind: kind.to_owned() }
}
