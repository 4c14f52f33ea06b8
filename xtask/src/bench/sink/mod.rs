//! A webhook endpoint that takes everything, at once or after a while, and checks what it takes.

mod signature;
mod taken;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::bail;
use hdrhistogram::Histogram;
use switchroom_domain::Timestamp;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

pub(crate) use self::signature::Secret;
use self::signature::Signed;
use self::taken::Taken;
use super::http1::{Connection, request_head};
use super::messages::Messages;

/// How long nothing may arrive before the rest counts as lost.
const PATIENCE: Duration = Duration::from_secs(60);
const ACCEPTED: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// The endpoint, in a thread of its own.
pub(crate) struct Sink {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    taken: Arc<Mutex<Taken>>,
}

impl Sink {
    /// One that answers at once.
    pub(crate) fn start() -> anyhow::Result<Self> {
        Self::with(Taken::new(true)?, Duration::ZERO)
    }

    /// One that answers after a while.
    pub(crate) fn start_slow(answering: Duration) -> anyhow::Result<Self> {
        Self::with(Taken::new(true)?, answering)
    }

    /// One that answers at once, whatever the order.
    pub(crate) fn start_unordered() -> anyhow::Result<Self> {
        Self::with(Taken::new(false)?, Duration::ZERO)
    }

    fn with(taken: Taken, answering: Duration) -> anyhow::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let taken = Arc::new(Mutex::new(taken));
        let sink = Self { address, taken: taken.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::spawn(move || runtime.block_on(accept(listener, taken, answering)));
        Ok(sink)
    }

    /// From now on every signature must be of this secret.
    pub(crate) fn expect_secret(&self, secret: &str) -> anyhow::Result<()> {
        lock(&self.taken).secret = Some(Secret::new(secret)?);
        Ok(())
    }

    /// From now on the times to arrive are measured of what is committed after `delay` has passed.
    pub(crate) fn measure_in(&self, delay: Duration) {
        let delay = i64::try_from(delay.as_micros()).unwrap_or(i64::MAX);
        lock(&self.taken).measure_from(now().plus_micros(delay));
    }

    /// The times from commit to arrival, in microseconds.
    pub(crate) fn micros(&self) -> Histogram<u64> {
        lock(&self.taken).micros().clone()
    }

    /// Waits until so many different events have come; answers how long that took.
    pub(crate) async fn drained(&self, events: u64) -> anyhow::Result<Duration> {
        let start = Instant::now();
        let (mut last, mut last_at) = (0, start);
        loop {
            let came = self.came()?;
            if came >= events {
                return Ok(start.elapsed());
            }
            if came > last {
                (last, last_at) = (came, Instant::now());
            }
            if last_at.elapsed() > PATIENCE {
                bail!("{came} of {events} events came, and then none for {PATIENCE:?}");
            }
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// How many different events have come. Fails if anything that came was not as it must be.
    fn came(&self) -> anyhow::Result<u64> {
        let taken = lock(&self.taken);
        match &taken.error {
            Some(error) => bail!("the webhook endpoint: {error}"),
            None => Ok(taken.events),
        }
    }

    /// A line about what came. Fails if any of it was not as it must be.
    pub(crate) fn told(&self) -> anyhow::Result<String> {
        self.came()?;
        let taken = lock(&self.taken);
        let (events, rooms, repeated, verified) = (taken.events, taken.rooms(), taken.repeated, taken.verified);
        let order = if taken.ordered { ", in order in each" } else { "" };
        Ok(format!("webhook: {events} events of {rooms} rooms{order}, {repeated} repeated, {verified} signatures verified"))
    }

    /// Fails if an event after `after` up to `until` is missing; answers a line about what came.
    pub(crate) fn verdict_on_log(&self, after: i64, until: i64) -> anyhow::Result<String> {
        lock(&self.taken).holds(after, until)?;
        Ok(format!("{}, none missing", self.told()?))
    }

    /// Fails if a message is missing in any room; answers a line about what came.
    pub(crate) fn verdict(&self, messages: &Messages) -> anyhow::Result<String> {
        for room in &messages.rooms {
            let events = lock(&self.taken).events_of(&room.id);
            if events != room.accepted {
                bail!("room {}: {} messages accepted, {events} told to the webhook", room.id, room.accepted);
            }
        }
        Ok(format!("{}, none missing", self.told()?))
    }
}

fn lock(taken: &Mutex<Taken>) -> std::sync::MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: std::net::TcpListener, taken: Arc<Mutex<Taken>>, answering: Duration) -> anyhow::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let connection = Connection::accepted(listener.accept().await?.0)?;
        let taken = taken.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(connection, &taken, answering).await {
                lock(&taken).error = Some(format!("{error:#}"));
            }
        });
    }
}

async fn serve(mut connection: Connection, taken: &Mutex<Taken>, answering: Duration) -> anyhow::Result<()> {
    while let Some((signed, body)) = connection.read(|bytes| request_head(bytes, signed)).await? {
        lock(taken).take(&signed, connection.bytes(body), now())?;
        if !answering.is_zero() {
            sleep(answering).await;
        }
        // Whoever would not wait so long has gone.
        if connection.write(ACCEPTED).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// The Standard Webhooks headers.
fn signed(headers: &[httparse::Header<'_>]) -> Signed {
    let value = |name: &str| {
        let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.map_or(String::new(), |header| String::from_utf8_lossy(header.value).into_owned())
    };
    Signed { id: value("webhook-id"), timestamp: value("webhook-timestamp"), signature: value("webhook-signature") }
}

/// What the clock of this machine says.
#[expect(clippy::disallowed_methods, reason = "the server that is measured goes by the same machine's real time")]
pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
