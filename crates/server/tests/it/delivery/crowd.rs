//! Much to be told: many rooms, an endpoint that often fails, a server that is killed.

use futures_util::{StreamExt as _, stream};
use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use switchroom_testkit::{Client, Process, ProcessOptions};

use super::FIRST_MESSAGE;
use super::endpoint::Endpoint;
use crate::scene::{channel, id, open_room, post};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const SEED: u64 = 5;
const ROOMS: usize = 1_000;
/// With the value `full` this tells fifty messages of each room. `cargo xtask test` sets it, once: not optimized, it takes a minute or two.
const SIZE: &str = "SWITCHROOM_TEST_SIZE";
/// How many of ten deliveries are refused.
const REFUSED_OF_TEN: u32 = 2;
/// The server is killed when it has told so many of the events that the webhook has missed.
const TOLD_BEFORE_THE_KILL: usize = 1_000;
/// Calls at one time.
const AT_ONCE: usize = 256;

#[tokio::test(flavor = "multi_thread")]
async fn everything_arrives_in_order_though_much_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = || async { Process::start(BINARY, folder.path(), &ProcessOptions::default()).await };
    let process = start().await;
    let admin = process.admin();
    let random = Mutex::new(StdRng::seed_from_u64(SEED));
    let endpoint = Endpoint::start(move |_| {
        let refused = random.lock().random_ratio(REFUSED_OF_TEN, 10);
        Box::pin(async move { if refused { 500 } else { 200 } })
    })
    .await;
    let new = json!({"url": endpoint.url(), "events": ["message.created"], "retry_schedule_ms": [10, 50, 200]});
    let webhook = format!("/v1/webhooks/{}", id(&admin.post("/v1/webhooks", new).send().await.expect(201)));
    let rooms = many_rooms(&admin).await;
    let (live, while_disabled) = messages_of_a_room();

    talk(&admin, &rooms, live).await;
    endpoint.wait_for(ROOMS * live).await;
    admin.patch(&webhook, json!({"enabled": false})).send().await.expect(200);
    talk(&admin, &rooms, while_disabled).await;
    // What was on its way when it was disabled is told all the same.
    let before = endpoint.accepted();
    assert!(before + TOLD_BEFORE_THE_KILL < ROOMS * (live + while_disabled), "it was disabled, and told {before}");
    admin.patch(&webhook, json!({"enabled": true})).send().await.expect(200);
    endpoint.wait_for(before + TOLD_BEFORE_THE_KILL).await;
    process.kill().await;
    let told = endpoint.accepted();
    assert!(told < ROOMS * (live + while_disabled), "it was killed in the middle");

    let process = start().await;
    endpoint.wait_for(ROOMS * (live + while_disabled)).await;
    endpoint.look(|ledger| {
        let in_order: Vec<i64> = (FIRST_MESSAGE..).take(live + while_disabled).collect();
        assert_eq!(ledger.rooms.len(), ROOMS);
        assert!(ledger.rooms.values().all(|events| *events == in_order));
        assert!(ledger.altered.is_empty(), "came with other bytes than before: {:?}", ledger.altered);
        assert!(ledger.refused > ROOMS, "{} refused", ledger.refused);
    });
    process.kill().await;
}

/// How many are posted while the webhook is live, and how many while it is disabled.
fn messages_of_a_room() -> (usize, usize) {
    if std::env::var(SIZE).as_deref() == Ok("full") { (30, 20) } else { (5, 4) }
}

async fn many_rooms(admin: &Client) -> Vec<String> {
    let channel = channel(admin, "api").await;
    let open = |number: usize| {
        let (admin, channel) = (admin.clone(), channel.clone());
        async move { id(&open_room(&admin, &channel, &format!("contact {number}")).await) }
    };
    stream::iter(0..ROOMS).map(open).buffer_unordered(AT_ONCE).collect().await
}

/// Posts so many messages to every room.
async fn talk(admin: &Client, rooms: &[String], messages: usize) {
    let talk = |room: String| async move {
        for number in 0..messages {
            post(admin, &room, &number.to_string()).await;
        }
    };
    stream::iter(rooms.to_vec()).for_each_concurrent(AT_ONCE, talk).await;
}
