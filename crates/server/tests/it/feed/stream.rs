//! Server-sent events: `GET /v1/events/stream`.

use serde_json::Value;
use switchroom_testkit::{Client, EventStream, Server};
use tokio::sync::watch;

use super::{events_after, head, room, rooms, whereabouts};
use crate::listener::reached;
use crate::log::Log;
use crate::scene::post;
use crate::writers::Writers;

const PATH: &str = "/v1/events/stream";

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_tells_what_the_feed_tells() {
    let server = Server::start().await;
    let room = room(&server.admin).await;
    let mut stream = EventStream::open(server.admin.get(&format!("{PATH}?after=0"))).await;
    for number in 0..5 {
        post(&server.admin, &room, &number.to_string()).await;
    }
    for event in events_after(&server.admin, 0).await {
        let told = stream.next().await.expect("an event");
        assert_eq!((&told.id, told.kind.as_str()), (&event["seq"].to_string(), event["type"].as_str().expect("a type")));
        assert_eq!(told.data, event);
    }
    server.stop().await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_tells_what_is_asked_for_from_where_it_is_asked() {
    let server = Server::start().await;
    let admin = &server.admin;
    let room = room(admin).await;
    let before = head(admin).await;
    for text in ["one", "two", "three"] {
        post(admin, &room, text).await;
    }
    let text = |data: &Value| data["data"]["message"]["text"].as_str().map(str::to_owned);
    // The header wins over the query.
    let request = admin.get(&format!("{PATH}?after=0")).header("last-event-id", &(before + 1).to_string());
    let mut resumed = EventStream::open(request).await;
    assert_eq!(text(&resumed.next().await.expect("an event").data).as_deref(), Some("two"));
    let mut messages = EventStream::open(admin.get(&format!("{PATH}?after=0&types=message.created"))).await;
    assert_eq!(text(&messages.next().await.expect("an event").data).as_deref(), Some("hello"));
    let mut from_now = EventStream::open(admin.get(PATH)).await;
    post(admin, &room, "four").await;
    assert_eq!(text(&from_now.next().await.expect("an event").data).as_deref(), Some("four"));
    for wrong in ["-1", "x", "99999"] {
        assert_eq!(admin.get(PATH).header("last-event-id", wrong).send().await.status, 400, "{wrong}");
    }
    server.stop().await;
}

/// Follows the log until `last` was told. Opens the stream again with `Last-Event-ID` whenever it ends.
async fn follow(mut server: watch::Receiver<Client>, mut until: watch::Receiver<i64>) {
    let mut last = 0;
    loop {
        let client = server.borrow_and_update().clone();
        let request = client.get(PATH).header("last-event-id", &last.to_string());
        let Some(mut stream) = EventStream::try_open(request).await else {
            server.changed().await.expect("a server to come");
            continue;
        };
        loop {
            tokio::select! {
                told = stream.next() => match told {
                    Some(told) => {
                        assert_eq!(told.id, (last + 1).to_string());
                        last += 1;
                    }
                    None => break,
                },
                () = reached(&mut until, last) => return,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_misses_nothing_across_restarts() {
    let mut server = Server::start().await;
    let place = whereabouts(&server.admin);
    let rooms = rooms(&server.admin, 4).await;
    let until = watch::Sender::new(i64::MAX);
    let following = tokio::spawn(follow(place.subscribe(), until.subscribe()));
    let writers = Writers::start(&place, &rooms);
    for _ in 0..3 {
        writers.wait_for(100).await;
        server = server.restart().await;
        place.send_replace(server.admin.clone());
    }
    writers.wait_for(100).await;
    let acknowledged = writers.finish().await;
    let mut log = Log::default();
    log.read_on(&server.admin).await;
    log.check(&acknowledged);
    until.send_replace(log.head);
    following.await.expect("nothing missed");
    server.stop().await;
}
