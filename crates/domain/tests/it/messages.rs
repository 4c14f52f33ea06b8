//! What becomes of messages.

use switchroom_domain::command::{
    Answer, Author, ChangeStatus, Command, DeleteMessage, EditMessage, EditRoom, EditUser, OpenRoom, PostMessage, ResolveRoom, RoomContact,
};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::message::{Content, ContentKind, DeliveryStatus, Message, Visibility};
use switchroom_domain::priority::Priority;
use switchroom_domain::room::{RoomPatch, RoomStatus};
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Access, Actor, MessageId, Refusal, RoomId, UserId};

use crate::sandbox::{Sandbox, contact_access, text_content};

fn status(message: MessageId, status: DeliveryStatus) -> Command {
    Command::ChangeStatus(ChangeStatus { message, status, at: None, error: None })
}

fn post(post: PostMessage) -> Command {
    Command::PostMessage(post)
}

#[test]
fn a_conversation_counts_and_marks_its_firsts() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (_, agent) = sandbox.user("ann", "agent");
    let room = sandbox.open(channel, "x");
    let id = room.facts.id;
    let question = sandbox.posted(contact_access(&room), sandbox.post(id, Author::Caller, "hello?"));
    assert_eq!(question.author, Actor::Contact(room.facts.contact));
    let head = sandbox.room(id).head;
    assert_eq!((head.unread, head.messages, head.contact_messages), (1, 1, 1));
    assert_eq!((head.established_at, head.first_answered_at), (None, None));
    let answer = sandbox.posted(agent, sandbox.post(id, Author::Caller, "hello!"));
    let head = sandbox.room(id).head;
    assert_eq!((head.unread, head.messages, head.contact_messages), (0, 2, 1));
    assert!(head.established_at.is_some() && head.established_at == head.first_answered_at);
    assert_eq!(head.last_message.map(|last| last.id), Some(answer.id));
}

#[test]
fn internal_messages_are_nobodys_but_ours() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (_, agent) = sandbox.user("ann", "agent");
    let room = sandbox.open(channel, "x");
    let id = room.facts.id;
    let internal = PostMessage { visibility: Visibility::Internal, ..sandbox.post(id, Author::Caller, "careful") };
    let message = sandbox.posted(agent, internal.clone());
    let head = sandbox.room(id).head;
    assert_eq!((head.messages, head.last_message, head.first_answered_at), (0, None, None));
    let latest = sandbox.world.events.last().expect("event");
    assert!(!latest.event.shows_to_contact());
    let by_contact = PostMessage { id: sandbox.id(), ..internal };
    assert!(matches!(sandbox.run_as(contact_access(&room), post(by_contact)), Err(Refusal::Invalid { field: "visibility", .. })));
    let reply = PostMessage { reply_to: Some(message.id), ..sandbox.post(id, Author::Caller, "what?") };
    assert_eq!(sandbox.run_as(contact_access(&room), post(reply)), Err(Refusal::NotFound { noun: "message" }));
}

#[test]
fn a_resolved_room_is_reopened_by_its_contact_only() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (_, agent) = sandbox.user("ann", "agent");
    let room = sandbox.open(channel, "x");
    let id = room.facts.id;
    sandbox.run(Command::ResolveRoom(ResolveRoom::of(id))).expect("resolve");
    let late = sandbox.post(id, Author::Caller, "one more thing");
    assert_eq!(sandbox.run_as(agent, post(late.clone())), Err(Refusal::RoomResolved));
    let before = sandbox.world.events.len();
    sandbox.posted(contact_access(&room), late);
    assert_eq!(sandbox.kinds(before), ["room.reopened", "message.created"]);
    assert_eq!(sandbox.room(id).head.status, RoomStatus::Queued);
}

#[test]
fn an_answer_to_a_campaign_queues_its_room() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let handle = RoomContact::Handle { new_id: sandbox.id(), handle: "x".to_owned(), details: ContactPatch::default() };
    let id: RoomId = sandbox.id();
    sandbox.run(Command::OpenRoom(OpenRoom { campaign: true, ..OpenRoom::of(id, channel, handle) })).expect("room");
    let (_, agent) = sandbox.user("ann", "agent");
    let (_, bot) = sandbox.user("bob", "bot");
    let campaign = PostMessage { campaign: true, ..sandbox.post(id, Author::Caller, "offer") };
    assert_eq!(sandbox.run_as(agent, post(campaign.clone())), Err(Refusal::Forbidden { permission: "message.post_campaign" }));
    assert!(sandbox.posted(bot, campaign).campaign);
    assert_eq!(sandbox.room(id).head.status, RoomStatus::Campaign);
    let room = sandbox.room(id);
    sandbox.posted(contact_access(&room), sandbox.post(id, Author::Caller, "yes please"));
    assert_eq!(sandbox.room(id).head.status, RoomStatus::Queued);
    let told = &sandbox.world.events.last().expect("event").event;
    assert_eq!(told.changes["status"], serde_json::json!({"from": "campaign", "to": "queued"}));
}

fn message_of(sandbox: &Sandbox, id: MessageId) -> Message {
    Message::clone(sandbox.world.message(id).unwrap().unwrap())
}

#[test]
fn editing_keeps_what_was_said() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (_, ann) = sandbox.user("ann", "agent");
    let (_, bob) = sandbox.user("bob", "agent");
    let room = sandbox.open(channel, "x").facts.id;
    let id = sandbox.posted(ann, sandbox.post(room, Author::Caller, "helo")).id;
    let edit = |text: &str| Command::EditMessage(EditMessage { message: id, content: text_content(text) });
    assert_eq!(sandbox.run_as(bob, edit("hi")), Err(Refusal::Forbidden { permission: "message.edit_others" }));
    sandbox.run_as(ann, edit("hello")).expect("edit");
    let events = sandbox.world.events.len();
    sandbox.run_as(ann, edit("hello")).expect("the same");
    assert_eq!(sandbox.world.events.len(), events);
    let message = message_of(&sandbox, id);
    assert_eq!((message.revision, message.content.text.as_str()), (2, "hello"));
    assert_eq!(sandbox.world.revision(id, 1).unwrap().unwrap().content.text, "helo");
    assert_eq!(sandbox.room(room).head.last_message.map(|last| last.revision), Some(2));

    let delete = || Command::DeleteMessage(DeleteMessage { message: id });
    sandbox.run_as(ann, delete()).expect("delete");
    let events = sandbox.world.events.len();
    sandbox.run_as(ann, delete()).expect("again");
    assert_eq!(sandbox.world.events.len(), events);
    assert_eq!(sandbox.run_as(ann, edit("back")), Err(Refusal::MessageDeleted));
}

#[test]
fn a_late_status_is_no_event_and_a_contradiction_is_told() {
    use DeliveryStatus::{Created, Delivered, Failed, Read, Sent};
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "x");
    let id = sandbox.posted(Access::SYSTEM, sandbox.post(room.facts.id, Author::Caller, "hello")).id;
    let before = sandbox.world.events.len();
    for report in [Created, Sent, Delivered, Sent, Delivered, Read, Delivered] {
        sandbox.run(status(id, report)).expect("status");
    }
    assert_eq!(sandbox.kinds(before).len(), 3);
    assert_eq!(sandbox.run(status(id, Failed)), Err(Refusal::StatusImpossible { from: "read", to: "failed" }));
    assert_eq!(sandbox.room(room.facts.id).head.last_message.map(|last| last.status), Some(Read));

    let id = sandbox.posted(Access::SYSTEM, sandbox.post(room.facts.id, Author::Caller, "hello?")).id;
    // A reader reports what he got, not what was sent.
    let reader = contact_access(&room);
    assert_eq!(sandbox.run_as(reader, status(id, Sent)), Err(Refusal::Forbidden { permission: "message.change_status" }));
    sandbox.run_as(reader, status(id, Read)).expect("read");
    let own = sandbox.posted(reader, sandbox.post(room.facts.id, Author::Caller, "mine")).id;
    assert!(sandbox.run_as(reader, status(own, Read)).is_err());
}

#[test]
fn what_says_nothing_or_too_much_is_refused() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "x").facts.id;
    let long = "x".repeat(65_537);
    let bad = [
        text_content("  "),
        text_content("a\0b"),
        text_content(&long),
        Content { kind: ContentKind::Text, text: String::new(), payload: Some(serde_json::json!({"a": 1})), mentions: Vec::new() },
        Content { kind: ContentKind::Image, text: String::new(), payload: None, mentions: Vec::new() },
        Content { kind: ContentKind::Image, text: String::new(), payload: Some(serde_json::json!([1])), mentions: Vec::new() },
        Content { kind: ContentKind::Image, text: String::new(), payload: Some(serde_json::json!({"a": long})), mentions: Vec::new() },
        Content { kind: ContentKind::Image, text: String::new(), payload: Some(nested(65)), mentions: Vec::new() },
        Content { kind: ContentKind::Image, text: String::new(), payload: Some(serde_json::json!({"a": ["\0"]})), mentions: Vec::new() },
        Content { kind: ContentKind::Image, text: String::new(), payload: Some(serde_json::json!({"a": {"\0": 1}})), mentions: Vec::new() },
        // Kept, it would be read back as the JSON that its value holds, or not at all.
        Content {
            kind: ContentKind::Image,
            text: String::new(),
            payload: Some(serde_json::json!({"$serde_json::private::RawValue": "x"})),
            mentions: Vec::new(),
        },
    ];
    for content in bad {
        let refused = sandbox.run(post(PostMessage { content, ..sandbox.post(room, Author::Contact, "") }));
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{refused:?}");
    }
    let blank_id = PostMessage { local_id: Some(" ".to_owned()), ..sandbox.post(room, Author::Contact, "x") };
    assert!(matches!(sandbox.run(post(blank_id)), Err(Refusal::Invalid { field: "local_id", .. })));
    assert_eq!(sandbox.room(room).head.messages, 0);
    let deep = Content { kind: ContentKind::Image, text: String::new(), payload: Some(nested(64)), mentions: Vec::new() };
    sandbox.run(post(PostMessage { content: deep, ..sandbox.post(room, Author::Contact, "") })).expect("posted");
}

/// Levels of objects around a 1.
fn nested(levels: usize) -> serde_json::Value {
    (0..levels).fold(serde_json::json!(1), |inside, _| serde_json::json!({"a": inside}))
}

#[test]
fn what_a_room_said_of_itself_stays() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let (_, monitor) = sandbox.user("mo", "monitor");
    let patch = RoomPatch { priority: Some(Some(Priority::High)), ..RoomPatch::default() };
    sandbox.run_as(monitor, Command::EditRoom(EditRoom { patch, ..EditRoom::of(room) })).expect("edit");
    let said = sandbox.world.events.last().and_then(|committed| committed.message.clone()).expect("a message");
    assert_eq!(said.author, monitor.actor);
    let payload = Some(serde_json::json!({"kind": "priority_changed", "priority": "low"}));
    let edit = EditMessage { message: said.id, content: Content { payload, ..said.content.clone() } };
    assert!(matches!(sandbox.run_as(monitor, Command::EditMessage(edit)), Err(Refusal::Invalid { field: "type", .. })));
}

#[test]
fn a_reply_is_held_back_if_a_colleague_was_faster() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let ((_, ann), (_, bob)) = (sandbox.user("ann", "agent"), sandbox.user("bob", "agent"));
    let room = sandbox.open(channel, "x");
    let id = room.facts.id;
    let answer = |sandbox: &Sandbox, expected| PostMessage {
        expected_last_message: Some(expected),
        ..sandbox.post(id, Author::Caller, "an answer")
    };
    // Nothing was said yet.
    let first = answer(&sandbox, None);
    let first = sandbox.posted(ann, first);
    // Bob has not seen that. Ann has: it is hers.
    let late = answer(&sandbox, None);
    let before = sandbox.world.events.len();
    let Err(Refusal::NewerAnswer { message }) = sandbox.run_as(bob, post(late)) else { panic!("held back") };
    assert_eq!((message.id, sandbox.world.events.len()), (first.id, before));
    let own = answer(&sandbox, None);
    let second = sandbox.posted(ann, own);
    // What the contact says meanwhile is no answer; nor is a note.
    let question = sandbox.posted(contact_access(&room), sandbox.post(id, Author::Caller, "and?"));
    let seen = answer(&sandbox, Some(second.id));
    let third = sandbox.posted(bob, seen);
    let note = PostMessage { visibility: Visibility::Internal, ..sandbox.post(id, Author::Caller, "a note") };
    sandbox.posted(ann, note);
    let seen = answer(&sandbox, Some(third.id));
    sandbox.posted(ann, seen);
    let late = answer(&sandbox, Some(question.id));
    assert!(matches!(sandbox.run_as(bob, post(late)), Err(Refusal::NewerAnswer { .. })));
    let elsewhere = answer(&sandbox, Some(sandbox.id()));
    assert_eq!(sandbox.run_as(bob, post(elsewhere)), Err(Refusal::NotFound { noun: "message" }));
    // Whoever expects nothing posts.
    let plain = sandbox.post(id, Author::Caller, "whatever");
    sandbox.posted(bob, plain);
}

#[test]
fn a_reply_sent_again_is_not_held_back_by_what_followed_it() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let ((_, ann), (_, bob)) = (sandbox.user("ann", "agent"), sandbox.user("bob", "agent"));
    let id = sandbox.open(channel, "x").facts.id;
    let local_id = Some("l-1".to_owned());
    let answer = PostMessage { local_id, expected_last_message: Some(None), ..sandbox.post(id, Author::Caller, "an answer") };
    let posted = sandbox.posted(ann, answer.clone());
    let other = sandbox.post(id, Author::Caller, "mine");
    sandbox.posted(bob, other);
    assert_eq!(sandbox.posted(ann, PostMessage { id: sandbox.id(), ..answer }).id, posted.id);
}

#[test]
fn an_internal_message_mentions_active_users_once() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let id = sandbox.open(channel, "vic").facts.id;
    let ((ann, access), (bob, _)) = (sandbox.user("ann", "agent"), sandbox.user("bob", "agent"));
    let note = |sandbox: &Sandbox, visibility, mentions: &[UserId]| {
        let post = sandbox.post(id, Author::Caller, "look");
        PostMessage { visibility, content: Content { mentions: mentions.to_vec(), ..post.content.clone() }, ..post }
    };
    let refused = |sandbox: &mut Sandbox, visibility, mentions: &[UserId]| {
        let command = Command::PostMessage(note(sandbox, visibility, mentions));
        sandbox.run_as(access, command).expect_err("refused").code()
    };
    let nobody: UserId = sandbox.id();
    let many: Vec<UserId> = (0..51).map(|i| sandbox.user(&format!("user-{i}"), "agent").0).collect();
    assert_eq!(refused(&mut sandbox, Visibility::Public, &[ann]), "invalid");
    assert_eq!(refused(&mut sandbox, Visibility::Internal, &[ann, bob, ann]), "invalid");
    assert_eq!(refused(&mut sandbox, Visibility::Internal, &many), "invalid");
    assert_eq!(refused(&mut sandbox, Visibility::Internal, &[nobody]), "not_found");
    sandbox.posted(access, note(&sandbox, Visibility::Internal, &many[..50]));
    let said = sandbox.posted(access, note(&sandbox, Visibility::Internal, &[bob, ann]));
    assert_eq!(said.content.mentions, [bob, ann]);

    // Whoever was mentioned stays so when he has left; nobody new who has left comes in.
    let leave = UserPatch { active: Some(false), ..UserPatch::default() };
    for user in [bob, many[0]] {
        sandbox.run(Command::EditUser(EditUser { user, patch: leave.clone() })).expect("left");
    }
    let edit = |content: Content| Command::EditMessage(EditMessage { message: said.id, content });
    let new = Content { text: "look again".to_owned(), ..said.content.clone() };
    assert!(sandbox.run_as(access, edit(Content { mentions: vec![bob, many[0]], ..new.clone() })).is_err());
    let Answer::Message { message, .. } = sandbox.run_as(access, edit(new)).expect("edited") else { panic!("not a message") };
    assert_eq!((message.content.mentions, message.revision), (vec![bob, ann], 2));
    let without = Content { text: "look again".to_owned(), mentions: vec![ann], ..said.content.clone() };
    let Answer::Message { message, .. } = sandbox.run_as(access, edit(without)).expect("edited") else { panic!("not a message") };
    assert_eq!((message.content.mentions, message.revision), (vec![ann], 3));
    let kept = sandbox.world.revision(said.id, 2).expect("loaded").expect("a revision");
    assert_eq!(kept.content.mentions, [bob, ann]);
}
