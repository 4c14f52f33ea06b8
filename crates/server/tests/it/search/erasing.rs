//! What is gone is gone from the index's file, too.

use std::path::Path;

use serde_json::json;
use switchroom_server::config::Layer;
use switchroom_testkit::Server;

use super::indexed;
use crate::scene::{channel, id, open_room, post};

fn holds(folder: &Path, word: &str) -> bool {
    let files = std::fs::read_dir(folder).expect("the folder").map(|file| file.expect("a file").path());
    let of_the_index = files.filter(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("search.db")));
    of_the_index
        .map(|file| std::fs::read(file).expect("a file"))
        .any(|bytes| bytes.windows(word.len()).any(|piece| piece == word.as_bytes()))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_edited_or_deleted_is_not_left_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Some(format!("sqlite:{}", folder.path().join("switchroom.db").display()));
    let server = Server::with_settings(Layer { database, ..Layer::default() }).await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let opened = open_room(admin, &channel, "ann").await;
    let (room, contact) = (id(&opened), opened["contact_id"].as_str().expect("an id").to_owned());
    let edited = id(&post(admin, &room, "xylophone in the hall").await);
    let deleted = id(&post(admin, &room, "zeppelin over the sea").await);
    admin.patch(&format!("/v1/contacts/{contact}"), json!({"name": "Quetzalcoatl"})).send().await.expect(200);
    indexed(admin).await;
    admin.patch(&format!("/v1/messages/{edited}"), json!({"text": "nothing"})).send().await.expect(200);
    admin.delete(&format!("/v1/messages/{deleted}")).send().await.expect(204);
    post(admin, &room, "kingfisher").await;
    admin.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    admin.delete(&format!("/v1/contacts/{contact}")).send().await.expect(204);
    indexed(admin).await;
    server.stop().await;
    assert!(holds(folder.path(), "kingfisher"), "what is there is there in plain letters");
    for gone in ["xylophone", "zeppelin", "quetzalcoatl", "ophone", "etzalc"] {
        assert!(!holds(folder.path(), gone), "{gone}");
    }
}
