//! Pictures and files.

use serde_json::{Value, json};
use switchroom_testkit::{Server, Sink};

use super::{Scene, TOKEN, by_visitor};

const URL: &str = "https://files.example/a.png";

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_told_to_visitors_and_to_webhooks() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let hook = json!({"url": sink.url(), "dialect": "rocketchat", "events": ["Message"]});
    server.admin.post("/v1/webhooks", hook).send().await.expect(201);
    let scene = Scene::set(&server.client()).await;
    let post = async |kind: &str, payload: Value| {
        let body = json!({"type": kind, "text": "this one", "payload": payload});
        server.admin.post(&format!("/v1/rooms/{}/messages", scene.room), body).send().await.expect(201)["id"].clone()
    };
    let picture = post("image", json!({"url": URL, "filename": "a.png", "mime_type": "image/png", "size": 7})).await;
    let document = post("document", json!({"file": {"url": "https://files.example/b.pdf"}})).await;
    post("location", json!({"url": URL})).await;

    let path = format!("livechat/messages.history/{}?token={TOKEN}", scene.room);
    let told = by_visitor(&scene.client, "GET", &path, None).send().await.expect(200)["messages"].clone();
    let file = json!({"_id": picture, "name": "a.png", "type": "image/png"});
    let shown = json!([{
        "title": "a.png", "type": "file", "title_link": URL, "title_link_download": true, "image_url": URL, "image_type": "image/png",
    }]);
    let of = |message: &Value, keys: &[&str]| keys.iter().map(|key| message[key].clone()).collect::<Vec<_>>();
    let expected = [json!("this one"), file.clone(), json!([file]), shown.clone()];
    assert_eq!(of(&told[2], &["msg", "file", "files", "attachments"]), expected);
    let link = "https://files.example/b.pdf";
    assert_eq!(told[1]["file"], json!({"_id": document, "name": "b.pdf", "type": "application/octet-stream"}));
    assert_eq!(told[1]["attachments"], json!([{"title": "b.pdf", "type": "file", "title_link": link, "title_link_download": true}]));
    assert_eq!(of(&told[0], &["file", "files", "attachments"]), [json!(null), json!(null), json!(null)]);

    let bodies: Vec<Value> = sink.wait_for(3).await.iter().map(|received| received.json()["messages"][0].clone()).collect();
    let first = bodies.iter().find(|message| message["_id"] == picture).expect("the picture");
    let upload = json!({"publicFilePath": URL, "type": "image/png", "size": 7});
    assert_eq!(of(first, &["msg", "file", "attachments", "fileUpload"]), [json!("this one"), file, shown, upload]);
    assert_eq!(bodies.iter().filter(|message| message.get("fileUpload").is_some()).count(), 2);
    server.stop().await;
}
