//! An endpoint that checks what it takes and keeps only what it needs for that, so that very much can come; and that may take its time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, StatusCode};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A delivery that arrived.
#[derive(Debug, Clone)]
pub(super) struct Delivery {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Delivery {
    /// The body as JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// A header's value; empty if it is not there.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The event's place among its room's.
    fn sequence(&self) -> i64 {
        self.header("switchroom-sequence").parse().expect("a sequence")
    }
}

/// What came, by event and by room.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// What every event came with, first.
    bodies: HashMap<String, Bytes>,
    /// The accepted events of every room, each once, in the order in which they came.
    pub(super) rooms: HashMap<String, Vec<i64>>,
    /// Deliveries that were refused.
    pub(super) refused: usize,
    /// Events that came with other bytes than the first time.
    pub(super) altered: Vec<String>,
}

impl Ledger {
    fn arrived(&mut self, delivery: &Delivery) {
        match self.bodies.entry(delivery.header("webhook-id").to_owned()) {
            Entry::Vacant(new) => drop(new.insert(delivery.body.clone())),
            Entry::Occupied(known) if *known.get() != delivery.body => self.altered.push(known.key().clone()),
            Entry::Occupied(_) => {}
        }
    }

    /// Whether it is new.
    fn accepted(&mut self, delivery: &Delivery) -> bool {
        let room = delivery.json()["room_id"].as_str().unwrap_or_default().to_owned();
        let (events, sequence) = (self.rooms.entry(room).or_default(), delivery.sequence());
        let is_new = !events.contains(&sequence);
        if is_new {
            events.push(sequence);
        }
        is_new
    }
}

type Answering = Box<dyn Fn(Delivery) -> BoxFuture<'static, u16> + Send + Sync>;

struct Shared {
    ledger: Mutex<Ledger>,
    accepted: watch::Sender<usize>,
    deliveries: watch::Sender<usize>,
    answering: Answering,
}

/// The endpoint.
pub(super) struct Endpoint {
    url: String,
    shared: Arc<Shared>,
}

impl Endpoint {
    /// One that answers with what `answering` gives for a delivery.
    pub(super) async fn start(answering: impl Fn(Delivery) -> BoxFuture<'static, u16> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let (ledger, answering) = (Mutex::default(), Box::new(answering));
        let shared = Arc::new(Shared { ledger, accepted: watch::Sender::new(0), deliveries: watch::Sender::new(0), answering });
        let router = Router::new().fallback(take).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    /// Its url.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Waits until so many different events were accepted.
    pub(super) async fn wait_for(&self, events: usize) {
        self.shared.accepted.subscribe().wait_for(|accepted| *accepted >= events).await.expect("an endpoint");
    }

    /// Waits until so many deliveries were accepted, repeats and those of several webhooks counted too.
    pub(super) async fn wait_for_deliveries(&self, deliveries: usize) {
        self.shared.deliveries.subscribe().wait_for(|accepted| *accepted >= deliveries).await.expect("an endpoint");
    }

    /// How many different events were accepted.
    pub(super) fn accepted(&self) -> usize {
        *self.shared.accepted.borrow()
    }

    /// Looks at what came.
    pub(super) fn look<Seen>(&self, look: impl FnOnce(&Ledger) -> Seen) -> Seen {
        look(&self.shared.ledger.lock())
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let delivery = Delivery { headers, body };
    shared.ledger.lock().arrived(&delivery);
    let status = StatusCode::from_u16((shared.answering)(delivery.clone()).await).expect("a status");
    if !status.is_success() {
        shared.ledger.lock().refused += 1;
        return status;
    }
    if shared.ledger.lock().accepted(&delivery) {
        shared.accepted.send_modify(|accepted| *accepted += 1);
    }
    shared.deliveries.send_modify(|accepted| *accepted += 1);
    status
}
