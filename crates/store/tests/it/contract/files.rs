//! Files, and which of them are to be removed.

use switchroom_domain::command::{Answer, Author, DeleteMessage, KeepFile, PostMessage, RemoveFile};
use switchroom_domain::file::{File, GRACE_MICROS, WAITS_MICROS};
use switchroom_domain::message::Content;
use switchroom_domain::{Command, FileId, OrgId};
use switchroom_engine::ports::DueFile;

use crate::scene::Scene;

async fn kept(scene: &Scene) -> File {
    let (name, media_type) = ("a \"name\"\u{1f600}.png".to_owned(), "image/png".to_owned());
    let size = u64::from(u32::MAX) + 1;
    let command = KeepFile { id: scene.id(), name, media_type, size, width: Some(3), height: Some(2) };
    match scene.run(Command::KeepFile(command)).await.expect("kept") {
        Answer::File { file } => file,
        answer => panic!("not a file: {answer:?}"),
    }
}

async fn read(scene: &Scene, id: FileId) -> Option<File> {
    scene.store.file(scene.org, id).await.expect("read")
}

pub(crate) async fn a_file_is_kept_given_to_a_message_and_forgotten(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let before = scene.log().await.len();
    let (said, waits) = (kept(scene).await, kept(scene).await);
    assert_eq!(scene.log().await.len(), before, "nobody is told of what nobody has said");
    assert_eq!(read(scene, said.id).await, Some(said.clone()));
    assert_eq!(scene.store.file(OrgId(scene.org.0 + 1), said.id).await.expect("read"), None);

    let content =
        Content { kind: said.kind(), text: String::new(), payload: Some(said.payload("https://here/x".to_owned())), mentions: Vec::new() };
    let post = PostMessage { content, author: Author::Caller, file: Some(said.id), ..scene.post(room, "") };
    // Another one in the same batch comes too late.
    let again = PostMessage { id: scene.id(), ..post.clone() };
    let (one, other) = tokio::join!(scene.run(Command::PostMessage(post)), scene.run(Command::PostMessage(again)));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let Ok(Answer::Message { message, .. }) = one.or(other) else { panic!("no message") };
    let has = read(scene, said.id).await.expect("a file");
    assert_eq!((has.message, has.due_at), (Some(message.id), None));

    let due = async |by| scene.store.due_files(by, 10).await.expect("due");
    let wait_over = waits.due_at.expect("due");
    assert_eq!(wait_over, waits.created_at.plus_micros(WAITS_MICROS));
    let of = |file: FileId, due_at| DueFile { org: scene.org, file, due_at };
    assert_eq!(due(wait_over.plus_micros(-1)).await, []);
    assert_eq!(due(wait_over).await, [of(waits.id, wait_over)]);

    scene.run(Command::DeleteMessage(DeleteMessage { message: message.id })).await.expect("deleted");
    let gone_at = read(scene, said.id).await.and_then(|file| file.due_at).expect("due");
    assert_eq!(due(wait_over).await, [of(said.id, gone_at), of(waits.id, wait_over)]);
    assert_eq!(scene.store.due_files(wait_over, 1).await.expect("due"), [of(said.id, gone_at)]);
    scene.parts.clock.advance_seconds(GRACE_MICROS / 1_000_000 + 1);
    for file in [said.id, waits.id] {
        scene.run(Command::RemoveFile(RemoveFile { file })).await.expect("removed");
    }
    assert_eq!((read(scene, said.id).await, due(wait_over).await), (None, vec![of(waits.id, wait_over)]));
}
