//! What is slow or dead holds up nothing else. No clock is looked at: what must not wait arrives while the slow one is not answered yet.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::Server;
use tokio::sync::watch;

use super::FIRST_MESSAGE;
use super::endpoint::{Delivery, Endpoint};
use crate::scene::{id, post, rooms};

/// How long an attempt may take: longer than any test does.
const TIMEOUT_MS: u64 = 60_000;

/// An endpoint that answers some deliveries only once it is let.
struct Hanging {
    endpoint: Endpoint,
    /// How many are waiting to be answered.
    open: Arc<AtomicUsize>,
    answer: watch::Sender<bool>,
}

impl Hanging {
    async fn start(hangs: impl Fn(&Value) -> bool + Send + Sync + 'static) -> Self {
        let open = Arc::new(AtomicUsize::new(0));
        let answer = watch::Sender::new(false);
        let (counted, let_go) = (Arc::clone(&open), answer.subscribe());
        let endpoint = Endpoint::start(move |delivery: Delivery| {
            let (hangs, open, mut let_go) = (hangs(&delivery.json()), Arc::clone(&counted), let_go.clone());
            Box::pin(async move {
                if hangs {
                    open.fetch_add(1, Ordering::SeqCst);
                    let_go.wait_for(|answer| *answer).await.expect("a test");
                    open.fetch_sub(1, Ordering::SeqCst);
                }
                200
            })
        })
        .await;
        Self { endpoint, open, answer }
    }

    fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_hangs_delays_no_other_of_its_endpoint() {
    const ROOMS: usize = 20;
    const MESSAGES: usize = 10;
    let server = Server::start().await;
    let admin = &server.admin;
    let rooms = rooms(admin, ROOMS).await;
    let hanging = rooms[0].clone();
    let hang = Hanging::start(move |event| event["room_id"] == hanging.as_str()).await;
    let new = json!({"url": hang.endpoint.url(), "events": ["message.created"], "timeout_ms": TIMEOUT_MS});
    admin.post("/v1/webhooks", new).send().await.expect(201);
    join_all(rooms.iter().map(|room| async move {
        for number in 0..MESSAGES {
            post(admin, room, &number.to_string()).await;
        }
    }))
    .await;
    hang.endpoint.wait_for((ROOMS - 1) * MESSAGES).await;
    assert_eq!(hang.open(), 1);
    assert!(hang.endpoint.look(|ledger| !ledger.rooms.contains_key(&rooms[0])));
    hang.answer.send_replace(true);
    hang.endpoint.wait_for(ROOMS * MESSAGES).await;
    let in_order: Vec<i64> = (FIRST_MESSAGE..).take(MESSAGES).collect();
    assert!(hang.endpoint.look(|ledger| ledger.rooms.values().all(|events| *events == in_order)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_hangs_delays_no_other_organization() {
    const MESSAGES: usize = 200;
    let server = Server::start().await;
    let new = json!({"name": "Second", "admin": {"username": "admin", "password": "admin-password-2"}});
    let second = server.admin.post("/v1/organizations", new).send().await.expect(201);
    let neighbour = server.admin.with_token(second["token"].as_str().expect("a token"));
    let hang = Hanging::start(|_| true).await;
    let fast = Hanging::start(|_| false).await;
    for (admin, endpoint) in [(&neighbour, &hang.endpoint), (&server.admin, &fast.endpoint)] {
        let new = json!({"url": endpoint.url(), "events": ["message.created"], "timeout_ms": TIMEOUT_MS});
        admin.post("/v1/webhooks", new).send().await.expect(201);
    }
    // More than the neighbour's endpoint takes at a time.
    let its_rooms = rooms(&neighbour, MESSAGES).await;
    join_all(its_rooms.iter().map(|room| post(&neighbour, room, "unheard"))).await;
    let ours = rooms(&server.admin, MESSAGES).await;
    join_all(ours.iter().map(|room| post(&server.admin, room, "heard"))).await;
    fast.endpoint.wait_for(MESSAGES).await;
    assert!(hang.open() > 0 && hang.endpoint.accepted() == 0);
    hang.answer.send_replace(true);
    hang.endpoint.wait_for(MESSAGES).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaigns_statuses_hold_up_no_conversation() {
    let server = Server::start().await;
    let admin = &server.admin;
    let hang = Hanging::start(|event| event["type"] == "message.status_changed").await;
    let new = json!({"url": hang.endpoint.url(), "events": ["message.*"], "timeout_ms": TIMEOUT_MS});
    admin.post("/v1/webhooks", new).send().await.expect(201);
    let room = &rooms(admin, 1).await[0];
    let campaign = json!({"text": "A word to all of you", "campaign": true});
    let message = admin.post(&format!("/v1/rooms/{room}/messages"), campaign).send().await.expect(201);
    hang.endpoint.wait_for(1).await;
    admin.post(&format!("/v1/messages/{}/status", id(&message)), json!({"status": "delivered"})).send().await.expect(200);
    post(admin, room, "A word to you").await;
    // The message comes, while the status before it is not answered, or not even sent yet.
    hang.endpoint.wait_for(2).await;
    assert_eq!(hang.endpoint.look(|ledger| ledger.rooms[room].clone()), [FIRST_MESSAGE, FIRST_MESSAGE + 2]);
    hang.answer.send_replace(true);
    hang.endpoint.wait_for(3).await;
    assert_eq!(hang.endpoint.look(|ledger| ledger.rooms[room].clone()), [FIRST_MESSAGE, FIRST_MESSAGE + 2, FIRST_MESSAGE + 1]);
    server.stop().await;
}
