//! Many webhooks, some of whose endpoints are dead: what that costs does not grow.

use futures_util::{StreamExt as _, stream};
use serde_json::json;
use switchroom_testkit::{Client, Process, passed_over_without_sqlite};
use tokio::net::TcpListener;

use super::endpoint::Endpoint;
use crate::preload::Preload;
use crate::scene::{post, rooms};

const WEBHOOKS: usize = 1_000;
/// One of so many is dead.
const DEAD_OF: usize = 10;
/// Half of the rounds are compared with the other half.
const ROUNDS: usize = 8;
/// Messages of a round, each told to every webhook.
const MESSAGES: usize = 2;
/// What the server may have more in memory at the best of the later rounds than at the worst of the earlier ones, in kB.
const MOST_GROWTH_KB: u64 = 8 * 1024;
/// Syncs of a round, at the most: positions are kept many at a time, so there is one for many deliveries.
const MOST_SYNCS: u64 = (WEBHOOKS * MESSAGES / 10) as u64;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_webhooks_of_which_a_tenth_is_dead_leave_memory_and_writes_flat() {
    if passed_over_without_sqlite("syncs by the server's own process") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let preload = Preload::compile(folder.path()).await;
    let process = preload.start(folder.path()).await;
    let admin = process.admin();
    let endpoint = Endpoint::start(|_| Box::pin(async { 200 })).await;
    subscribe_all(&admin, &endpoint).await;
    let rooms = rooms(&admin, MESSAGES).await;
    let alive = WEBHOOKS - WEBHOOKS / DEAD_OF;
    let mut figures = Vec::new();
    for round in 1..=ROUNDS {
        let before = preload.syncs();
        for room in &rooms {
            post(&admin, room, &round.to_string()).await;
        }
        endpoint.wait_for_deliveries(round * MESSAGES * alive).await;
        figures.push((resident_kb(&process), preload.syncs() - before));
    }
    let (earlier, later) = figures.split_at(ROUNDS / 2);
    let (most, least) = (earlier.iter().map(|figure| figure.0).max(), later.iter().map(|figure| figure.0).min());
    let told = format!("memory in kB, and syncs: {figures:?}");
    assert!(least.expect("rounds") < most.expect("rounds") + MOST_GROWTH_KB, "{told}");
    assert!(figures.iter().all(|(_, syncs)| *syncs < MOST_SYNCS), "{told}");
    process.kill().await;
}

/// Webhooks with a query of their own each; nobody listens where the dead ones lead to.
async fn subscribe_all(admin: &Client, endpoint: &Endpoint) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let dead = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let subscribe = |number: usize| {
        let url = if number.is_multiple_of(DEAD_OF) { &dead } else { endpoint.url() };
        let new = json!({"url": format!("{url}?{number}"), "events": ["message.created"]});
        async move { admin.post("/v1/webhooks", new).send().await.expect(201) }
    };
    stream::iter(0..WEBHOOKS).map(subscribe).buffer_unordered(64).for_each(async |_| {}).await;
}

fn resident_kb(process: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).expect("a running process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches("kB").trim().parse().expect("a number")
}
