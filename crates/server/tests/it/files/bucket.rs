//! Files that are kept in a bucket.

use switchroom_engine::files;
use switchroom_server::config::{Layer, Switch};
use switchroom_testbed::Moto;
use switchroom_testkit::Server;

use super::form::{PNG, path, picture, upload};
use super::{say, visitor};
use crate::scene::{channel, id};

#[tokio::test(flavor = "multi_thread")]
async fn are_kept_there_and_nowhere_else() {
    let bucket = Moto::start().expect("a server");
    bucket.ask("PUT", "/rooms").expect("a bucket");
    let text = |text: &str| Some(text.to_owned());
    let settings = Layer {
        files: text("s3://rooms/files"),
        files_s3_endpoint: Some(bucket.url()),
        files_s3_path_style: Some(Switch::On),
        files_s3_access_key: text("id"),
        files_s3_secret_key: text("secret"),
        ..Layer::default()
    };
    let server = Server::foretold_with(settings).await;
    let objects = || bucket.ask("GET", "/rooms?list-type=2").expect("listed").matches("<Key>files/1/").count();
    let web = channel(&server.admin, "web").await;
    let (ann, room) = visitor(&server, &web, "Ann").await;
    let (file, waits) = (picture(&ann).await, picture(&ann).await);
    let message = say(&ann, &room, &file).await.expect(201);
    let fetched = server.client().get(&path(&file)).header("range", "bytes=1-3").send().await;
    assert_eq!((fetched.status.as_u16(), fetched.body.as_ref()), (206, b"PNG".as_slice()));
    assert_eq!(server.client().get(&path(&file)).send().await.body, PNG);
    assert_eq!((objects(), server.folder().join("files").exists()), (2, false));

    server.admin.delete(&format!("/v1/messages/{}", id(&message))).send().await.expect(204);
    server.clock().advance_seconds(2 * 24 * 60 * 60);
    // A server of S3's kind goes by its own clock, and ours is far ahead of it.
    files::remove_due(server.engine()).await.expect("removed");
    assert_eq!(objects(), 0);
    assert_eq!(server.client().get(&path(&waits)).send().await.status, 404);
    drop(bucket);
    let answer = upload(&server.admin, "a.txt", "text/plain", b"hello").send().await;
    assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (503, "unavailable"));
    server.stop().await;
}
