//! The server is killed again and again, while it is written to.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use switchroom_testkit::{Process, ProcessOptions, Received, Sink};
use tokio::sync::watch;

use crate::listener::Listener;
use crate::log::Log;
use crate::scene::{channel, id, open_room};
use crate::webhooks::subscribe;
use crate::writers::Writers;

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const SEED: u64 = 20;
const KILLS: usize = 20;
const ROOMS: usize = 4;
const WRITERS: usize = 12;
/// The server is killed when it has acknowledged up to so many messages.
const MOST_BETWEEN_KILLS: usize = 200;
const IN_TIME: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    tokio::time::timeout(IN_TIME, kill_and_check()).await.expect("the server stands still");
}

async fn kill_and_check() {
    let folder = tempfile::tempdir().expect("folder");
    let start = || async { Process::start(BINARY, folder.path(), &ProcessOptions::default()).await };
    let mut random = StdRng::seed_from_u64(SEED);
    let mut process = start().await;
    let admin = process.admin();
    let sink = sink_that_refuses_one_of(11).await;
    subscribe(&admin, &sink, json!({"events": ["room.*", "participant.*", "message.*"]})).await;
    let channel = channel(&admin, "api").await;
    let mut rooms = Vec::new();
    for room in 0..ROOMS {
        rooms.push(id(&open_room(&admin, &channel, &format!("contact {room}")).await));
    }

    let server = watch::Sender::new(admin);
    let of_writers: Vec<String> = (0..WRITERS).map(|writer| rooms[writer % ROOMS].clone()).collect();
    let writers = Writers::start(&server, &of_writers);
    let listeners = [Listener::start(&server, None, usize::MAX), Listener::start(&server, None, 50)];
    let room_listener = Listener::start(&server, Some(&rooms[0]), usize::MAX);
    let mut log = Log::default();
    for _ in 0..KILLS {
        writers.wait_for(random.random_range(0..=MOST_BETWEEN_KILLS)).await;
        // Not always just after an answer.
        for _ in 0..random.random_range(0..1_000) {
            tokio::task::yield_now().await;
        }
        process.kill().await;
        process = start().await;
        log.read_on(&process.admin()).await;
        log.check(&writers.acknowledged());
        log.check_rooms(&process.admin()).await;
        server.send_replace(process.admin());
    }
    let acknowledged = writers.finish().await;
    log.read_on(&process.admin()).await;
    log.check(&acknowledged);
    log.check_rooms(&process.admin()).await;
    let messages: usize = log.rooms.values().map(|room| room.messages.len()).sum();
    assert_eq!(messages, acknowledged.len());

    for listener in listeners {
        listener.finish(log.head).await;
    }
    room_listener.finish(log.rooms[&rooms[0]].version).await;
    all_delivered_in_order(&sink, &log).await;
    process.kill().await;
}

/// One of so many deliveries is refused, so that rooms are parked when the server is killed.
pub(crate) async fn sink_that_refuses_one_of(deliveries: usize) -> Sink {
    let sink = Sink::start().await;
    let calls = AtomicUsize::new(0);
    sink.answer_with(move |_| if calls.fetch_add(1, Ordering::SeqCst) % deliveries == deliveries - 1 { 500 } else { 200 });
    sink
}

/// Waits until the subscription has received everything: each event at least once, and when repeats are dropped, in order.
pub(crate) async fn all_delivered_in_order(sink: &Sink, log: &Log) {
    let events = usize::try_from(log.rooms.values().map(|room| room.version).sum::<i64>()).expect("a count");
    let accepted = |received: &Received| received.answered == 200;
    let ids = |all: &[Received]| {
        all.iter().filter(|received| accepted(received)).map(|received| received.header("webhook-id").to_owned()).collect::<HashSet<_>>()
    };
    let received = sink.wait_until(|all| all.len() >= events && ids(all).len() >= events).await;
    let mut seen = HashSet::new();
    let mut versions: HashMap<String, i64> = HashMap::new();
    for received in received.iter().filter(|received| accepted(received)) {
        if !seen.insert(received.header("webhook-id")) {
            continue;
        }
        let body = received.json();
        let room = body["room_id"].as_str().unwrap_or_else(|| panic!("no room: {received:?}"));
        let version = versions.entry(room.to_owned()).or_default();
        assert_eq!(received.header("switchroom-sequence"), (*version + 1).to_string());
        *version += 1;
    }
    let logged: HashMap<String, i64> = log.rooms.iter().map(|(id, room)| (id.clone(), room.version)).collect();
    assert_eq!(versions, logged);
}
