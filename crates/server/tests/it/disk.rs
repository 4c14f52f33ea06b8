//! A full disk: what must be written is refused, all else goes on, and nothing is harmed.

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Sink, passed_over_without_sqlite};

use crate::log::Log;
use crate::preload::Preload;
use crate::scene::{channel, id, open_room, post};
use crate::webhooks::subscribe;

async fn keyed(client: &Client, room: &str, text: &str) -> Answer {
    client.post(&format!("/v1/rooms/{room}/messages"), json!({"text": text})).header("idempotency-key", text).send().await
}

/// The answer says that the server cannot take this now, and when to try again.
fn assert_unavailable(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (503, "unavailable"), "{answer:?}");
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert!(answer.text("detail").contains("disk is full"), "{answer:?}");
}

fn texts(log: &Log, room: &str) -> Vec<String> {
    log.rooms[room].messages.iter().map(|message| message.text.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writes_and_harms_nothing() {
    if passed_over_without_sqlite("files of the server's own") {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let preload = Preload::compile(folder.path()).await;
    let process = preload.start(folder.path()).await;
    let admin = process.admin();
    let sink = Sink::start().await;
    subscribe(&admin, &sink, json!({})).await;
    let channel = channel(&admin, "api").await;
    let room = id(&open_room(&admin, &channel, "ann").await);
    for text in ["one", "two"] {
        post(&admin, &room, text).await;
    }
    sink.wait_for(2).await;

    preload.fill_disk();
    for _ in 0..3 {
        assert_unavailable(&keyed(&admin, &room, "three").await);
    }
    let (client, into) = (&admin, &room);
    let many = join_all((0..100).map(|number| async move { keyed(client, into, &format!("lost-{number}")).await })).await;
    many.iter().for_each(assert_unavailable);
    assert_unavailable(&admin.post("/v1/rooms", json!({"channel_id": channel, "contact": {"handle": "bob"}})).send().await);
    assert_unavailable(&admin.post("/v1/sessions", json!({"username": "admin", "password": "admin-password"})).send().await);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(admin.get(path).send().await.status, 200, "{path}");
    }
    let told: Value = admin.get(&format!("/v1/rooms/{room}")).send().await.expect(200);
    assert_eq!(told["message_count"], 2);
    let mut log = Log::default();
    log.read_on(&admin).await;
    log.check_rooms(&admin).await;
    assert_eq!(texts(&log, &room), ["one", "two"]);

    preload.free_disk();
    keyed(&admin, &room, "three").await.expect(201);
    post(&admin, &room, "four").await;
    log.read_on(&admin).await;
    log.check_rooms(&admin).await;
    assert_eq!(texts(&log, &room), ["one", "two", "three", "four"]);
    let received = sink.wait_for(4).await;
    let received: Vec<Value> = received.iter().map(|delivery| delivery.json()["data"]["message"]["text"].clone()).collect();
    assert_eq!(received, ["one", "two", "three", "four"]);

    // What the file holds is what was told.
    process.kill().await;
    let process = preload.start(folder.path()).await;
    let mut again = Log::default();
    again.read_on(&process.admin()).await;
    again.check_rooms(&process.admin()).await;
    assert_eq!((again.head, texts(&again, &room)), (log.head, texts(&log, &room)));
    process.kill().await;
}

/// SQLite's index of the write-ahead log is a file, too. It grows seldom: the log may have found room where it has none.
#[tokio::test(flavor = "multi_thread")]
async fn no_room_for_the_logs_index_is_a_full_disk_too() {
    if passed_over_without_sqlite("files of the server's own") {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let preload = Preload::compile(folder.path()).await;
    let process = preload.start(folder.path()).await;
    let admin = process.admin();
    let channel = channel(&admin, "api").await;
    let room = id(&open_room(&admin, &channel, "ann").await);
    preload.fill_disk_for("-shm");
    let mut posted = 0;
    let refused = loop {
        assert!(posted < 2_000, "the index did not grow");
        let answer = keyed(&admin, &room, &posted.to_string()).await;
        if answer.status != 201 {
            break answer;
        }
        posted += 1;
    };
    assert_unavailable(&refused);
    assert_unavailable(&keyed(&admin, &room, &posted.to_string()).await);
    preload.free_disk();
    keyed(&admin, &room, &posted.to_string()).await.expect(201);
    post(&admin, &room, &(posted + 1).to_string()).await;
    let mut log = Log::default();
    log.read_on(&admin).await;
    log.check_rooms(&admin).await;
    let expected: Vec<String> = (0..posted + 2).map(|number| number.to_string()).collect();
    assert_eq!(texts(&log, &room), expected);
    process.kill().await;
}
