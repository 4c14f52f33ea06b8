//! The log as those see it who may see rooms, and not read all of it.

use serde_json::{Value, json};
use switchroom_testkit::{Client, EventStream, Server, Socket};

use super::{events_after, head, room};
use crate::scene::{post, user};

/// Changes of each sort, and the last one: a message.
async fn changes(server: &Server, room: &str) {
    let admin = &server.admin;
    user(admin, "bob", "agent").await;
    admin.post("/v1/teams", json!({"name": "sales"})).send().await.expect(201);
    admin.patch("/v1/settings", json!({"contacts.may_resolve": true})).send().await.expect(200);
    admin.patch("/v1/roles/guest", json!({"permissions": ["contact.view"]})).send().await.expect(200);
    admin.post("/v1/oauth-clients", json!({"name": "program"})).send().await.expect(201);
    admin.post("/v1/webhooks", json!({"url": "http://127.0.0.1:9/", "events": ["channel.updated"]})).send().await.expect(201);
    admin.post("/v1/slas", json!({"name": "fast", "due_minutes": 30})).send().await.expect(201);
    crate::scene::channel(admin, "web").await;
    admin.post(&format!("/v1/rooms/{room}/tags"), json!({"add": ["vip"]})).send().await.expect(200);
    let internal = json!({"text": "between us", "visibility": "internal"});
    admin.post(&format!("/v1/rooms/{room}/messages"), internal).send().await.expect(201);
    post(admin, room, "last").await;
}

/// What an agent sees of events: he has `room.view`, `contact.view`, `user.view` and `channel.view`.
const SEEN: [&str; 7] = ["room.", "participant.", "message.", "contact.", "user.", "sla.", "channel."];

/// Those of `events` that an agent is told of.
fn seen(events: &[Value]) -> Vec<Value> {
    let is_seen = |event: &&Value| event["type"].as_str().is_some_and(|kind| SEEN.iter().any(|noun| kind.starts_with(noun)));
    events.iter().filter(is_seen).cloned().collect()
}

/// The next events of a socket, as many as asked for.
async fn told(socket: &mut Socket, count: usize) -> Vec<Value> {
    let mut told = Vec::new();
    while told.len() < count {
        told.push(socket.next_of("event").await["event"].take());
    }
    told
}

async fn following(client: &Client, after: i64) -> Socket {
    let mut socket = Socket::open(client).await;
    socket.send(json!({"type": "subscribe", "after": after})).await;
    assert_eq!(socket.next_of("subscribed").await["after"], after);
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_follows_what_it_may_see_and_resumes_after_it() {
    let server = Server::start().await;
    let (_, ann) = user(&server.admin, "ann", "agent").await;
    let room = room(&server.admin).await;
    let after = head(&server.admin).await;
    let mut live = following(&ann, after).await;
    changes(&server, &room).await;
    let all = events_after(&server.admin, after).await;
    let expected = seen(&all);
    assert!(expected.len() >= 6 && all.len() >= expected.len() + 5, "{all:?}");
    assert_eq!(told(&mut live, expected.len()).await, expected);
    // Resuming after any of them, he is told the rest.
    for (at, event) in expected.iter().enumerate().rev().skip(1) {
        let mut resumed = following(&ann, event["seq"].as_i64().expect("a number")).await;
        assert_eq!(told(&mut resumed, expected.len() - at - 1).await, expected[at + 1..]);
    }
    // So do the long poll and the stream tell it.
    assert_eq!(events_after(&ann, after).await, expected);
    let mut stream = EventStream::open(ann.get(&format!("/v1/events/stream?after={after}"))).await;
    for event in &expected {
        assert_eq!(stream.next().await.expect("an event").data, *event);
    }
    drop((live, stream));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_waits_on_while_nothing_happens_that_may_be_seen() {
    let server = Server::start().await;
    let (_, ann) = user(&server.admin, "ann", "agent").await;
    let room = room(&server.admin).await;
    let after = head(&server.admin).await;
    let poll = tokio::spawn(ann.get(&format!("/v1/events?after={after}&wait=60")).send());
    server.admin.patch("/v1/settings", json!({"contacts.may_resolve": true})).send().await.expect(200);
    post(&server.admin, &room, "hello").await;
    let piece = poll.await.expect("an answer").expect(200);
    assert_eq!(piece["events"].as_array().map(Vec::len), Some(1), "{piece}");
    assert_eq!((&piece["events"][0]["type"], &piece["next"]), (&json!("message.created"), &json!(after + 2)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_neither_log_nor_rooms_follows_nothing() {
    let server = Server::start().await;
    let (_, nobody) = user(&server.admin, "nobody", "user").await;
    for path in ["/v1/events", "/v1/events/stream"] {
        assert_eq!(nobody.get(path).send().await.expect(403)["permission"], "room.view", "{path}");
    }
    let mut socket = Socket::open(&nobody).await;
    socket.send(json!({"type": "subscribe"})).await;
    assert_eq!(socket.next_of("error").await["problem"]["permission"], "room.view");
    drop(socket);
    server.stop().await;
}
