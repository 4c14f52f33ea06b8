//! Files: uploading them, saying them in messages, fetching them.

mod bucket;
pub(crate) mod form;
mod going;
mod links;
mod refusals;
mod vendors;

use serde_json::{Value, json};
use switchroom_server::config::Layer;
use switchroom_testkit::{Answer, Client, Server, Socket};

use self::form::{PNG, path, picture, upload};
use crate::scene::{channel, id};
use crate::transcript::Transcript;

/// A server that knows how the outside reaches it.
async fn server() -> Server {
    let public_url = Some("https://chat.example.com".to_owned());
    Server::foretold_with(Layer { public_url, ..Layer::default() }).await
}

/// A visitor with a room of his: a client with his token, and the room.
pub(crate) async fn visitor(server: &Server, web: &str, name: &str) -> (Client, String) {
    let body = json!({"name": name});
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), body).send().await.expect(201);
    let client = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = client.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201);
    (client, id(&room))
}

/// Posts a file in a room.
pub(crate) async fn say(client: &Client, room: &str, file: &Value) -> Answer {
    client.post(&format!("/v1/rooms/{room}/messages"), json!({"file_id": file["id"]})).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_visitor_to_an_agent() {
    let server = server().await;
    let web = channel(&server.admin, "web").await;
    let (ann, room) = visitor(&server, &web, "Ann").await;
    let mut t = Transcript::default();
    t.note("what one may upload");
    let me = ann.get("/v1/me").send().await.expect(200);
    t.note(&me["files"].to_string());
    t.note(&server.admin.get("/v1/me").send().await.expect(200)["files"].to_string());
    let file = t.tell("upload a picture", upload(&ann, "my photo.png", "image/png", PNG)).await;
    let messages = format!("/v1/rooms/{room}/messages");
    let said = json!({"file_id": file["id"], "text": "look", "local_id": "1"});
    let message = t.ask(&ann, "POST", &messages, Some(said.clone())).await;
    t.note("sent again, it is the same message");
    let again = ann.post(&messages, said).send().await;
    assert_eq!((again.status.as_u16(), again.json()), (200, message.clone()));
    t.note("the agent sees it too");
    let listed = server.admin.get(&messages).send().await.expect(200);
    assert_eq!(listed["messages"][0]["payload"], message["payload"]);
    let fetched = server.client().get(&path(&message["payload"])).send().await;
    t.note(&format!("{} {:?}", fetched.status, fetched.headers));
    assert_eq!(fetched.body, PNG);

    t.note("the words can be changed, the file cannot");
    let own = format!("/v1/messages/{}", id(&message));
    let edit = json!({"text": "look here", "payload": {"url": "https://evil.example"}});
    t.ask(&server.admin, "PATCH", &own, Some(edit)).await;
    t.note("an agent's file");
    let file = t.tell("upload a text", upload(&server.admin, "notes.txt", "text/plain", b"hello")).await;
    t.ask(&server.admin, "POST", &messages, Some(json!({"file_id": file["id"]}))).await;
    insta::with_settings!({filters => vec![("/1-[A-Za-z0-9_-]{43}/", "/<key>/"), (r#""date": "[^"]*""#, r#""date": <date>"#)]}, {
        insta::assert_snapshot!(t.text());
    });
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_socket() {
    let server = server().await;
    let web = channel(&server.admin, "web").await;
    let (ann, room) = visitor(&server, &web, "Ann").await;
    let file = picture(&ann).await;
    let mut socket = Socket::open(&ann).await;
    socket.send(json!({"type": "post", "ref": "1", "room_id": room, "file_id": file["id"]})).await;
    let posted = socket.next_of("posted").await;
    assert_eq!((&posted["message"]["type"], &posted["message"]["payload"]["url"]), (&json!("image"), &file["url"]));
    socket.send(json!({"type": "post", "ref": "2", "room_id": room, "file_id": file["id"]})).await;
    assert_eq!(socket.next_of("error").await["problem"]["code"], "file_attached");
    server.stop().await;
}
