//! A webhook's endpoint.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::State;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// A delivery that arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// Path and query.
    pub uri: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The status it was answered with.
    pub answered: u16,
}

impl Received {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A header's value; empty if it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

type Answering = Box<dyn Fn(&Value) -> (u16, String) + Send + Sync>;

struct Shared {
    /// The path it is known by: what comes to another one was meant for an earlier sink on the same port.
    path: String,
    received: Mutex<Vec<Received>>,
    answering: Mutex<Answering>,
    arrived: Notify,
}

/// A webhook's endpoint: keeps everything that arrives.
#[derive(Clone)]
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Sink {
    /// An endpoint that accepts everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = format!("/hook-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let shared = Arc::new(Shared {
            path,
            received: Mutex::default(),
            answering: Mutex::new(Box::new(|_| (200, String::new()))),
            arrived: Notify::new(),
        });
        let router = Router::new().fallback(receive).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    /// Its url.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.shared.path)
    }

    /// From now on, answers with the status that `answering` gives for a body.
    pub fn answer_with(&self, answering: impl Fn(&Value) -> u16 + Send + Sync + 'static) {
        self.answer_with_text(move |body| (answering(body), String::new()));
    }

    /// From now on, answers with the status and the text that `answering` gives for a body.
    pub fn answer_with_text(&self, answering: impl Fn(&Value) -> (u16, String) + Send + Sync + 'static) {
        *self.shared.answering.lock() = Box::new(answering);
    }

    /// Everything that arrived so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().clone()
    }

    /// Waits until what arrived satisfies `enough`.
    pub async fn wait_until(&self, enough: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        loop {
            let arrived = self.shared.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            if enough(&self.shared.received.lock()) {
                return self.received();
            }
            arrived.await;
        }
    }

    /// Waits until `count` deliveries were accepted.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let accepted = |received: &Received| (200..300).contains(&received.answered);
        self.wait_until(|all| all.iter().filter(|received| accepted(received)).count() >= count).await
    }
}

async fn receive(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    if uri.path() != shared.path {
        return (StatusCode::NOT_FOUND, String::new());
    }
    let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (answered, text) = (shared.answering.lock())(&json);
    shared.received.lock().push(Received { uri: uri.to_string(), headers, body, answered });
    shared.arrived.notify_waiters();
    (StatusCode::from_u16(answered).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), text)
}
