//! What most tests begin with.

use serde_json::{Value, json};
use switchroom_testkit::Client;

/// A new channel of a kind; its id.
pub(crate) async fn channel(client: &Client, kind: &str) -> String {
    client.post("/v1/channels", json!({"kind": kind, "name": kind})).send().await.expect(201)["id"].as_str().expect("id").to_owned()
}

/// The open room of a handle on a channel.
pub(crate) async fn open_room(client: &Client, channel: &str, handle: &str) -> Value {
    let answer = client.post("/v1/rooms", json!({"channel_id": channel, "contact": {"handle": handle}})).send().await;
    assert!(answer.status.is_success(), "{answer:?}");
    answer.json()
}

/// The ids of new rooms on a channel of their own.
pub(crate) async fn rooms(client: &Client, count: usize) -> Vec<String> {
    let channel = channel(client, "api").await;
    let mut rooms = Vec::new();
    for i in 0..count {
        rooms.push(id(&open_room(client, &channel, &format!("contact {i}")).await));
    }
    rooms
}

/// The id in a body.
pub(crate) fn id(body: &Value) -> String {
    body["id"].as_str().expect("an id").to_owned()
}

/// A user with a role, and a client with a token of his.
pub(crate) async fn user(admin: &Client, name: &str, role: &str) -> (String, Client) {
    let new = json!({"username": name, "name": name, "roles": [role]});
    let user = id(&admin.post("/v1/users", new).send().await.expect(201));
    let token = admin.post("/v1/tokens", json!({"user_id": user, "scopes": ["all", "events:read"]})).send().await.expect(201);
    (user, admin.with_token(token["secret"].as_str().expect("a secret")))
}

/// Posts a text in a room.
pub(crate) async fn post(client: &Client, room: &str, text: &str) -> Value {
    client.post(&format!("/v1/rooms/{room}/messages"), json!({"text": text})).send().await.expect(201)
}
