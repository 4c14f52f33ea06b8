//! The index is made anew when it is missing or cannot be used, and goes on where it stood otherwise.

use std::path::Path;

use serde_json::json;
use switchroom_server::config::Layer;
use switchroom_testkit::Server;

use super::{found, indexed, texts};
use crate::scene::{channel, id, open_room, post};

async fn start(folder: &Path) -> Server {
    let database = Some(format!("sqlite:{}", folder.join("switchroom.db").display()));
    Server::with_settings(Layer { database, ..Layer::default() }).await
}

/// Stops the server, does something to the index's file, starts the server again and looks whether everything is found.
async fn survives(harm: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = start(folder.path()).await;
    let channel = channel(&server.admin, "api").await;
    let room = id(&open_room(&server.admin, &channel, "ann").await);
    server.admin.patch(&format!("/v1/rooms/{room}"), json!({"topic": "a word"})).send().await.expect(200);
    for i in 0..30 {
        post(&server.admin, &room, &format!("word {i}")).await;
    }
    let gone = id(&post(&server.admin, &room, "word that is gone").await);
    indexed(&server.admin).await;
    server.admin.delete(&format!("/v1/messages/{gone}")).send().await.expect(204);
    server.stop().await;
    harm(&folder.path().join("search.db"));

    let server = start(folder.path()).await;
    indexed(&server.admin).await;
    let expected: Vec<String> = (0..30).rev().map(|i| format!("word {i}")).collect();
    assert_eq!(texts(&server.admin, "word", "&limit=50").await, expected);
    assert_eq!(found(&server.admin, "rooms", "word", "").await.len(), 1);
    assert_eq!(found(&server.admin, "contacts", "ann", "").await.len(), 1);
    // It follows the log from there on.
    post(&server.admin, &room, "one word more").await;
    indexed(&server.admin).await;
    assert_eq!(texts(&server.admin, "\"word more\"", "").await, ["one word more"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_where_it_stood() {
    survives(|_| {}).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_index_is_made_anew() {
    survives(|file| std::fs::remove_file(file).expect("a file")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_made_anew() {
    survives(|file| std::fs::write(file, b"this is no database, however long one looks at it".repeat(100)).expect("a file")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_format_is_made_anew() {
    survives(|file| {
        // The user version in a database's header.
        let mut bytes = std::fs::read(file).expect("a file");
        bytes[60..64].copy_from_slice(&7_u32.to_be_bytes());
        std::fs::write(file, bytes).expect("a file");
    })
    .await;
}

/// The store was put back from a backup, the index was not.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_ahead_of_the_store_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = start(folder.path()).await;
    let channel = channel(&server.admin, "api").await;
    let room = id(&open_room(&server.admin, &channel, "ann").await);
    post(&server.admin, &room, "before the backup").await;
    server.stop().await;
    let database = ["switchroom.db", "switchroom.db-wal"].map(|name| folder.path().join(name));
    let backup = database.clone().map(|file| std::fs::read(file).unwrap_or_default());
    let server = start(folder.path()).await;
    for i in 0..5 {
        post(&server.admin, &room, &format!("after the backup {i}")).await;
    }
    indexed(&server.admin).await;
    server.stop().await;
    for (file, bytes) in database.iter().zip(backup) {
        std::fs::write(file, bytes).expect("a file");
    }
    let server = start(folder.path()).await;
    indexed(&server.admin).await;
    assert_eq!(texts(&server.admin, "backup", "").await, ["before the backup"]);
    post(&server.admin, &room, "after it was put back: backup").await;
    indexed(&server.admin).await;
    assert_eq!(texts(&server.admin, "backup", "").await, ["after it was put back: backup", "before the backup"]);
    server.stop().await;
}
