//! Files that go.

use std::path::Path;

use switchroom_engine::files;
use switchroom_testkit::Server;

use super::form::{path, picture};
use super::{say, server, visitor};
use crate::scene::{channel, id};

const DAY: i64 = 24 * 60 * 60;

/// How many files lie in the server's folder.
pub(super) fn kept(server: &Server) -> usize {
    fn count(folder: &Path) -> usize {
        let entries = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(&server.folder().join("files"))
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_says_them_or_their_message_is_deleted() {
    let server = server().await;
    let web = channel(&server.admin, "web").await;
    let (ann, room) = visitor(&server, &web, "Ann").await;
    let (said, waits, deleted) = (picture(&ann).await, picture(&ann).await, picture(&ann).await);
    say(&ann, &room, &said).await.expect(201);
    let message = say(&ann, &room, &deleted).await.expect(201);
    server.admin.delete(&format!("/v1/messages/{}", id(&message))).send().await.expect(204);
    let status = async |file| server.client().get(&path(file)).send().await.status.as_u16();
    assert_eq!((status(&said).await, status(&waits).await, status(&deleted).await), (200, 200, 404));
    files::remove_due(server.engine()).await.expect("nothing yet");
    assert_eq!(kept(&server), 3, "other nodes' clocks may be behind");

    server.clock().advance_seconds(120);
    files::remove_due(server.engine()).await.expect("removed");
    assert_eq!(kept(&server), 2);
    server.clock().advance_seconds(DAY);
    assert_eq!((status(&said).await, status(&waits).await), (200, 404));
    let late = say(&ann, &room, &waits).await;
    assert_eq!((late.status.as_u16(), late.text("code").as_str()), (404, "not_found"));
    files::remove_due(server.engine()).await.expect("removed");
    assert_eq!(kept(&server), 1);

    let server = server.restart().await;
    assert_eq!(server.client().get(&path(&said)).send().await.status, 200);
    server.stop().await;
}
