//! Which topics an event gives rise to.

use switchroom_domain::event::Cause;
use switchroom_domain::message::{ContentKind, Visibility};
use switchroom_domain::room::{Room, RoomStatus};
use switchroom_domain::{Committed, EventKind, UserId};
use switchroom_engine::{Engine, EngineError};

/// Events of one command, at the most, that are looked at.
const COMMAND_EVENTS: usize = 8;

/// A room was opened.
pub(super) const START: &str = "LivechatSessionStart";
/// A room waits for somebody to take it.
pub(super) const QUEUED: &str = "LivechatSessionQueued";
/// Somebody took a room.
pub(super) const TAKEN: &str = "LivechatSessionTaken";
/// A room went from one agent to another.
pub(super) const FORWARDED: &str = "LivechatSessionForwarded";
/// A room was closed.
pub(super) const CLOSED: &str = "LivechatSession";
/// A closed room was edited.
pub(super) const EDITED: &str = "LivechatEdit";
/// Something was said.
pub(super) const MESSAGE: &str = "Message";

/// The kinds of event that may give rise to a topic.
pub(super) fn kinds(topic: &str) -> &'static [EventKind] {
    match topic {
        START => &[EventKind::RoomCreated],
        QUEUED => &[EventKind::RoomCreated, EventKind::RoomUnassigned, EventKind::RoomReopened],
        TAKEN | FORWARDED => &[EventKind::RoomAssigned],
        CLOSED => &[EventKind::RoomResolved],
        EDITED => &[EventKind::RoomUpdated, EventKind::RoomTagged],
        MESSAGE => &[EventKind::MessageCreated],
        _ => &[],
    }
}

/// The topics that an event gives rise to.
pub(super) async fn told(engine: &Engine, committed: &Committed, room: &Room) -> Result<Vec<&'static str>, EngineError> {
    let resolved = room.head.status == RoomStatus::Resolved;
    Ok(match committed.event.kind {
        EventKind::RoomCreated if room.head.status == RoomStatus::Campaign => vec![START],
        // A room that goes to somebody at once never waited.
        EventKind::RoomCreated if followed_by(engine, committed, EventKind::RoomAssigned).await? => vec![START],
        EventKind::RoomCreated => vec![START, QUEUED],
        EventKind::RoomUnassigned | EventKind::RoomReopened if room.head.status == RoomStatus::Queued => vec![QUEUED],
        EventKind::RoomAssigned => match (earlier_primary(committed), room.head.primary_assignee()) {
            (None, Some(_)) => vec![TAKEN],
            (Some(old), Some(new)) if old != new => vec![FORWARDED],
            _ => Vec::new(),
        },
        EventKind::RoomResolved => vec![CLOSED],
        // What an answer to a delivery changed is nobody's edit; two endpoints would tell each other's answers for ever.
        EventKind::RoomUpdated if matches!(committed.event.cause, Some(Cause::Delivery(_))) => Vec::new(),
        // What one command changes is told once, when all of it is changed.
        EventKind::RoomUpdated if resolved && followed_by(engine, committed, EventKind::RoomTagged).await? => Vec::new(),
        EventKind::RoomUpdated | EventKind::RoomTagged if resolved => vec![EDITED],
        EventKind::MessageCreated if is_said(committed) => vec![MESSAGE],
        _ => Vec::new(),
    })
}

/// Who was the primary assignee before the event.
pub(super) fn earlier_primary(committed: &Committed) -> Option<UserId> {
    let from = committed.event.changes.get("assignees")?.get("from")?;
    let before: Vec<UserId> = serde_json::from_value(from.clone()).ok()?;
    before.first().copied()
}

fn is_said(committed: &Committed) -> bool {
    committed
        .message
        .as_ref()
        .is_some_and(|message| message.visibility == Visibility::Public && message.content.kind != ContentKind::System)
}

/// Whether the same command gave rise to an event of this kind afterwards. The log tells, so a replay tells the same.
async fn followed_by(engine: &Engine, committed: &Committed, kind: EventKind) -> Result<bool, EngineError> {
    let event = &committed.event;
    let (Some(room), Some(version)) = (event.room, event.room_version()) else { return Ok(false) };
    let later = engine.store.room_events_after(event.org, room, version, COMMAND_EVENTS).await?;
    Ok(later.iter().take_while(|later| later.event.at == event.at).any(|later| later.event.kind == kind))
}
