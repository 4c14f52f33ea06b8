//! The bus of nodes that have nothing but the database in common: LISTEN and NOTIFY, on a connection of its own, outside every
//! transaction that writes. It is the one connection that needs a session: a pooler must not stand before it, unless it gives a
//! session.

use std::future::poll_fn;
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use switchroom_engine::notices::{Inlet, Outbox, outbox, said};
use switchroom_engine::ports::{Bus, Notice};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Notification};

use super::OpenError;
use super::connection::{Address, Connection};
use super::error::{PgError, column};
use super::params::params;

/// The name that notices go under.
const CHANNEL: &str = "switchroom";
/// Bytes of one message; PostgreSQL takes less than 8000.
const MOST_BYTES: usize = 7_000;
/// Between two tries to connect, each of which may have missed something.
const AGAIN: Duration = Duration::from_millis(500);
/// Notices kept for a listener that lags.
const KEPT: usize = 4_096;

/// The bus on LISTEN and NOTIFY.
pub struct NotifyBus {
    inlet: Inlet,
    notices: broadcast::Sender<Notice>,
    closing: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl NotifyBus {
    /// Begins to listen at `url`, which must be PostgreSQL itself, or a pooler that gives a session.
    pub async fn start(url: &str) -> Result<Self, OpenError> {
        let address = Address::of(url)?;
        let session = Session::open(&address).await?;
        let (inlet, outbox) = outbox();
        let notices = broadcast::Sender::new(KEPT);
        let (closing, closed) = watch::channel(false);
        let task = tokio::spawn(run(address, session, outbox, notices.clone(), closed));
        Ok(Self { inlet, notices, closing, task: Mutex::new(Some(task)) })
    }
}

#[async_trait]
impl Bus for NotifyBus {
    fn publish(&self, notice: Notice) {
        if !self.inlet.put(notice) {
            metrics::counter!("switchroom_notices_lost_total").increment(1);
        }
    }

    fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    async fn close(&self) {
        self.closing.send_replace(true);
        let task = self.task.lock().take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the bus ended badly");
        }
    }
}

/// A connection that listens.
struct Session {
    client: Client,
    heard: mpsc::UnboundedReceiver<Notification>,
    /// The process that serves it: it hears its own notices.
    own: i32,
}

impl Session {
    async fn open(address: &Address) -> Result<Self, PgError> {
        let (client, connection) = address.connect().await?;
        let (hears, heard) = mpsc::unbounded_channel();
        tokio::spawn(listen(connection, hears));
        client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
        let row = client.query_typed_one("SELECT pg_backend_pid()", params![]).await?;
        Ok(Self { own: column(&row, 0)?, client, heard })
    }

    async fn send(&self, notices: &[Notice]) -> Result<(), PgError> {
        for payload in payloads(notices) {
            self.client.query_typed("SELECT pg_notify($1, $2)", params![CHANNEL, payload]).await?;
        }
        Ok(())
    }
}

/// Hands on what is heard until the connection ends.
async fn listen(mut connection: Connection, hears: mpsc::UnboundedSender<Notification>) {
    while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
        if let AsyncMessage::Notification(notification) = message {
            // The other end is gone when the session is: then the connection ends by itself.
            let _ = hears.send(notification);
        }
    }
}

/// As few texts as can be, none of them too long.
fn payloads(notices: &[Notice]) -> Vec<String> {
    let Ok(whole) = serde_json::to_string(notices) else { return Vec::new() };
    if whole.len() <= MOST_BYTES {
        return vec![whole];
    }
    let (first, second) = notices.split_at(notices.len() / 2);
    if first.is_empty() {
        // One that is too long by itself is lost: none says what is not in the database too.
        metrics::counter!("switchroom_notices_lost_total").increment(1);
        return Vec::new();
    }
    let mut payloads = payloads(first);
    payloads.extend(self::payloads(second));
    payloads
}

async fn run(address: Address, first: Session, mut outbox: Outbox, notices: broadcast::Sender<Notice>, mut closing: watch::Receiver<bool>) {
    let mut session = Some(first);
    loop {
        if let Some(session) = session.take() {
            match serve(session, &mut outbox, &notices, &mut closing).await {
                Ended::Closed => return,
                Ended::Lost(error) => tracing::warn!(error, "cut off from other nodes' notices"),
            }
        }
        let _ = notices.send(Notice::Missed);
        if tokio::time::timeout(AGAIN, closing.changed()).await.is_ok() {
            return;
        }
        if let Ok(opened) = Session::open(&address).await {
            tracing::info!("other nodes' notices are heard again");
            let _ = notices.send(Notice::Missed);
            session = Some(opened);
        }
    }
}

/// How a session came to its end.
enum Ended {
    /// It was not wanted any more.
    Closed,
    /// The connection was lost, if it is known why.
    Lost(Option<String>),
}

/// Sends and hears until the connection is lost, or not wanted any more.
async fn serve(
    mut session: Session,
    outbox: &mut Outbox,
    notices: &broadcast::Sender<Notice>,
    closing: &mut watch::Receiver<bool>,
) -> Ended {
    loop {
        tokio::select! {
            heard = session.heard.recv() => match heard {
                None => return Ended::Lost(None),
                Some(heard) if heard.process_id() == session.own => {}
                Some(heard) => {
                    for notice in said(heard.payload().as_bytes()) {
                        // Nobody may be listening yet.
                        let _ = notices.send(notice);
                    }
                }
            },
            Some(gathered) = outbox.next() => {
                if let Err(error) = session.send(&gathered).await {
                    return Ended::Lost(Some(error.to_string()));
                }
            }
            _ = closing.changed() => {
                // What is lost now is in the database.
                let _ = session.send(&outbox.rest()).await;
                return Ended::Closed;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{OrgId, Timestamp};
    use switchroom_engine::ports::Notice;
    use uuid::Uuid;

    use super::{MOST_BYTES, payloads};

    #[test]
    fn what_is_too_long_is_told_in_parts() {
        let seen = |people: usize| Notice::Seen { people: vec![(OrgId(1), Uuid::nil(), Timestamp(0)); people] };
        let told = payloads(&[seen(120), seen(120), Notice::HostsChanged]);
        assert!(told.len() > 1 && told.iter().all(|payload| payload.len() <= MOST_BYTES));
        let back: Vec<Notice> = told.iter().flat_map(|payload| serde_json::from_str::<Vec<Notice>>(payload).expect("notices")).collect();
        assert_eq!(back, [seen(120), seen(120), Notice::HostsChanged]);
        assert!(payloads(&[seen(1_000)]).is_empty());
    }
}
