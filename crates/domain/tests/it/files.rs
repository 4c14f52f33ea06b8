//! Files, and the messages that have them.

use switchroom_domain::command::{Answer, Author, DeleteMessage, EditMessage, KeepFile, PostMessage, RemoveFile};
use switchroom_domain::file::{File, GRACE_MICROS, WAITS_MICROS};
use switchroom_domain::message::{Content, ContentKind};
use switchroom_domain::{Access, Command, FileId, Refusal, RoomId, Timestamp};

use crate::sandbox::{Sandbox, contact_access as contact};

/// Lets the time come at which a file is removed that was due then.
fn outlast(sandbox: &Sandbox, due: Option<Timestamp>) {
    sandbox.now.set(due.expect("due").plus_micros(GRACE_MICROS).0);
}

fn upload(sandbox: &Sandbox, name: &str, media_type: &str) -> KeepFile {
    KeepFile { id: sandbox.id(), name: name.to_owned(), media_type: media_type.to_owned(), size: 7, width: None, height: None }
}

fn uploaded(sandbox: &mut Sandbox, access: Access) -> File {
    let command = upload(sandbox, "../photo.png", "image/png");
    match sandbox.run_as(access, Command::KeepFile(command)).expect("kept") {
        Answer::File { file } => file,
        answer => panic!("not a file: {answer:?}"),
    }
}

fn with_file(sandbox: &Sandbox, room: RoomId, file: &File) -> PostMessage {
    let content =
        Content { kind: file.kind(), text: String::new(), payload: Some(file.payload("https://here/x".to_owned())), mentions: Vec::new() };
    PostMessage { content, file: Some(file.id), ..sandbox.post(room, Author::Caller, "") }
}

fn kept(sandbox: &Sandbox, id: FileId) -> Option<File> {
    sandbox.world.file(id).expect("loaded").map(|file| File::clone(file))
}

#[test]
fn a_file_is_its_uploaders_until_one_message_has_it() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (room, other) = (sandbox.open(channel, "ann"), sandbox.open(channel, "bob"));
    let (ann, bob) = (contact(&room), contact(&other));
    let file = uploaded(&mut sandbox, ann);
    assert_eq!((file.name.as_str(), file.kind(), file.message), ("photo.png", ContentKind::Image, None));
    assert_eq!(file.due_at, Some(file.created_at.plus_micros(WAITS_MICROS)));

    let stolen = with_file(&sandbox, other.facts.id, &file);
    let not_found = Err(Refusal::NotFound { noun: "file" });
    assert_eq!(sandbox.run_as(bob, Command::PostMessage(stolen)), not_found);

    let post = PostMessage { local_id: Some("1".to_owned()), ..with_file(&sandbox, room.facts.id, &file) };
    let message = sandbox.posted(ann, post.clone());
    let has = kept(&sandbox, file.id).expect("kept");
    assert_eq!((has.message, has.due_at), (Some(message.id), None));

    // The same message, sent again by another host's name, is the same one.
    let mut again = PostMessage { id: sandbox.id(), ..post };
    again.content.payload = Some(file.payload("https://there/x".to_owned()));
    assert_eq!(sandbox.posted(ann, again).id, message.id);
    let twice = with_file(&sandbox, room.facts.id, &file);
    assert_eq!(sandbox.run_as(ann, Command::PostMessage(twice)), Err(Refusal::FileAttached));
}

#[test]
fn a_file_goes_with_its_message() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let file = uploaded(&mut sandbox, Access::SYSTEM);
    let post = with_file(&sandbox, room, &file);
    let message = sandbox.posted(Access::SYSTEM, post);

    // Its words can be changed, but not what it shows.
    let content = Content {
        kind: ContentKind::Image,
        text: "a cat".to_owned(),
        payload: Some(serde_json::json!({ "url": "https://evil" })),
        mentions: Vec::new(),
    };
    sandbox.run(Command::EditMessage(EditMessage { message: message.id, content })).expect("edited");
    let edited = sandbox.world.message(message.id).expect("loaded").expect("a message").content.clone();
    assert_eq!((edited.text.as_str(), edited.payload), ("a cat", message.content.payload.clone()));

    // Somebody else's message that only speaks of the file does not take it along.
    let speaks = PostMessage { content: message.content.clone(), ..sandbox.post(room, Author::Caller, "") };
    let speaks = sandbox.posted(Access::SYSTEM, speaks);
    sandbox.run(Command::DeleteMessage(DeleteMessage { message: speaks.id })).expect("deleted");
    assert_eq!(kept(&sandbox, file.id).expect("kept").due_at, None);
    sandbox.run(Command::RemoveFile(RemoveFile { file: file.id })).expect("nothing");
    assert!(kept(&sandbox, file.id).is_some());

    sandbox.run(Command::DeleteMessage(DeleteMessage { message: message.id })).expect("deleted");
    outlast(&sandbox, kept(&sandbox, file.id).expect("kept").due_at);
    sandbox.run(Command::RemoveFile(RemoveFile { file: file.id })).expect("removed");
    assert_eq!(kept(&sandbox, file.id), None);
}

#[test]
fn a_file_that_waited_too_long_is_gone() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let file = uploaded(&mut sandbox, Access::SYSTEM);
    sandbox.now.set(file.due_at.expect("due").0);
    let late = with_file(&sandbox, room, &file);
    assert_eq!(sandbox.run(Command::PostMessage(late)), Err(Refusal::NotFound { noun: "file" }));
    sandbox.run(Command::RemoveFile(RemoveFile { file: file.id })).expect("too early");
    assert!(kept(&sandbox, file.id).is_some());
    outlast(&sandbox, file.due_at);
    sandbox.run(Command::RemoveFile(RemoveFile { file: file.id })).expect("removed");
    assert_eq!(kept(&sandbox, file.id), None);
}

#[test]
fn contacts_send_nothing_that_runs() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let ann = contact(&sandbox.open(channel, "ann"));
    for media_type in ["text/html", "image/svg+xml", "application/vnd.microsoft.portable-executable", "application/octet-stream"] {
        let refused = Refusal::MediaTypeNotAllowed { media_type: media_type.to_owned() };
        let command = upload(&sandbox, "x", media_type);
        assert_eq!(sandbox.run_as(ann, Command::KeepFile(command.clone())), Err(refused));
        match sandbox.run(Command::KeepFile(command)).expect("kept") {
            Answer::File { file } => assert!(!file.is_shown() && file.kind() == ContentKind::Document, "{media_type}"),
            answer => panic!("not a file: {answer:?}"),
        }
    }
}
