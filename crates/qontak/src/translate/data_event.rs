//! `data_event` of room webhooks: what became of the room. `room_created` and `add_agent` are the vendor's; the others are
//! chosen here once, and listed in the README.

use serde_json::{Map, Value};
use switchroom_domain::event::Subject;
use switchroom_domain::{Event, EventKind};

/// What an event of a room did to it.
pub(crate) fn of_room(event: &Event) -> &'static str {
    match event.kind {
        EventKind::RoomCreated => "room_created",
        EventKind::RoomAssigned => "add_agent",
        EventKind::RoomUnassigned => "remove_agent",
        EventKind::RoomResolved => "resolve",
        EventKind::RoomReopened => "reopen",
        EventKind::RoomTagged => tagged(&event.changes),
        EventKind::RoomUpdated => edited(&event.changes),
        EventKind::RoomRated => "rate",
        EventKind::RoomSummarized => "summarize",
        EventKind::ParticipantJoined => "add_participant",
        EventKind::ParticipantRead => "mark_as_read",
        EventKind::ParticipantBlocked => either(&event.changes, "blocked", "block", "unblock"),
        EventKind::ParticipantArchived => either(&event.changes, "archived", "archive", "unarchive"),
        EventKind::ParticipantFlagged => "update_flag",
        EventKind::MessageCreated => of_message(event, "new_message", "new_internal_message"),
        EventKind::MessageEdited => of_message(event, "edit_message", "edit_internal_message"),
        EventKind::MessageDeleted => of_message(event, "delete_message", "delete_internal_message"),
        EventKind::MessageStatusChanged => of_message(event, "update_message_status", "update_internal_message_status"),
        _ => "update_room",
    }
}

/// A tag that was put on counts more than one that was taken off with it.
fn tagged(changes: &Map<String, Value>) -> &'static str {
    let tags = |side: &str| changes.get("tags").and_then(|change| change[side].as_array()).cloned().unwrap_or_default();
    let before = tags("from");
    let removed_only = tags("to").iter().all(|tag| before.contains(tag));
    if removed_only { "remove_tag" } else { "add_tag" }
}

/// Of several changed fields the first in this list names the change.
fn edited(changes: &Map<String, Value>) -> &'static str {
    const NAMES: [(&str, &str); 3] = [("name", "rename"), ("note", "update_note"), ("topic", "update_description")];
    NAMES.into_iter().find(|(field, _)| changes.contains_key(*field)).map_or("update_room", |(_, name)| name)
}

fn either(changes: &Map<String, Value>, field: &str, yes: &'static str, no: &'static str) -> &'static str {
    if changes.get(field).is_some_and(|change| change["to"] == true) { yes } else { no }
}

fn of_message(event: &Event, public: &'static str, internal: &'static str) -> &'static str {
    match event.subject {
        Subject::Message { internal: true, .. } => internal,
        _ => public,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use switchroom_domain::event::{Subject, change};
    use switchroom_domain::message::DeliveryStatus;
    use switchroom_domain::{Actor, Event, EventId, EventKind, MessageId, OrgId, Timestamp};
    use uuid::Uuid;

    use super::of_room;
    use crate::translate::topic::Topic;

    fn event(kind: EventKind, changes: Value, subject: Subject) -> Event {
        let Value::Object(changes) = changes else { panic!("changes") };
        Event {
            org: OrgId::FIRST,
            seq: 1,
            id: EventId(Uuid::nil()),
            kind,
            schema: 1,
            at: Timestamp(0),
            actor: Actor::System,
            cause: None,
            room: None,
            subject,
            changes,
            room_head: None,
        }
    }

    fn of(kind: EventKind, changes: Value) -> &'static str {
        of_room(&event(kind, changes, Subject::Room))
    }

    #[test]
    fn the_vendors_own_names_are_kept() {
        assert_eq!(of(EventKind::RoomCreated, json!({})), "room_created");
        assert_eq!(of(EventKind::RoomAssigned, json!({})), "add_agent");
    }

    #[test]
    fn a_change_names_what_was_changed() {
        let tags = |from: &[&str], to: &[&str]| of(EventKind::RoomTagged, json!({"tags": change(from, to)}));
        assert_eq!(tags(&["a"], &["a", "b"]), "add_tag");
        assert_eq!(tags(&["a"], &["b"]), "add_tag");
        assert_eq!(tags(&["a", "b"], &["b"]), "remove_tag");
        assert_eq!(tags(&["a"], &[]), "remove_tag");
        assert_eq!(of(EventKind::RoomUpdated, json!({"note": {}, "name": {}})), "rename");
        assert_eq!(of(EventKind::RoomUpdated, json!({"note": {}, "topic": {}})), "update_note");
        assert_eq!(of(EventKind::RoomUpdated, json!({"priority": {}})), "update_room");
        assert_eq!(of(EventKind::ParticipantBlocked, json!({"blocked": change(false, true)})), "block");
        assert_eq!(of(EventKind::ParticipantBlocked, json!({"blocked": change(true, false)})), "unblock");
        assert_eq!(of(EventKind::ParticipantArchived, json!({"archived": change(true, false)})), "unarchive");
    }

    #[test]
    fn what_colleagues_write_to_each_other_is_no_message() {
        let subject = |internal| {
            let id = MessageId(Uuid::nil());
            Subject::Message { id, revision: 1, status: DeliveryStatus::Created, deleted: false, internal }
        };
        assert_eq!(of_room(&event(EventKind::MessageCreated, json!({}), subject(false))), "new_message");
        assert_eq!(of_room(&event(EventKind::MessageCreated, json!({}), subject(true))), "new_internal_message");
    }

    /// The README's table names every event of a room, with what is told of it.
    #[test]
    fn the_readme_lists_every_event() {
        let readme = include_str!("../../README.md");
        for kind in
            EventKind::EVERY.iter().filter(|kind| Topic::EVERY.iter().any(|topic| topic.is_of_rooms() && topic.is_told_upon(**kind)))
        {
            let row = readme.lines().find(|line| line.starts_with(&format!("| `{}` ", kind.as_str())));
            let row = row.unwrap_or_else(|| panic!("the README does not list {}", kind.as_str()));
            assert!(row.contains(&format!("`{}`", of(*kind, json!({})))), "{row}");
        }
    }
}
