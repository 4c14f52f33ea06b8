//! Rooms that are snoozed, and what wakes them.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server, Socket};

use crate::scene::{channel, id, post, rooms, user};

const HOUR: i64 = 3_600;
/// An hour after a foretold server's clock begins.
const IN_AN_HOUR: &str = "2026-01-01T01:00:00.000000Z";
const IN_TWO_HOURS: &str = "2026-01-01T02:00:00.000000Z";

async fn snooze(client: &Client, room: &str, until: &str) -> Value {
    client.post(&format!("/v1/rooms/{room}/snooze"), json!({"until": until})).send().await.expect(200)
}

async fn listed(client: &Client, query: &str) -> Vec<Value> {
    let listed = client.get(&format!("/v1/rooms?{query}")).send().await.expect(200);
    listed["rooms"].as_array().expect("rooms").iter().map(|room| room["id"].clone()).collect()
}

/// A socket that follows the log.
async fn following(client: &Client) -> Socket {
    let mut socket = Socket::open(client).await;
    socket.send(json!({"type": "subscribe"})).await;
    socket.next_of("subscribed").await;
    socket
}

/// The next event of a type.
async fn told(socket: &mut Socket, kind: &str) -> Value {
    loop {
        let event = socket.next_of("event").await["event"].take();
        if event["type"] == kind {
            return event;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_wakes_at_its_time_and_not_before() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let rooms = rooms(admin, 3).await;
    let mut socket = following(admin).await;
    snooze(admin, &rooms[0], IN_TWO_HOURS).await;
    // The nearer one comes second.
    let snoozed = snooze(admin, &rooms[1], IN_AN_HOUR).await;
    assert_eq!(snoozed["snoozed_until"], IN_AN_HOUR);
    let event = told(&mut socket, "room.snoozed").await;
    assert_eq!(event["data"]["changes"], json!({"snoozed_until": {"from": null, "to": IN_TWO_HOURS}}));
    assert_eq!(listed(admin, "snoozed=true").await, [json!(rooms[1]), json!(rooms[0])]);
    assert_eq!(listed(admin, "snoozed=false").await, [json!(rooms[2])]);
    assert_eq!(listed(admin, "snoozed=true&status=queued&limit=1").await, [json!(rooms[1])]);

    server.clock().advance_seconds(HOUR);
    let woken = told(&mut socket, "room.woken").await;
    assert_eq!(
        (&woken["room_id"], &woken["data"]["why"], &woken["data"]["actor"]),
        (&json!(rooms[1]), &json!("time"), &json!({"type": "system"}))
    );
    assert_eq!(woken["data"]["changes"], json!({"snoozed_until": {"from": IN_AN_HOUR, "to": null}}));
    assert_eq!(woken["data"]["room"].get("snoozed_until"), None);
    assert_eq!(listed(admin, "limit=1").await, [json!(rooms[1])], "it comes to the top of the list");
    assert_eq!(listed(admin, "snoozed=true").await, [json!(rooms[0])], "the other one sleeps on");

    // A restart forgets nothing.
    drop(socket);
    let server = server.restart().await;
    let mut socket = following(&server.admin).await;
    server.clock().advance_seconds(HOUR);
    assert_eq!(told(&mut socket, "room.woken").await["room_id"], json!(rooms[0]));
    assert!(listed(&server.admin, "snoozed=true").await.is_empty());
    drop(socket);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contact_wakes_its_room_and_is_told_nothing_of_it() {
    let server = Server::foretold().await;
    let (_, ann) = user(&server.admin, "ann", "agent").await;
    let channel = channel(&server.admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = id(&visitor.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
    let mut anns = following(&ann).await;
    let mut visitors = Socket::open(&visitor).await;
    visitors.send(json!({"type": "subscribe", "room_id": room})).await;
    visitors.next_of("subscribed").await;
    snooze(&server.admin, &room, IN_AN_HOUR).await;
    assert_eq!(visitor.get(&format!("/v1/rooms/{room}")).send().await.expect(200).get("snoozed_until"), None);
    post(&visitor, &room, "Hello?").await;
    assert_eq!(told(&mut anns, "room.woken").await["data"]["why"], "message");
    let mut seen = Vec::new();
    while seen.last() != Some(&json!("message.created")) {
        seen.push(visitors.next_of("event").await["event"]["type"].clone());
    }
    assert!(!seen.contains(&json!("room.woken")) && !seen.contains(&json!("room.snoozed")), "{seen:?}");
    drop((anns, visitors));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_wakes_a_room_and_nonsense_is_refused() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let (ann_id, ann) = user(admin, "ann", "agent").await;
    let room = rooms(admin, 1).await.remove(0);
    let path = format!("/v1/rooms/{room}/snooze");
    let refused = async |client: &Client, body: Value| {
        let answer = client.post(&path, body).send().await;
        (answer.status.as_u16(), answer.text("code"))
    };
    let expected = |status, code: &str| (status, code.to_owned());
    for until in ["2025-12-31T00:00:00Z", "2027-06-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        assert_eq!(refused(admin, json!({"until": until})).await, expected(422, "invalid"), "{until}");
    }
    for body in [json!({}), json!({"until": null}), json!({"until": "tomorrow"}), json!({"until": 5})] {
        assert_eq!(refused(admin, body.clone()).await.0, 422, "{body}");
    }
    assert_eq!(refused(&ann, json!({"until": IN_AN_HOUR})).await, expected(403, "forbidden"));
    assert_eq!(ann.delete(&path).send().await.status, 403);
    admin.post(&format!("/v1/rooms/{room}/assign"), json!({"user_id": ann_id})).send().await.expect(200);
    snooze(&ann, &room, IN_AN_HOUR).await;
    for _ in 0..2 {
        assert_eq!(ann.delete(&path).send().await.expect(200).get("snoozed_until"), None);
    }
    let events = admin.get("/v1/events?types=room.snoozed,room.woken").send().await.expect(200);
    let told: Vec<_> = events["events"].as_array().expect("events").iter().map(|event| event["data"]["why"].clone()).collect();
    assert_eq!(told, [Value::Null, json!("user")]);
    admin.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    assert_eq!(refused(admin, json!({"until": IN_AN_HOUR})).await, expected(409, "room_resolved"));
    assert_eq!(admin.get("/v1/rooms?snoozed=maybe").send().await.status, 400);
    server.stop().await;
}
