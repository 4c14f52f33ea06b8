//! The long poll: `GET /v1/events`.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_server::config::Layer;
use switchroom_testkit::{Client, Server};
use tokio::time::Instant;

use super::{events_after, head, room};
use crate::scene::post;

/// Who waits so long waited for the time to be over.
const LONG: Duration = Duration::from_secs(30);

fn kinds(piece: &Value) -> Vec<&str> {
    piece["events"].as_array().expect("events").iter().filter_map(|event| event["type"].as_str()).collect()
}

/// Some requests one after the other: what was asked before them has reached the server.
async fn round_trips(client: &Client) {
    for _ in 0..20 {
        assert_eq!(client.get("/healthz").send().await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_given_at_once_in_pieces() {
    let server = Server::start().await;
    let room = room(&server.admin).await;
    for number in 0..10 {
        post(&server.admin, &room, &number.to_string()).await;
    }
    let all = events_after(&server.admin, 0).await;
    let begun = Instant::now();
    let (mut read, mut next) = (Vec::new(), 0);
    while read.len() < all.len() {
        let piece = server.admin.get(&format!("/v1/events?after={next}&limit=3&wait=60")).send().await.expect(200);
        let events = piece["events"].as_array().expect("events");
        assert!((1..=3).contains(&events.len()), "{piece}");
        assert_eq!(piece["next"], events[events.len() - 1]["seq"]);
        next = piece["next"].as_i64().expect("a sequence number");
        read.extend(events.clone());
    }
    assert!(begun.elapsed() < LONG);
    assert_eq!(read, all);
    assert!(all.iter().zip(1..).all(|(event, seq)| event["seq"] == seq), "{all:?}");
    let nothing = server.admin.get(&format!("/v1/events?after={next}")).send().await.expect(200);
    assert_eq!(nothing, json!({"events": [], "next": next}));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_wakes_when_a_message_is_posted() {
    let server = Server::start().await;
    let admin = &server.admin;
    let room = room(admin).await;
    let after = head(admin).await;
    let begun = Instant::now();
    let poll = admin.get(&format!("/v1/events?after={after}&wait=60")).send();
    let posting = async {
        round_trips(admin).await;
        post(admin, &room, "hello").await
    };
    let (piece, message) = tokio::join!(poll, posting);
    let piece = piece.expect(200);
    assert!(begun.elapsed() < LONG);
    assert_eq!(piece["events"][0]["data"]["message"]["id"], message["id"]);
    assert_eq!((piece["events"][0]["seq"].as_i64(), piece["next"].as_i64()), (Some(after + 1), Some(after + 1)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_passes_over_what_is_not_asked_for() {
    let server = Server::start().await;
    let admin = &server.admin;
    let room = room(admin).await;
    admin.post(&format!("/v1/rooms/{room}/tags"), json!({"add": ["vip"]})).send().await.expect(200);
    let after = head(admin).await;
    let messages = admin.get("/v1/events?after=0&types=message.*").send().await.expect(200);
    assert_eq!((kinds(&messages), messages["next"].as_i64()), (vec!["message.created"], Some(after)));
    let both = admin.get("/v1/events?after=0&types=room.tagged,message.created").send().await.expect(200);
    assert_eq!(kinds(&both), ["message.created", "room.tagged"]);

    // What is not asked for does not end the wait.
    let poll = admin.get(&format!("/v1/events?after={after}&wait=60&types=room.resolved")).send();
    let changing = async {
        round_trips(admin).await;
        post(admin, &room, "one").await;
        post(admin, &room, "two").await;
        round_trips(admin).await;
        admin.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    };
    let (resolved, ()) = tokio::join!(poll, changing);
    let resolved = resolved.expect(200);
    assert_eq!((kinds(&resolved), resolved["next"].as_i64()), (vec!["room.resolved"], Some(after + 3)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_in_vain_ends_when_its_time_is_over() {
    let server = Server::start().await;
    let after = head(&server.admin).await;
    let begun = Instant::now();
    let piece = server.admin.get(&format!("/v1/events?after={after}&wait=1")).send().await.expect(200);
    assert!((Duration::from_secs(1)..LONG).contains(&begun.elapsed()));
    assert_eq!(piece, json!({"events": [], "next": after}));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_every_poll() {
    let server = Server::with_settings(Layer { shutdown_seconds: Some(60), ..Layer::default() }).await;
    let admin = server.admin.clone();
    let after = head(&admin).await;
    let polls = join_all((0..20).map(|_| admin.get(&format!("/v1/events?after={after}&wait=60")).try_send()));
    let stopping = async {
        round_trips(&admin).await;
        server.stop().await;
    };
    let begun = Instant::now();
    let (answers, ()) = tokio::join!(polls, stopping);
    assert!(begun.elapsed() < LONG);
    // One that had not reached the server yet was not heard.
    let answered: Vec<_> = answers.into_iter().flatten().collect();
    assert!(!answered.is_empty());
    for answer in answered {
        assert_eq!(answer.expect(200), json!({"events": [], "next": after}));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused() {
    let server = Server::start().await;
    let beyond = head(&server.admin).await + 1;
    let after_beyond = format!("after={beyond}");
    for query in [after_beyond.as_str(), "after=-1", "limit=0", "limit=1001", "wait=61", "types=nothing.*", "before=1"] {
        let answer = server.admin.get(&format!("/v1/events?{query}")).send().await;
        assert_eq!(answer.status, 400, "{query}: {answer:?}");
    }
    server.stop().await;
}
