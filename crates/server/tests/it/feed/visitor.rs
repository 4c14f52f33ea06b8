//! What a visitor is told over its socket, and what it can say.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server, Socket};

use super::room;
use crate::scene::{channel, id, post};

/// A visitor of a new web channel, and its room.
async fn visitor(server: &Server) -> (Client, String) {
    let channel = channel(&server.admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({"name": "Vic"})).send().await.expect(201);
    let client = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = id(&client.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
    (client, room)
}

async fn post_internal(admin: &Client, room: &str, text: &str) {
    let message = json!({"text": text, "visibility": "internal"});
    admin.post(&format!("/v1/rooms/{room}/messages"), message).send().await.expect(201);
}

async fn subscribe(client: &Client, room: &str, after: i64) -> Socket {
    let mut socket = Socket::open(client).await;
    socket.send(json!({"type": "subscribe", "room_id": room, "after": after})).await;
    assert_eq!(socket.next_of("subscribed").await["after"], after);
    socket
}

/// Reads events until the message `last`. The texts of the messages, and the room's version after the last of them.
async fn read_until(socket: &mut Socket, last: &str) -> (Vec<String>, i64) {
    let mut texts = Vec::new();
    loop {
        let frame = socket.next().await.expect("a frame");
        assert_eq!(frame["event"].get("seq"), None, "{frame}");
        assert!(!frame.to_string().contains("secret"), "{frame}");
        let Some(text) = frame["event"]["data"]["message"]["text"].as_str() else { continue };
        texts.push(text.to_owned());
        if text == last {
            return (texts, frame["event"]["room_version"].as_i64().expect("a version"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_resumes_its_room_and_is_told_nothing_internal() {
    let mut server = Server::start().await;
    let (mut visitor, room) = visitor(&server).await;
    post(&visitor, &room, "one").await;
    post_internal(&server.admin, &room, "secret 1").await;
    let mut socket = subscribe(&visitor, &room, 0).await;
    post_internal(&server.admin, &room, "secret 2").await;
    post(&server.admin, &room, "two").await;
    let (texts, version) = read_until(&mut socket, "two").await;
    assert_eq!(texts, ["one", "two"]);
    drop(socket);

    post_internal(&server.admin, &room, "secret 3").await;
    post(&server.admin, &room, "three").await;
    let mut socket = subscribe(&visitor, &room, version).await;
    let (texts, version) = read_until(&mut socket, "three").await;
    assert_eq!(texts, ["three"]);

    post(&server.admin, &room, "four").await;
    let token = visitor.token().expect("a token").to_owned();
    server = server.restart().await;
    visitor = server.client().with_token(&token);
    let mut socket = subscribe(&visitor, &room, version).await;
    post(&server.admin, &room, "five").await;
    assert_eq!(read_until(&mut socket, "five").await.0, ["four", "five"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_listens_to_its_own_rooms_only() {
    let server = Server::start().await;
    let (visitor, _) = visitor(&server).await;
    let other = room(&server.admin).await;
    let mut socket = Socket::open(&visitor).await;
    assert_eq!(socket.next_of("ready").await["actor"]["type"], "contact");
    for (frame, expected) in [
        (json!({"type": "subscribe", "ref": "r"}), "forbidden"),
        (json!({"type": "subscribe", "ref": "r", "room_id": other}), "not_found"),
        (json!({"type": "post", "ref": "r", "room_id": other, "text": "hi"}), "not_found"),
        (json!({"type": "read", "ref": "r", "room_id": other}), "not_found"),
        (json!({"type": "unsubscribe", "ref": "r"}), "not_found"),
    ] {
        socket.send(frame.clone()).await;
        let refused: Value = socket.next().await.expect("a frame");
        assert_eq!((&refused["type"], &refused["ref"]), (&json!("error"), &json!("r")), "{frame}");
        assert_eq!(refused["problem"]["code"], expected, "{frame}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_posts_over_its_socket_and_a_repeat_is_posted_once() {
    let server = Server::start().await;
    let (visitor, room) = visitor(&server).await;
    let mut socket = Socket::open(&visitor).await;
    socket.next_of("ready").await;
    let post = |reference: &str, text: &str| json!({"type": "post", "ref": reference, "room_id": room, "text": text, "local_id": "w-1"});
    socket.send(post("a", "hello")).await;
    let posted = socket.next().await.expect("a frame");
    assert_eq!((&posted["type"], &posted["ref"], &posted["message"]["text"]), (&json!("posted"), &json!("a"), &json!("hello")));
    let mut other = Socket::open(&visitor).await;
    other.send(post("b", "hello")).await;
    let again = other.next_of("posted").await;
    assert_eq!((&again["ref"], &again["message"]["id"]), (&json!("b"), &posted["message"]["id"]));
    // Another text under the same id is another message: refused.
    socket.send(post("c", "something else")).await;
    let refused = socket.next().await.expect("a frame");
    assert_eq!((&refused["type"], &refused["ref"], &refused["problem"]["status"]), (&json!("error"), &json!("c"), &json!(409)));
    socket.send(json!({"type": "post", "ref": "d", "room_id": room, "text": ""})).await;
    let refused = socket.next().await.expect("a frame");
    assert_eq!((&refused["ref"], &refused["problem"]["status"]), (&json!("d"), &json!(422)));
    let told = server.admin.get(&format!("/v1/rooms/{room}")).send().await.expect(200);
    assert_eq!(told["message_count"], 1);

    let answer = id(&crate::scene::post(&server.admin, &room, "an answer").await);
    socket.send(json!({"type": "read", "ref": "e", "room_id": room, "message_id": answer})).await;
    let read = socket.next().await.expect("a frame");
    assert_eq!((&read["type"], &read["ref"]), (&json!("read"), &json!("e")), "{read}");
    server.stop().await;
}
