//! The same request, sent twice.

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Server};

use crate::scene::{channel, id, open_room};

async fn keyed(client: &Client, path: &str, key: &str, body: Value) -> Answer {
    client.post(path, body).header("idempotency-key", key).send().await
}

fn replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotency-replayed").is_some_and(|value| value == "true")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_twice_is_carried_out_once() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let room = id(&open_room(admin, &channel, "ann").await);
    let messages = format!("/v1/rooms/{room}/messages");
    let answers = join_all((0..20).map(|_| keyed(admin, &messages, "k1", json!({"text": "hello"})))).await;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body), "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| replayed(answer)).count(), 19);

    let other = keyed(admin, &messages, "k1", json!({"text": "something else"})).await;
    assert_eq!((other.status.as_u16(), other.text("code").as_str()), (422, "idempotency_mismatch"));
    // The key is the caller's and the route's own.
    let second = id(&open_room(admin, &channel, "bob").await);
    let elsewhere = keyed(admin, &format!("/v1/rooms/{second}/messages"), "k1", json!({"text": "hello"})).await;
    assert!(elsewhere.status == 201 && !replayed(&elsewhere));

    // What was answered holds although the message has changed since.
    let message = answers[0].text("id");
    admin.patch(&format!("/v1/messages/{message}"), json!({"text": "changed"})).send().await.expect(200);
    let again = keyed(admin, &messages, "k1", json!({"text": "hello"})).await;
    assert_eq!(again.body, answers[0].body);
    let room = admin.get(&format!("/v1/rooms/{room}")).send().await.expect(200);
    assert_eq!(room["message_count"], 1);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_told_again_to_the_same_request_only() {
    let server = Server::start().await;
    let admin = &server.admin;
    let new = || json!({"scopes": ["rooms:read"], "name": "reader"});
    let first = keyed(admin, "/v1/tokens", "k1", new()).await;
    let again = keyed(admin, "/v1/tokens", "k1", new()).await;
    assert_eq!((first.status.as_u16(), again.body == first.body, replayed(&again)), (201, true, true));
    let hook = || json!({"url": "http://127.0.0.1:9/", "dialect": "native", "events": ["*"]});
    let first = keyed(admin, "/v1/webhooks", "k1", hook()).await;
    let again = keyed(admin, "/v1/webhooks", "k1", hook()).await;
    assert!(first.text("secret").starts_with("whsec_"));
    assert_eq!(again.body, first.body);
    assert_eq!(admin.get("/v1/webhooks").send().await.expect(200)["webhooks"].as_array().map(Vec::len), Some(1));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_is_created_once() {
    let server = Server::start().await;
    let admin = &server.admin;
    let new = |name: &str| json!({"name": name, "admin": {"username": "boss", "password": "long enough now"}});
    let first = keyed(admin, "/v1/organizations", "k1", new("Two")).await;
    let again = keyed(admin, "/v1/organizations", "k1", new("Two")).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16(), &again.body), (201, 201, &first.body));
    assert!(replayed(&again) && !replayed(&first));
    // The token of the answer is the one that was issued.
    admin.with_token(&again.text("token")).get("/v1/me").send().await.expect(200);
    let other = keyed(admin, "/v1/organizations", "k1", new("Three")).await;
    assert_eq!((other.status.as_u16(), other.text("code").as_str()), (422, "idempotency_mismatch"));
    let all = admin.get("/v1/organizations").send().await.expect(200);
    assert_eq!(all["organizations"].as_array().map(Vec::len), Some(2));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_is_refused() {
    let server = Server::start().await;
    let channel = channel(&server.admin, "api").await;
    let room = id(&open_room(&server.admin, &channel, "ann").await);
    for key in ["", &"x".repeat(256)] {
        let answer = keyed(&server.admin, &format!("/v1/rooms/{room}/messages"), key, json!({"text": "hello"})).await;
        assert_eq!(answer.status, 400, "{answer:?}");
    }
    server.stop().await;
}
