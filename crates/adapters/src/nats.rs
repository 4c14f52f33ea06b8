//! The bus of nodes that have a NATS server, or a cluster of them, in common.

use std::str::Utf8Error;
use std::time::Duration;

use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use async_trait::async_trait;
use futures_util::StreamExt as _;
use parking_lot::Mutex;
use percent_encoding::percent_decode_str;
use switchroom_engine::notices::{Inlet, Outbox, outbox, said};
use switchroom_engine::ports::{Bus, Notice};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

/// While the bus is cut off, notices may be missed again and again.
const MISSED_EVERY: Duration = Duration::from_millis(500);
/// Notices kept for a receiver that lags.
const KEPT: usize = 4_096;
/// How long a message may wait to be sent: a server that takes nothing is as good as none.
const SENT_WITHIN: Duration = Duration::from_secs(1);
/// How often the server is asked whether it is there; three times without an answer, and it is not.
const PING_EVERY: Duration = Duration::from_secs(2);
/// How long connecting may take, and how long to wait before the next try, at the most.
const CONNECT: Duration = Duration::from_secs(2);
const RECONNECT_WITHIN: Duration = Duration::from_secs(1);

/// The bus cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// An address is none.
    #[error("not an address such as nats://user:password@host:4222")]
    Address,
    /// A name or password is not UTF-8.
    #[error("a name or password in an address is not UTF-8")]
    Credentials(#[from] Utf8Error),
    /// The client did not begin.
    #[error("the client of NATS could not begin")]
    Client(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The bus on NATS. It connects by itself, again and again: a node serves without it, only slower.
pub struct NatsBus {
    inlet: Inlet,
    notices: broadcast::Sender<Notice>,
    closing: watch::Sender<bool>,
    state: Mutex<State>,
}

enum State {
    /// It is not known yet whose nodes are told.
    Apart(Vec<ServerAddr>, Outbox),
    /// A task tells and hears.
    Joined(JoinHandle<()>),
    Closed,
}

impl NatsBus {
    /// A bus that will tell the nodes of one deployment, once it knows which: see [`NatsBus::join`]. `addresses` are parted by commas.
    /// The name and password of the first one are shown to all.
    pub fn new(addresses: &str) -> Result<Self, BusError> {
        let addresses = addresses.split(',').map(|address| address_of(address.trim())).collect::<Result<_, _>>()?;
        let (inlet, outbox) = outbox();
        let state = Mutex::new(State::Apart(addresses, outbox));
        Ok(Self { inlet, notices: broadcast::Sender::new(KEPT), closing: watch::Sender::new(false), state })
    }

    /// Tells and hears the nodes of `deployment` from now on, as soon as a server can be reached. Those of another one may have the same
    /// servers. Once is enough.
    pub async fn join(&self, deployment: &str) -> Result<(), BusError> {
        let (addresses, outbox) = match std::mem::replace(&mut *self.state.lock(), State::Closed) {
            State::Apart(addresses, outbox) => (addresses, outbox),
            joined => {
                *self.state.lock() = joined;
                return Ok(());
            }
        };
        let line = watch::Sender::new(Line::default());
        let heard = line.subscribe();
        let begun = |error: Box<dyn std::error::Error + Send + Sync>| BusError::Client(error);
        let client = options(&addresses, line)?.connect(addresses).await.map_err(|error| begun(error.into()))?;
        let subject = format!("switchroom.{deployment}.notices");
        let subscriber = client.subscribe(subject.clone()).await.map_err(|error| begun(error.into()))?;
        let link =
            Link { client, subject, subscriber, outbox, notices: self.notices.clone(), line: heard, connects: 0, slow: 0, up: false };
        *self.state.lock() = State::Joined(tokio::spawn(link.run(self.closing.subscribe())));
        Ok(())
    }
}

#[async_trait]
impl Bus for NatsBus {
    fn publish(&self, notice: Notice) {
        if !self.inlet.put(notice) {
            lost(1);
        }
    }

    fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    async fn close(&self) {
        self.closing.send_replace(true);
        let state = std::mem::replace(&mut *self.state.lock(), State::Closed);
        if let State::Joined(task) = state
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the bus ended badly");
        }
    }
}

fn address_of(address: &str) -> Result<ServerAddr, BusError> {
    let parsed: ServerAddr = address.parse().map_err(|_| BusError::Address)?;
    // Without a scheme or a host it would be understood, but not as it was meant.
    let is_whole = address.contains("://") && matches!(parsed.scheme(), "nats" | "tls") && !parsed.host().is_empty();
    is_whole.then_some(parsed).ok_or(BusError::Address)
}

/// How servers are reached: for ever, whatever becomes of them. What happens on the line is told to `line`.
fn options(addresses: &[ServerAddr], line: watch::Sender<Line>) -> Result<ConnectOptions, BusError> {
    let options = ConnectOptions::new()
        .name("switchroom")
        .no_echo()
        .retry_on_initial_connect()
        .connection_timeout(CONNECT)
        .ping_interval(PING_EVERY)
        .reconnect_delay_callback(wait_before)
        .event_callback(move |event| {
            line.send_modify(|line| line.happened(&event));
            std::future::ready(())
        });
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from);
    let Some((address, name)) = addresses.iter().find_map(|address| Some((address, address.username()?))) else { return Ok(options) };
    Ok(match address.password() {
        Some(password) => options.user_and_password(decoded(name)?, decoded(password)?),
        None => options.token(decoded(name)?),
    })
}

/// How long to wait before the next try to connect.
fn wait_before(tries: usize) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1).min(10)).unwrap_or_default();
    Duration::from_millis(10).saturating_mul(2_u32.saturating_pow(doublings)).min(RECONNECT_WITHIN)
}

fn lost(notices: usize) {
    metrics::counter!("switchroom_notices_lost_total").increment(u64::try_from(notices).unwrap_or(u64::MAX));
}

/// What has become of the connection.
#[derive(Debug, Clone, Default)]
struct Line {
    up: bool,
    /// How often it came up.
    connects: u64,
    /// How often something was dropped, because we were slow.
    slow: u64,
    /// What went wrong last.
    fault: Option<String>,
}

impl Line {
    fn happened(&mut self, event: &Event) {
        match event {
            Event::Connected => {
                self.up = true;
                self.connects += 1;
            }
            Event::Disconnected | Event::Closed => self.up = false,
            Event::SlowConsumer(_) => self.slow += 1,
            Event::ServerError(_) | Event::ClientError(_) => self.fault = Some(event.to_string()),
            Event::LameDuckMode | Event::Draining => {}
        }
    }
}

/// A node's place on the bus.
struct Link {
    client: Client,
    subject: String,
    subscriber: Subscriber,
    outbox: Outbox,
    notices: broadcast::Sender<Notice>,
    line: watch::Receiver<Line>,
    /// What was seen of the line.
    up: bool,
    connects: u64,
    slow: u64,
}

impl Link {
    async fn run(mut self, mut closing: watch::Receiver<bool>) {
        let mut ticks = tokio::time::interval(MISSED_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Once more after it came up: what others said before the server knew that we listen is missed too.
        let mut owed = true;
        let mut told = false;
        loop {
            tokio::select! {
                changed = self.line.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    if self.look() {
                        owed = true;
                        ticks.reset();
                    }
                    told = self.tell_operator(told);
                }
                _ = ticks.tick(), if owed => {
                    self.missed();
                    owed = !self.up;
                }
                Some(message) = self.subscriber.next() => self.hand_on(&message.payload),
                Some(gathered) = self.outbox.next() => self.send(&gathered).await,
                _ = closing.changed() => break,
            }
        }
        let rest = self.outbox.rest();
        self.send(&rest).await;
        if self.up && tokio::time::timeout(SENT_WITHIN, self.client.flush()).await.is_err() {
            lost(rest.len());
        }
    }

    /// Looks at the line. Answers whether something may have been missed.
    fn look(&mut self) -> bool {
        let line = self.line.borrow_and_update().clone();
        let missed = line.connects != self.connects || line.slow != self.slow || line.up != self.up;
        (self.up, self.connects, self.slow) = (line.up, line.connects, line.slow);
        if missed {
            self.missed();
        }
        missed
    }

    /// Tells the operator once that the line is down, and that it is up again. Answers whether he knows that it is down.
    fn tell_operator(&self, told: bool) -> bool {
        let line = self.line.borrow();
        match (line.up, told) {
            (true, true) => tracing::info!("the bus is back"),
            (false, false) if line.connects == 0 => tracing::warn!(fault = line.fault, "the bus cannot be reached yet"),
            (false, false) => tracing::warn!(fault = line.fault, "the bus was lost"),
            _ => {}
        }
        !line.up
    }

    fn missed(&self) {
        // Nobody may be listening yet.
        let _ = self.notices.send(Notice::Missed);
    }

    fn hand_on(&self, payload: &[u8]) {
        for notice in said(payload) {
            let _ = self.notices.send(notice);
        }
    }

    async fn send(&self, notices: &[Notice]) {
        if notices.is_empty() {
            return;
        }
        // What waited for a server that is away would be old when it comes: those who hear nothing look for themselves.
        let sent = async {
            let payload = serde_json::to_vec(notices).ok().filter(|_| self.up)?;
            let published = self.client.publish(self.subject.clone(), payload.into());
            tokio::time::timeout(SENT_WITHIN, published).await.ok()?.ok()
        };
        if sent.await.is_none() {
            lost(notices.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{BusError, NatsBus, wait_before};

    #[test]
    fn the_tries_to_connect_become_rarer_but_never_end() {
        assert_eq!([0, 1, 2, 3].map(wait_before), [10, 10, 20, 40].map(Duration::from_millis));
        assert_eq!(wait_before(usize::MAX), Duration::from_secs(1));
    }

    #[tokio::test]
    async fn addresses_that_are_none_are_refused() {
        for addresses in ["", "http://host", "host:4222", "ws://host", "nats://host,,", "nats://host:port"] {
            assert!(matches!(NatsBus::new(addresses), Err(BusError::Address)), "{addresses}");
        }
        for addresses in ["nats://host", "tls://host:4222", "nats://ann:se%20cret@one, nats://two:4223"] {
            assert!(NatsBus::new(addresses).is_ok(), "{addresses}");
        }
        let bus = NatsBus::new("nats://%ff:x@127.0.0.1:1").expect("addresses");
        assert!(matches!(bus.join("a").await, Err(BusError::Credentials(_))));
    }
}
