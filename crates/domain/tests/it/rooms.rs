//! What becomes of rooms.

use switchroom_domain::command::{
    ArchiveRoom, AssignRoom, Author, BlockParticipant, Command, ExpectedAssignee, MarkRead, OpenRoom, ReopenRoom, ResolveRoom, RoomContact,
    UnassignRoom,
};
use switchroom_domain::room::RoomStatus;
use switchroom_domain::{Access, Person, Refusal, RoomId, UserId};

use crate::sandbox::{Sandbox, contact_access};

fn assign(room: RoomId, user: UserId, expected: ExpectedAssignee) -> Command {
    Command::AssignRoom(AssignRoom { room, user, also: false, expected, expected_version: None })
}

fn resolve(room: RoomId) -> Command {
    Command::ResolveRoom(ResolveRoom::of(room))
}

fn reopen(room: RoomId) -> Command {
    Command::ReopenRoom(ReopenRoom { room, expected_version: None })
}

#[test]
fn an_agent_takes_what_is_free_and_is_told_who_was_faster() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (ann, ann_access) = sandbox.user("ann", "agent");
    let (bob, bob_access) = sandbox.user("bob", "agent");
    let room = sandbox.open(channel, "x").facts.id;
    sandbox.run_as(ann_access, assign(room, ann, ExpectedAssignee::Anybody)).expect("take");
    let refused = sandbox.run_as(bob_access, assign(room, bob, ExpectedAssignee::Anybody));
    assert_eq!(refused, Err(Refusal::AssignedOtherwise { assignee: Some(ann) }));
    // An agent hands no work to others, a monitor does.
    let refused = sandbox.run_as(ann_access, assign(room, bob, ExpectedAssignee::Anybody));
    assert_eq!(refused, Err(Refusal::Forbidden { permission: "room.assign" }));
    let (_, monitor) = sandbox.user("mona", "monitor");
    sandbox.run_as(monitor, assign(room, bob, ExpectedAssignee::Exactly(Some(ann)))).expect("assign");
    assert_eq!(sandbox.room(room).head.assignees, [bob]);
    let stale = sandbox.run_as(monitor, assign(room, ann, ExpectedAssignee::Exactly(None)));
    assert_eq!(stale, Err(Refusal::AssignedOtherwise { assignee: Some(bob) }));
}

#[test]
fn assigning_what_is_assigned_makes_no_event() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (ann, _) = sandbox.user("ann", "agent");
    let room = sandbox.open(channel, "x").facts.id;
    let before = sandbox.world.events.len();
    for _ in 0..2 {
        sandbox.run(assign(room, ann, ExpectedAssignee::Anybody)).expect("assign");
    }
    assert_eq!(sandbox.kinds(before), ["participant.joined", "room.assigned"]);
    assert_eq!(sandbox.room(room).head.status, RoomStatus::Assigned);
    let unassign = UnassignRoom { room, user: None, expected: ExpectedAssignee::Anybody, expected_version: None };
    for _ in 0..2 {
        sandbox.run(Command::UnassignRoom(unassign.clone())).expect("unassign");
    }
    assert_eq!(sandbox.kinds(before + 2), ["room.unassigned"]);
    assert_eq!(sandbox.room(room).head.status, RoomStatus::Queued);
}

#[test]
fn a_contact_has_one_open_room_a_channel() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let first = sandbox.open(channel, "x");
    assert_eq!(sandbox.open(channel, "x").facts.id, first.facts.id);
    sandbox.run(resolve(first.facts.id)).expect("resolve");
    let second = sandbox.open(channel, "x");
    assert_ne!(second.facts.id, first.facts.id);
    assert_eq!(second.facts.contact, first.facts.contact);
    assert_eq!(sandbox.run(reopen(first.facts.id)), Err(Refusal::OtherRoomOpen { room: second.facts.id }));
    sandbox.run(resolve(second.facts.id)).expect("resolve");
    sandbox.run(reopen(first.facts.id)).expect("reopen");
    let room = sandbox.room(first.facts.id);
    assert_eq!((room.head.status, room.head.resolved_at, room.head.resolved_by), (RoomStatus::Queued, None, None));
}

#[test]
fn a_contact_opens_and_sees_only_its_own_rooms() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let own = sandbox.open(channel, "x");
    let other = sandbox.open(channel, "y");
    let access = contact_access(&own);
    let read = |room: RoomId| Command::MarkRead(MarkRead { room, up_to: None });
    assert!(sandbox.run_as(access, read(own.facts.id)).is_ok());
    assert_eq!(sandbox.run_as(access, read(other.facts.id)), Err(Refusal::NotFound { noun: "room" }));
    let open = |contact| Command::OpenRoom(OpenRoom::of(RoomId(uuid::Uuid::nil()), channel, contact));
    assert!(sandbox.run_as(access, open(RoomContact::Known(own.facts.contact))).is_ok());
    let refused = sandbox.run_as(access, open(RoomContact::Known(other.facts.contact)));
    assert_eq!(refused, Err(Refusal::NotFound { noun: "contact" }));
    assert_eq!(sandbox.run_as(access, resolve(own.facts.id)), Err(Refusal::Forbidden { permission: "room.resolve_others" }));
}

#[test]
fn reading_moves_forward_only_and_counts_what_is_left() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (ann, access) = sandbox.user("ann", "agent");
    let room = sandbox.open(channel, "x").facts.id;
    let mut messages = Vec::new();
    for text in ["1", "2", "3"] {
        messages.push(sandbox.posted(Access::SYSTEM, sandbox.post(room, Author::Contact, text)).id);
    }
    assert_eq!(sandbox.room(room).head.unread, 3);
    let read = |up_to| Command::MarkRead(MarkRead { room, up_to });
    sandbox.run_as(access, read(Some(messages[1]))).expect("read");
    assert_eq!(sandbox.room(room).head.unread, 1);
    let events = sandbox.world.events.len();
    sandbox.run_as(access, read(Some(messages[0]))).expect("read back");
    assert_eq!((sandbox.room(room).head.unread, sandbox.world.events.len()), (1, events));
    sandbox.run_as(access, read(None)).expect("read all");
    assert_eq!(sandbox.room(room).head.unread, 0);
    let participant = sandbox.world.participant(room, Person::User(ann)).unwrap().unwrap();
    assert_eq!(participant.last_read_message, Some(messages[2]));
    // A colleague who has read less does not make it unread again.
    let (_, other) = sandbox.user("bob", "agent");
    sandbox.run_as(other, read(Some(messages[0]))).expect("read");
    assert_eq!(sandbox.room(room).head.unread, 0);
}

#[test]
fn whoever_is_blocked_does_not_write_and_puts_away_for_himself_only() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (ann, access) = sandbox.user("ann", "agent");
    let room = sandbox.open(channel, "x");
    let id = room.facts.id;
    let block = |blocked| Command::BlockParticipant(BlockParticipant { room: id, person: Person::Contact(room.facts.contact), blocked });
    sandbox.run_as(access, block(true)).expect("block");
    let post = sandbox.post(id, Author::Caller, "hello");
    assert_eq!(sandbox.run_as(contact_access(&room), Command::PostMessage(post.clone())), Err(Refusal::Blocked));
    sandbox.run_as(access, block(false)).expect("unblock");
    sandbox.posted(contact_access(&room), post);
    sandbox.run_as(access, Command::ArchiveRoom(ArchiveRoom { room: id, archived: true })).expect("archive");
    assert!(sandbox.world.participant(id, Person::User(ann)).unwrap().unwrap().archived);
    assert!(!sandbox.world.participant(id, Person::Contact(room.facts.contact)).unwrap().unwrap().archived);
    let nobody = Command::BlockParticipant(BlockParticipant { room: id, person: Person::User(sandbox.id()), blocked: true });
    assert_eq!(sandbox.run_as(access, nobody), Err(Refusal::NotFound { noun: "participant" }));
}

#[test]
fn an_expected_version_must_be_met() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "x").facts.id;
    let at = |expected_version| Command::ResolveRoom(ResolveRoom { expected_version, ..ResolveRoom::of(room) });
    assert_eq!(sandbox.run(at(Some(2))), Err(Refusal::VersionMismatch { current: 1 }));
    sandbox.run(at(Some(1))).expect("resolve");
}
