//! A webhook endpoint that takes everything at once, and checks what it takes.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use standardwebhooks::Webhook;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

use super::http1::{Connection, request_head};
use super::messages::Messages;

/// One in so many signatures is verified: each costs as much as the rest of the endpoint.
const VERIFY_EVERY: u64 = 64;
/// How long nothing may arrive before the rest counts as lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// The endpoint, in a thread of its own.
pub(crate) struct Sink {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    taken: Arc<Mutex<Taken>>,
}

/// What came in.
#[derive(Default)]
struct Taken {
    secret: Option<String>,
    rooms: HashMap<String, RoomTaken>,
    events: u64,
    /// Not newer than what its room had: a repetition, or out of order.
    not_newer: u64,
    verified: u64,
    error: Option<String>,
}

#[derive(Default)]
struct RoomTaken {
    last_version: i64,
    events: u64,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    room_id: &'a str,
    room_version: i64,
}

impl Sink {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let taken = Arc::new(Mutex::new(Taken::default()));
        let sink = Self { address, taken: taken.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        std::thread::spawn(move || runtime.block_on(accept(listener, taken)));
        Ok(sink)
    }

    /// From now on signatures are verified with this secret.
    pub(crate) fn expect_secret(&self, secret: String) {
        lock(&self.taken).secret = Some(secret);
    }

    /// Waits until an event has come for every message; answers how long that took.
    pub(crate) async fn drained(&self, messages: u64) -> anyhow::Result<Duration> {
        let start = Instant::now();
        let (mut last, mut last_at) = (0, start);
        loop {
            let events = lock(&self.taken).events;
            if events >= messages {
                return Ok(start.elapsed());
            }
            if events > last {
                (last, last_at) = (events, Instant::now());
            }
            if last_at.elapsed() > PATIENCE {
                bail!("{events} events came for {messages} messages, and then none for {PATIENCE:?}");
            }
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// Fails if anything is missing in any room, or was not well signed; answers a line about what came.
    pub(crate) fn verdict(&self, messages: &Messages) -> anyhow::Result<String> {
        let taken = lock(&self.taken);
        if let Some(error) = &taken.error {
            bail!("the webhook endpoint: {error}");
        }
        for room in &messages.rooms {
            let events = taken.rooms.get(&room.id).map_or(0, |room| room.events);
            if events != room.accepted {
                bail!("room {}: {} messages accepted, {events} told to the webhook", room.id, room.accepted);
            }
        }
        Ok(format!(
            "webhook: {} events, in order in each of {} rooms, none missing, {} repeated or late, {} signatures verified",
            taken.events,
            messages.rooms.len(),
            taken.not_newer,
            taken.verified
        ))
    }
}

fn lock(taken: &Mutex<Taken>) -> std::sync::MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: std::net::TcpListener, taken: Arc<Mutex<Taken>>) -> anyhow::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let connection = Connection::accepted(listener.accept().await?.0)?;
        let taken = taken.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(connection, &taken).await {
                lock(&taken).error = Some(format!("{error:#}"));
            }
        });
    }
}

async fn serve(mut connection: Connection, taken: &Mutex<Taken>) -> anyhow::Result<()> {
    while let Some((signature, body)) = connection.read(|bytes| request_head(bytes, signature_headers)).await? {
        lock(taken).take(&signature, connection.bytes(body))?;
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await?;
    }
    Ok(())
}

/// The Standard Webhooks headers.
fn signature_headers(headers: &[httparse::Header<'_>]) -> HeaderMap {
    let ours = headers.iter().filter(|header| header.name.len() > 8 && header.name.as_bytes()[..8].eq_ignore_ascii_case(b"webhook-"));
    ours.filter_map(|header| Some((HeaderName::try_from(header.name).ok()?, HeaderValue::from_bytes(header.value).ok()?))).collect()
}

impl Taken {
    fn take(&mut self, signature: &HeaderMap, body: &[u8]) -> anyhow::Result<()> {
        let event: Event<'_> = serde_json::from_slice(body).context("an event that is not what it must be")?;
        if event.kind != "message.created" {
            bail!("an event of the kind {}, which nothing caused", event.kind);
        }
        if self.events.is_multiple_of(VERIFY_EVERY)
            && let Some(secret) = &self.secret
        {
            Webhook::new(secret)?.verify(body, signature).context("a signature")?;
            self.verified += 1;
        }
        let room = match self.rooms.get_mut(event.room_id) {
            Some(room) => room,
            None => self.rooms.entry(event.room_id.to_owned()).or_default(),
        };
        if event.room_version <= room.last_version {
            self.not_newer += 1;
            return Ok(());
        }
        room.last_version = event.room_version;
        room.events += 1;
        self.events += 1;
        Ok(())
    }
}
