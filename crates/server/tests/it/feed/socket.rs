//! The WebSocket: `GET /v1/socket`.

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::{Process, ProcessOptions, Server, Socket};

use super::{head, room, rooms, whereabouts};
use crate::listener::Listener;
use crate::log::Log;
use crate::scene::post;
use crate::writers::Writers;

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");

fn code(frame: &Value) -> &str {
    frame["problem"]["code"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn listeners_miss_nothing_across_reconnects_and_restarts() {
    let mut server = Server::start().await;
    let place = whereabouts(&server.admin);
    let rooms = rooms(&server.admin, 4).await;
    let listen = |room, cut_after| Listener::start(&place, room, cut_after);
    let log_listeners = [listen(None, usize::MAX), listen(None, 7), listen(None, 150)];
    let room_listeners = [listen(Some(&rooms[0]), usize::MAX), listen(Some(&rooms[0]), 5)];
    let writers = Writers::start(&place, &rooms);
    for _ in 0..3 {
        writers.wait_for(150).await;
        server = server.restart().await;
        place.send_replace(server.admin.clone());
    }
    writers.wait_for(150).await;
    let acknowledged = writers.finish().await;
    let mut log = Log::default();
    log.read_on(&server.admin).await;
    log.check(&acknowledged);
    join_all(log_listeners.map(|listener| listener.finish(log.head))).await;
    join_all(room_listeners.map(|listener| listener.finish(log.rooms[&rooms[0]].version))).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_begins_and_ends_where_it_is_told() {
    let server = Server::start().await;
    let admin = &server.admin;
    let room = room(admin).await;
    let after = head(admin).await;
    let mut socket = Socket::open(admin).await;
    assert_eq!(socket.next_of("ready").await["actor"]["type"], "user");
    socket.send(json!({"type": "subscribe", "ref": "a"})).await;
    assert_eq!(socket.next().await, Some(json!({"type": "subscribed", "after": after, "ref": "a"})));
    // Both would tell the same events twice.
    socket.send(json!({"type": "subscribe", "ref": "b", "room_id": room})).await;
    let refused = socket.next().await.expect("a frame");
    assert_eq!((&refused["ref"], code(&refused)), (&json!("b"), "already_subscribed"));
    post(admin, &room, "told").await;
    let told = socket.next().await.expect("a frame");
    assert_eq!((&told["event"]["seq"], &told["event"]["data"]["message"]["text"]), (&json!(after + 1), &json!("told")));
    socket.send(json!({"type": "unsubscribe"})).await;
    assert_eq!(socket.next().await, Some(json!({"type": "unsubscribed"})));
    post(admin, &room, "not told").await;
    socket.send(json!({"type": "subscribe", "room_id": room, "after": 4})).await;
    assert_eq!(socket.next().await, Some(json!({"type": "subscribed", "room_id": room, "after": 4})));
    assert_eq!(socket.next().await.expect("a frame")["event"]["data"]["message"]["text"], "not told");
    socket.send(json!({"type": "unsubscribe", "room_id": room})).await;
    assert_eq!(socket.next().await, Some(json!({"type": "unsubscribed", "room_id": room})));
    for beyond in [json!({"type": "subscribe", "after": 1_000}), json!({"type": "subscribe", "after": 1_000, "room_id": room})] {
        socket.send(beyond).await;
        assert_eq!(code(&socket.next().await.expect("a frame")), "invalid_position");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_frame_can_say_who_it_is() {
    let server = Server::start().await;
    let token = server.admin.token().expect("a token");
    let mut socket = Socket::open(&server.client()).await;
    socket.send(json!({"type": "authenticate", "token": token})).await;
    assert_eq!(socket.next().await.expect("a frame")["type"], "ready");
    socket.send(json!({"type": "authenticate", "token": token, "ref": "again"})).await;
    let refused = socket.next().await.expect("a frame");
    assert_eq!((&refused["ref"], code(&refused)), (&json!("again"), "already_authenticated"));

    for (first, expected) in [
        (json!({"type": "authenticate", "token": "wrong", "ref": "a"}), "invalid_token"),
        (json!({"type": "subscribe", "ref": "a"}), "token_missing"),
        (json!({"type": "authenticate", "ref": "a"}), "invalid"),
    ] {
        let mut socket = Socket::open(&server.client()).await;
        socket.send(first).await;
        let refused = socket.next().await.expect("a frame");
        assert_eq!((&refused["type"], &refused["ref"], code(&refused)), (&json!("error"), &json!("a"), expected));
        assert_eq!(socket.closed().await, Some(1008));
    }
    let wrong = Socket::ask(&server.client().with_token("wrong"), None).await.expect("an answer");
    assert_eq!(wrong.err().map(|status| status.as_u16()), Some(401));
    assert_eq!(server.admin.get("/v1/socket").send().await.expect(400)["code"], "not_a_websocket");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_frames_are_refused_until_there_are_too_many() {
    let server = Server::start().await;
    let mut socket = Socket::open(&server.admin).await;
    socket.next_of("ready").await;
    for malformed in ["", "{", "[]", "null", r#"{"type":7}"#] {
        socket.send_text(malformed).await;
        let refused = socket.next().await.expect("a frame");
        assert_eq!((&refused["type"], &refused["ref"]), (&json!("error"), &Value::Null), "{malformed}: {refused}");
    }
    socket.send(json!({"type": "fly", "ref": "r"})).await;
    assert_eq!(socket.next().await.expect("a frame")["ref"], "r");
    socket.send_bytes(b"{}").await;
    assert_eq!(code(&socket.next().await.expect("a frame")), "binary_frame");
    // It goes on being served.
    socket.send(json!({"type": "subscribe"})).await;
    assert_eq!(socket.next().await.expect("a frame")["type"], "subscribed");
    for _ in 7..11 {
        socket.send_text("{").await;
        assert_eq!(socket.next().await.expect("a frame")["type"], "error");
    }
    assert_eq!(socket.closed().await, Some(1008));

    let mut socket = Socket::open(&server.admin).await;
    socket.send_text(&"x".repeat(256 * 1024 + 1)).await;
    assert_eq!(socket.closed().await, Some(1009));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_away_says_so() {
    let folder = tempfile::tempdir().expect("folder");
    let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
    let admin = process.admin();
    let mut sockets = Vec::new();
    for _ in 0..100 {
        let mut socket = Socket::open(&admin).await;
        socket.send(json!({"type": "subscribe"})).await;
        socket.next_of("subscribed").await;
        sockets.push(socket);
    }
    let mut unknown = Socket::open(&admin.with_token("")).await;
    let closing = join_all(sockets.iter_mut().map(Socket::closed));
    let (codes, of_unknown, _) = tokio::join!(closing, unknown.closed(), process.stop());
    assert_eq!(codes, vec![Some(1001); 100]);
    assert_eq!(of_unknown, Some(1001));
}
