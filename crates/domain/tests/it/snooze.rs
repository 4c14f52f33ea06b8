//! Snoozing rooms, and what wakes them.

use switchroom_domain::command::{Author, Command, PostMessage, ReopenRoom, ResolveRoom, SnoozeRoom, WakeRoom};
use switchroom_domain::event::Subject;
use switchroom_domain::message::Visibility;
use switchroom_domain::room::WakeReason;
use switchroom_domain::{Refusal, RoomId, Timestamp};

use crate::sandbox::{Sandbox, contact_access};

const HOUR: i64 = 3_600;

fn snooze(room: RoomId, until: Timestamp) -> Command {
    Command::SnoozeRoom(SnoozeRoom { room, until })
}

fn wake(room: RoomId, when_due: bool) -> Command {
    Command::WakeRoom(WakeRoom { room, when_due })
}

fn now(sandbox: &Sandbox) -> Timestamp {
    Timestamp(sandbox.now.get())
}

/// A sandbox with a room that is snoozed for an hour.
fn snoozed() -> (Sandbox, RoomId, Timestamp) {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let id = sandbox.open(channel, "x").facts.id;
    let until = now(&sandbox).plus_seconds(HOUR);
    sandbox.run(snooze(id, until)).expect("snoozed");
    assert_eq!(sandbox.room(id).head.snoozed_until, Some(until));
    (sandbox, id, until)
}

fn why(sandbox: &Sandbox) -> Option<WakeReason> {
    sandbox.world.events.iter().rev().find_map(|committed| match committed.event.subject {
        Subject::Woken { why } => Some(why),
        _ => None,
    })
}

#[test]
fn a_room_wakes_when_its_time_has_come_and_once() {
    let (mut sandbox, id, until) = snoozed();
    let activity = sandbox.room(id).head.last_activity_at;
    let before = sandbox.world.events.len();
    sandbox.now.set(until.0 - 1_000);
    sandbox.run(wake(id, true)).expect("too early");
    assert_eq!(sandbox.world.events.len(), before, "what is not due changes nothing");
    sandbox.now.set(until.0);
    sandbox.run(wake(id, true)).expect("due");
    sandbox.run(wake(id, true)).expect("once more");
    sandbox.run(wake(id, false)).expect("awake already");
    assert_eq!(sandbox.kinds(before), ["room.woken"]);
    assert_eq!(why(&sandbox), Some(WakeReason::Time));
    let head = sandbox.room(id).head;
    assert!(head.snoozed_until.is_none() && head.last_activity_at > activity);
    let latest = sandbox.world.events.last().expect("event");
    assert!(!latest.event.shows_to_contact());
}

#[test]
fn snoozing_again_moves_the_time_and_is_told_only_if_it_does() {
    let (mut sandbox, id, until) = snoozed();
    let before = sandbox.world.events.len();
    sandbox.run(snooze(id, until)).expect("the same");
    sandbox.run(snooze(id, until.plus_seconds(HOUR))).expect("later");
    assert_eq!(sandbox.kinds(before), ["room.snoozed"]);
    sandbox.now.set(until.0);
    sandbox.run(wake(id, true)).expect("no longer due");
    assert_eq!(sandbox.room(id).head.snoozed_until, Some(until.plus_seconds(HOUR)));
}

#[test]
fn the_contact_wakes_the_room_and_nobody_else_does() {
    let (mut sandbox, id, _) = snoozed();
    let (_, agent) = sandbox.user("ann", "agent");
    let contact = contact_access(&sandbox.room(id));
    let note = PostMessage { visibility: Visibility::Internal, ..sandbox.post(id, Author::Caller, "a note") };
    sandbox.posted(agent, note);
    let answer = sandbox.post(id, Author::Caller, "an answer");
    sandbox.posted(agent, answer);
    assert!(sandbox.room(id).head.snoozed_until.is_some());
    let before = sandbox.world.events.len();
    let question = sandbox.post(id, Author::Caller, "well?");
    sandbox.posted(contact, question);
    assert_eq!(sandbox.kinds(before), ["room.woken", "message.created"]);
    assert_eq!((why(&sandbox), sandbox.room(id).head.snoozed_until), (Some(WakeReason::Message), None));
}

#[test]
fn resolving_ends_it_for_good() {
    let (mut sandbox, id, until) = snoozed();
    sandbox.run(Command::ResolveRoom(ResolveRoom::of(id))).expect("resolved");
    let latest = sandbox.world.events.last().expect("event");
    assert!(latest.event.changes.contains_key("snoozed_until"));
    assert_eq!(sandbox.run(snooze(id, until)), Err(Refusal::RoomResolved));
    sandbox.run(Command::ReopenRoom(ReopenRoom { room: id, expected_version: None })).expect("reopened");
    assert_eq!(sandbox.room(id).head.snoozed_until, None);
}

#[test]
fn a_room_is_snoozed_within_a_year_by_who_may_edit_it() {
    let (mut sandbox, id, until) = snoozed();
    let (_, agent) = sandbox.user("ann", "agent");
    let contact = contact_access(&sandbox.room(id));
    let before = sandbox.world.events.len();
    for until in [now(&sandbox).plus_seconds(-1), now(&sandbox).plus_seconds(366 * 24 * HOUR), Timestamp(i64::MAX)] {
        assert!(matches!(sandbox.run(snooze(id, until)), Err(Refusal::Invalid { field: "until", .. })));
    }
    for command in [snooze(id, until), wake(id, false), wake(id, true)] {
        assert_eq!(sandbox.run_as(agent, command.clone()), Err(Refusal::Forbidden { permission: "room.edit_others" }));
        assert_eq!(sandbox.run_as(contact, command), Err(Refusal::Forbidden { permission: "room.edit_others" }));
    }
    assert_eq!(sandbox.world.events.len(), before);
}
