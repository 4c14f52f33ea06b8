//! The rest of the model: teams, service levels, custom fields, settings, roles, programs, and what rooms, contacts and
//! users have of them.

mod canned_responses;
mod contacts;
mod custom_fields;
mod oauth_clients;
mod roles;
mod rooms;
mod settings;
mod slas;
mod teams;
mod users;
mod views;
mod webhooks;

use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Server};

use crate::scene::{channel, id, open_room};
use crate::things::{Things, without_presence};

/// The status and the code of an answer.
fn told(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.text("code"))
}

/// What is told of a problem.
fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// PUTs JSON.
async fn put(client: &Client, path: &str, body: Value) -> Answer {
    client.request(http::Method::PUT, path).json(&body).send().await
}

/// The path of a new room.
async fn room(admin: &Client) -> String {
    let channel = channel(admin, "api").await;
    format!("/v1/rooms/{}", id(&open_room(admin, &channel, "ann").await))
}

/// The kinds of the events after a sequence number, with the last one's.
async fn kinds_after(admin: &Client, after: u64) -> (Vec<String>, u64) {
    let told = admin.get(&format!("/v1/events?after={after}&limit=1000")).send().await.expect(200);
    let events = told["events"].as_array().expect("events");
    let kinds = events.iter().map(|event| event["type"].as_str().expect("a type").to_owned()).collect();
    (kinds, told["next"].as_u64().expect("a number"))
}

/// The head of the log.
async fn head(admin: &Client) -> u64 {
    kinds_after(admin, 0).await.1
}

/// A new team's id.
async fn team(admin: &Client, name: &str, members: &[&str]) -> String {
    id(&admin.post("/v1/teams", json!({"name": name, "members": members})).send().await.expect(201))
}

/// Everything that can be listed, and the room of the things.
async fn everything(admin: &Client, things: &Things) -> Vec<Value> {
    let lists = [
        "teams",
        "slas",
        "canned-responses",
        "views",
        "custom-fields",
        "settings",
        "oauth-clients",
        "roles",
        "users",
        "contacts",
        "channels",
        "webhooks",
    ];
    let room = format!("rooms/{}", things.room);
    let mut everything = Vec::new();
    for path in lists.into_iter().chain([room.as_str(), &format!("{room}/participants"), &format!("{room}/messages")]) {
        everything.push(without_presence(admin.get(&format!("/v1/{path}")).send().await.expect(200)));
    }
    everything
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_the_model_is_there_after_a_restart() {
    let server = Server::start().await;
    let admin = server.admin.clone();
    let things = Things::make(&admin, "ann", "mark").await;
    let room = format!("/v1/rooms/{}", things.room);
    put(&admin, &format!("{room}/flag"), json!({"flag": "todo"})).await.expect(200);
    put(&admin, &format!("{room}/summary"), json!({"text": "short", "topic": 3})).await.expect(200);
    admin.post(&format!("{room}/rating"), json!({"value": 2, "comment": "slow"})).send().await.expect(200);
    admin.patch(&format!("/v1/users/{}", things.user), json!({"available": true, "status": "away"})).send().await.expect(200);
    admin.patch("/v1/roles/guest", json!({"permissions": ["room.view"]})).send().await.expect(200);
    let before = everything(&admin, &things).await;
    let server = server.restart().await;
    assert_eq!(everything(&server.admin, &things).await, before);
    server.stop().await;
}
