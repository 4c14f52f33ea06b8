//! What holds whatever is done.

use std::collections::HashMap;

use proptest::prelude::*;
use switchroom_domain::command::{
    AssignRoom, Author, ChangeStatus, Command, DeleteMessage, EditMessage, ExpectedAssignee, MarkRead, ReopenRoom, ResolveRoom, TagRoom,
    UnassignRoom,
};
use switchroom_domain::counter::Counter;
use switchroom_domain::message::DeliveryStatus;
use switchroom_domain::room::RoomStatus;
use switchroom_domain::{Access, MessageId, RoomId, UserId};

use crate::sandbox::{Sandbox, contact_access, text_content};

#[derive(Debug, Clone)]
enum Step {
    Open(usize),
    Post(usize, bool),
    Assign(usize, usize),
    Unassign(usize),
    Resolve(usize),
    Reopen(usize),
    Read(usize, usize),
    Tag(usize, usize),
    Edit(usize),
    Delete(usize),
    Status(usize, DeliveryStatus),
    ClockBack,
}

fn step() -> impl Strategy<Value = Step> {
    let some = 0..6_usize;
    prop_oneof![
        some.clone().prop_map(Step::Open),
        (some.clone(), any::<bool>()).prop_map(|(room, contact)| Step::Post(room, contact)),
        (some.clone(), some.clone()).prop_map(|(room, contact)| Step::Post(room, contact % 2 == 0)),
        (some.clone(), 0..2_usize).prop_map(|(room, user)| Step::Assign(room, user)),
        some.clone().prop_map(Step::Unassign),
        some.clone().prop_map(Step::Resolve),
        some.clone().prop_map(Step::Reopen),
        (some.clone(), some.clone()).prop_map(|(room, message)| Step::Read(room, message)),
        (some.clone(), some.clone()).prop_map(|(room, tag)| Step::Tag(room, tag)),
        some.clone().prop_map(Step::Edit),
        some.clone().prop_map(Step::Delete),
        (
            some,
            prop_oneof![
                Just(DeliveryStatus::Sent),
                Just(DeliveryStatus::Delivered),
                Just(DeliveryStatus::Read),
                Just(DeliveryStatus::Failed)
            ]
        )
            .prop_map(|(message, status)| Step::Status(message, status)),
        Just(Step::ClockBack),
    ]
}

/// What the steps choose from. A choice that lies outside is another one inside.
struct Choices {
    rooms: Vec<RoomId>,
    messages: Vec<MessageId>,
    users: Vec<UserId>,
}

fn take(sandbox: &mut Sandbox, choices: &mut Choices, channel: switchroom_domain::ChannelId, step: &Step) {
    let room = |i: usize| choices.rooms[i % choices.rooms.len()];
    let message = |i: usize| choices.messages.get(i % choices.messages.len().max(1)).copied();
    let command = match *step {
        Step::Open(i) => {
            let opened = sandbox.open(channel, &format!("contact {i}")).facts.id;
            choices.rooms.push(opened);
            return;
        }
        Step::Post(i, by_contact) => {
            let target = sandbox.room(room(i));
            let access = if by_contact { contact_access(&target) } else { Access::SYSTEM };
            let post = sandbox.post(target.facts.id, Author::Caller, "text");
            let id = post.id;
            if sandbox.run_as(access, Command::PostMessage(post)).is_ok() {
                choices.messages.push(id);
            }
            return;
        }
        Step::ClockBack => {
            sandbox.now.set(sandbox.now.get() - 10_000_000);
            return;
        }
        Step::Assign(i, user) => Command::AssignRoom(AssignRoom {
            room: room(i),
            user: choices.users[user],
            also: i % 2 == 0,
            expected: ExpectedAssignee::Anybody,
            expected_version: None,
        }),
        Step::Unassign(i) => {
            Command::UnassignRoom(UnassignRoom { room: room(i), user: None, expected: ExpectedAssignee::Anybody, expected_version: None })
        }
        Step::Resolve(i) => Command::ResolveRoom(ResolveRoom::of(room(i))),
        Step::Reopen(i) => Command::ReopenRoom(ReopenRoom { room: room(i), expected_version: None }),
        Step::Read(i, j) => Command::MarkRead(MarkRead { room: room(i), up_to: message(j) }),
        Step::Tag(i, tag) => Command::TagRoom(TagRoom { room: room(i), add: vec![format!("tag {tag}")], remove: vec!["tag 0".to_owned()] }),
        Step::Edit(i) => match message(i) {
            Some(message) => Command::EditMessage(EditMessage { message, content: text_content(&format!("edited {i}")) }),
            None => return,
        },
        Step::Delete(i) => match message(i) {
            Some(message) => Command::DeleteMessage(DeleteMessage { message }),
            None => return,
        },
        Step::Status(i, status) => match message(i) {
            Some(message) => Command::ChangeStatus(ChangeStatus { message, status, at: None, error: None }),
            None => return,
        },
    };
    // A refusal is a good answer too.
    let _ = sandbox.run(command);
}

fn check(sandbox: &Sandbox) {
    let mut versions: HashMap<RoomId, i64> = HashMap::new();
    let mut at = None;
    let mut said: HashMap<RoomId, switchroom_domain::Timestamp> = HashMap::new();
    for (committed, seq) in sandbox.world.events.iter().zip(1..) {
        let event = &committed.event;
        assert_eq!(event.seq, seq, "seq has a gap");
        assert!(at <= Some(event.at), "time goes back");
        at = Some(event.at);
        let Some(room) = event.room else { continue };
        let version = versions.entry(room).or_default();
        *version += 1;
        assert_eq!(event.room_version(), Some(*version), "room_version has a gap");
        if event.kind == switchroom_domain::EventKind::MessageCreated {
            let created = committed.message.as_ref().expect("message").created_at;
            assert!(said.insert(room, created).is_none_or(|before| before < created), "two messages at one time");
        }
        let head = event.room_head.as_ref().expect("head");
        assert!((0..=head.contact_messages).contains(&head.unread) && head.contact_messages <= head.messages);
        assert_eq!(head.status == RoomStatus::Resolved, head.resolved_at.is_some());
        assert!(head.status != RoomStatus::Assigned || !head.assignees.is_empty());
    }
    let rooms: Vec<_> = sandbox.world.rooms.kept().collect();
    for status in RoomStatus::EVERY {
        let counted = sandbox.world.counters.get(&Counter::RoomsByStatus(status)).copied().unwrap_or(0);
        let there = rooms.iter().filter(|room| room.head.status == status).count();
        assert_eq!(usize::try_from(counted).unwrap(), there, "{status:?}");
    }
    for room in rooms.iter().filter(|room| room.head.status.is_open()) {
        let same = |other: &&&std::sync::Arc<switchroom_domain::room::Room>| {
            other.head.status.is_open() && other.facts.contact == room.facts.contact
        };
        assert_eq!(rooms.iter().filter(same).count(), 1, "two open rooms of one contact");
    }
}

proptest! {
    #[test]
    fn the_log_is_whole_and_the_state_agrees_with_it(steps in proptest::collection::vec(step(), 1..60)) {
        let mut sandbox = Sandbox::new();
        let channel = sandbox.channel();
        let users = vec![sandbox.user("ann", "agent").0, sandbox.user("bob", "agent").0];
        let rooms = vec![sandbox.open(channel, "contact 0").facts.id];
        let mut choices = Choices { rooms, messages: Vec::new(), users };
        for step in &steps {
            take(&mut sandbox, &mut choices, channel, step);
        }
        check(&sandbox);
    }
}
