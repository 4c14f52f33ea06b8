//! Several workers read for one consumer, and some of them die over it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use parking_lot::Mutex;
use serde_json::json;
use switchroom_testkit::{Client, Server};

use super::{commit, from_the_first, lease, seqs};
use crate::scene::{post, rooms};

const WORKERS: usize = 4;
const MESSAGES: usize = 60;
/// Of so many leases one is let run out.
const DIES: usize = 3;
/// Longer than a lease lasts.
const BEYOND_LEASE_SECONDS: i64 = 61;

/// What workers have done together.
#[derive(Default)]
struct Done {
    leases: AtomicUsize,
    /// What was committed, in the order of the commits.
    committed: Mutex<Vec<i64>>,
    /// What was handed out to who died over it.
    orphaned: Mutex<Vec<i64>>,
}

/// Reads until there is nothing left.
async fn work(server: &Server, client: &Client, done: &Done) {
    loop {
        let answer = lease(client, "crm", json!({"limit": 7, "seconds": 60})).await;
        if answer.status == 409 {
            tokio::task::yield_now().await;
            continue;
        }
        let leased = answer.expect(200);
        let Some(id) = leased["lease"].as_str() else { return };
        if done.leases.fetch_add(1, Ordering::SeqCst).is_multiple_of(DIES) {
            done.orphaned.lock().extend(seqs(&leased));
            server.clock().advance_seconds(BEYOND_LEASE_SECONDS);
            continue;
        }
        // Before the commit: afterwards somebody else may be faster.
        done.committed.lock().extend(seqs(&leased));
        commit(client, "crm", json!({"lease": id, "seq": leased["next"]})).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_skipped_and_nothing_comes_out_of_order() {
    let server = Server::foretold().await;
    let rooms = rooms(&server.admin, 3).await;
    for i in 0..MESSAGES {
        post(&server.admin, &rooms[i % 3], &i.to_string()).await;
    }
    from_the_first(&server.admin, "crm").await;
    let done = Arc::new(Done::default());
    join_all((0..WORKERS).map(|_| work(&server, &server.admin, &done))).await;
    let head = server.admin.get("/v1/consumers/crm").send().await.expect(200)["cursor"].as_i64().expect("a number");
    assert!(head >= i64::try_from(MESSAGES).expect("a number"));
    assert_eq!(*done.committed.lock(), (1..=head).collect::<Vec<_>>());
    assert!(!done.orphaned.lock().is_empty(), "nobody died");
    server.stop().await;
}
