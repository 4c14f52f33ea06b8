//! Webhooks: signed, in order, repeated until they arrive, also after a restart.

mod batches;
mod calls;
mod commands;
mod options;
mod replays;
mod samples;
mod secrets;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::{Client, Received, Server, Sink};

use crate::scene::{id, post, rooms};

/// A subscription to a sink; its id and secret.
pub(crate) async fn subscribe(admin: &Client, sink: &Sink, more: Value) -> (String, String) {
    let mut body = json!({"url": sink.url(), "dialect": "native", "events": ["message.created"], "retry_schedule_ms": [20]});
    let fields = more.as_object().expect("fields").clone();
    body.as_object_mut().expect("fields").extend(fields);
    let created = admin.post("/v1/webhooks", body).send().await.expect(201);
    (id(&created), created["secret"].as_str().expect("a secret").to_owned())
}

/// Every room's texts, in the order in which they were accepted.
fn accepted(received: &[Received]) -> HashMap<String, Vec<String>> {
    let mut rooms: HashMap<String, Vec<String>> = HashMap::new();
    for delivery in received.iter().filter(|delivery| delivery.answered == 200) {
        let body = delivery.json();
        let room = body["room_id"].as_str().expect("room").to_owned();
        let text = body["data"]["message"]["text"].as_str().expect("text").to_owned();
        rooms.entry(room).or_default().push(text);
    }
    rooms
}

/// Posts the texts 0..count to every room, the rooms side by side.
async fn talk(client: &Client, rooms: &[String], count: usize) {
    join_all(rooms.iter().map(|room| async move {
        for i in 0..count {
            post(client, room, &i.to_string()).await;
        }
    }))
    .await;
}

fn in_order(count: usize) -> Vec<String> {
    (0..count).map(|i| i.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_signed_and_says_what_the_feed_says() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (_, secret) = subscribe(&server.admin, &sink, json!({"events": ["message.*", "room.*"]})).await;
    let rooms = rooms(&server.admin, 1).await;
    post(&server.admin, &rooms[0], "hello").await;
    let received = sink.wait_for(2).await;
    let feed = server.admin.get("/v1/events?after=0&limit=100").send().await.expect(200);
    let feed = feed["events"].as_array().expect("events");
    let verifier = standardwebhooks::Webhook::new(&secret).expect("a secret");
    for delivery in &received {
        let body = delivery.json();
        assert!(feed.contains(&body), "{body}");
        assert_eq!(delivery.header("webhook-id"), format!("evt_{}", body["id"].as_str().expect("id")));
        assert_eq!(delivery.header("switchroom-sequence"), body["room_version"].to_string());
        assert_eq!(delivery.header("content-type"), "application/json");
        verifier.verify(&delivery.body, &delivery.headers).expect("the signature");
        assert!(verifier.verify(b"{}", &delivery.headers).is_err());
    }
    assert_eq!(received.iter().map(|delivery| delivery.json()["type"].clone()).collect::<Vec<_>>(), ["room.created", "message.created"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_room_stays_in_order_at_an_endpoint_that_often_fails() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    // Two of five are refused, each time others.
    sink.answer_with(move |_| if counted.fetch_add(1, Ordering::SeqCst) % 5 < 2 { 500 } else { 200 });
    let (hook, _) = subscribe(&server.admin, &sink, json!({})).await;
    let rooms = rooms(&server.admin, 10).await;
    talk(&server.admin, &rooms, 20).await;
    let received = sink.wait_for(200).await;
    let accepted = accepted(&received);
    assert_eq!(accepted.len(), 10);
    assert!(accepted.values().all(|texts| *texts == in_order(20)), "{accepted:?}");
    // A repetition has the same id and the same bytes.
    let mut bodies: HashMap<String, &Received> = HashMap::new();
    for delivery in &received {
        let first = bodies.entry(delivery.header("webhook-id").to_owned()).or_insert(delivery);
        assert_eq!(first.body, delivery.body);
    }
    // Attempts are recorded a moment after the answer.
    loop {
        let attempts = server.admin.get(&format!("/v1/webhooks/{hook}/attempts?outcome=failed&limit=200")).send().await.expect(200);
        let attempts = attempts["attempts"].as_array().expect("attempts");
        if attempts.len() == received.len() - 200 {
            assert!(attempts.iter().all(|attempt| attempt["status"] == 500));
            break;
        }
        tokio::task::yield_now().await;
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_fails_holds_up_no_other() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let rooms = rooms(&server.admin, 5).await;
    let failing = rooms[2].clone();
    let refused = failing.clone();
    sink.answer_with(move |body| if body["room_id"] == *refused { 503 } else { 200 });
    subscribe(&server.admin, &sink, json!({})).await;
    talk(&server.admin, &rooms, 10).await;
    let received = sink.wait_for(40).await;
    assert!(!accepted(&received).contains_key(&failing));
    sink.answer_with(|_| 200);
    let received = sink.wait_for(50).await;
    assert_eq!(accepted(&received)[&failing], in_order(10));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_delivered_is_delivered_after_a_restart() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    sink.answer_with(|_| 500);
    subscribe(&server.admin, &sink, json!({})).await;
    let rooms = rooms(&server.admin, 8).await;
    talk(&server.admin, &rooms, 5).await;
    sink.wait_until(|received| !received.is_empty()).await;
    let server = server.restart().await;
    sink.answer_with(|_| 200);
    let received = sink.wait_for(40).await;
    assert!(accepted(&received).values().all(|texts| *texts == in_order(5)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_webhook_loses_nothing() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(&server.admin, &sink, json!({})).await;
    let path = format!("/v1/webhooks/{hook}");
    server.admin.patch(&path, json!({"enabled": false})).send().await.expect(200);
    let rooms = rooms(&server.admin, 2).await;
    talk(&server.admin, &rooms, 5).await;
    assert!(sink.received().is_empty());
    server.admin.patch(&path, json!({"enabled": true})).send().await.expect(200);
    let received = sink.wait_for(10).await;
    assert!(accepted(&received).values().all(|texts| *texts == in_order(5)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_told_again_by_replay_and_by_seek() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(&server.admin, &sink, json!({})).await;
    let rooms = rooms(&server.admin, 2).await;
    talk(&server.admin, &rooms, 3).await;
    let first = sink.wait_for(6).await;

    let replay = server.admin.post(&format!("/v1/webhooks/{hook}/replay"), json!({"after": 0})).send().await.expect(202);
    let job = replay["job"].as_str().expect("a job");
    let again = sink.wait_for(12).await;
    let bodies = |received: &[Received]| {
        let mut bodies: Vec<_> =
            received.iter().map(|delivery| (delivery.header("webhook-id").to_owned(), delivery.body.clone())).collect();
        bodies.sort();
        bodies
    };
    assert_eq!(bodies(&again[6..]), bodies(&first));
    loop {
        let replay = server.admin.get(&format!("/v1/webhooks/{hook}/replays/{job}")).send().await.expect(200);
        if replay["state"] == "done" {
            break;
        }
        tokio::task::yield_now().await;
    }
    server.admin.post(&format!("/v1/webhooks/{hook}/seek"), json!({"after": 0})).send().await.expect(200);
    let sought = sink.wait_for(18).await;
    assert_eq!(bodies(&sought[12..]), bodies(&first));
    // After a seek it goes on with what is new.
    post(&server.admin, &rooms[0], "new").await;
    let received = sink.wait_for(19).await;
    assert_eq!(received[18].json()["data"]["message"]["text"], "new");

    let late = Sink::start().await;
    subscribe(&server.admin, &late, json!({"after": 0})).await;
    assert_eq!(late.wait_for(7).await.len(), 7);
    server.admin.delete(&format!("/v1/webhooks/{hook}")).send().await.expect(204);
    server.admin.get(&format!("/v1/webhooks/{hook}")).send().await.expect(404);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_url_that_will_never_be_dialled_is_refused_when_it_is_saved() {
    let settings = switchroom_server::config::Layer { webhook_allow_networks: Some(vec![]), ..Default::default() };
    let server = Server::with_settings(settings).await;
    let body = |url: &str| json!({"url": url, "dialect": "native", "events": ["*"]});
    let created = server.admin.post("/v1/webhooks", body("https://example.com/hook")).send().await.expect(201);
    let hook = id(&created);
    for url in [
        "http://127.0.0.1:8080/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
        "http://localhost/",
        "ftp://example.com/",
    ] {
        let refused = server.admin.post("/v1/webhooks", body(url)).send().await.expect(422);
        assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("url")), "{url}: {refused}");
        server.admin.patch(&format!("/v1/webhooks/{hook}"), json!({"url": url})).send().await.expect(422);
    }
    server.stop().await;
}
