//! Files as vendors' webhooks tell them.

use serde_json::{Value, json};
use switchroom_testkit::Sink;

use super::form::picture;
use super::{say, server, visitor};
use crate::scene::channel;

#[tokio::test(flavor = "multi_thread")]
async fn are_told_with_the_address_that_they_are_fetched_from() {
    let server = server().await;
    let (qontak, rocketchat) = (Sink::start().await, Sink::start().await);
    for (sink, dialect, events) in
        [(&qontak, "qontak", json!(["message.created"])), (&rocketchat, "rocketchat", json!(["message.created"]))]
    {
        let hook = json!({"url": sink.url(), "dialect": dialect, "events": events});
        server.admin.post("/v1/webhooks", hook).send().await.expect(201);
    }
    let web = channel(&server.admin, "web").await;
    let (ann, room) = visitor(&server, &web, "Ann").await;
    let file = picture(&ann).await;
    say(&ann, &room, &file).await.expect(201);

    let body: Value = qontak.wait_for(1).await[0].json();
    assert_eq!((&body["type"], &body["file"]), (&json!("image"), &json!({"url": file["url"], "filename": "photo.png"})));
    let body: Value = rocketchat.wait_for(1).await[0].json();
    let told = &body["messages"][0];
    assert_eq!((&told["file"]["name"], &told["file"]["type"]), (&json!("photo.png"), &json!("image/png")));
    assert_eq!(told["fileUpload"], json!({"publicFilePath": file["url"], "type": "image/png", "size": file["size"]}));
    assert_eq!((&told["attachments"][0]["image_url"], &told["attachments"][0]["title"]), (&file["url"], &json!("photo.png")));
    server.stop().await;
}
