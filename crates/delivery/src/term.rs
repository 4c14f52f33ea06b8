//! The time for which this node counts as alive among the others.

use std::sync::Arc;
use std::time::Duration;

use switchroom_engine::ports::{NodeId, Standing, Store, StoreError};
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until, timeout_at};

/// How often a node says that it is alive in the time for which it then counts as alive.
const TIMES: u32 = 5;

/// From joining the other nodes until this one leaves them, or can be taken for dead.
pub(crate) struct Term {
    store: Arc<dyn Store>,
    /// Who this node is meanwhile.
    pub(crate) node: NodeId,
    /// For how long, and until when, it counts as alive; none: it is the only node.
    alive: Option<(Duration, Instant)>,
}

/// Why a term ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Lost {
    #[error("the others took it for dead")]
    TakenForDead,
    #[error("it could not say in time that it is alive")]
    Silent,
}

impl Term {
    pub(crate) async fn begin(store: Arc<dyn Store>) -> Result<Self, StoreError> {
        // Counted from before the store was asked: so it is never later than what the store counts.
        let began = Instant::now();
        let node = store.join().await?;
        let alive = store.alive_for().map(|alive_for| (alive_for, began + alive_for));
        Ok(Self { store, node, alive })
    }

    /// Whether there are no other nodes, now and later.
    pub(crate) fn is_alone(&self) -> bool {
        self.alive.is_none()
    }

    /// Says again and again that this node is alive, and shows how it stands; at once when `look` says so. Returns when the term is
    /// over: from then on others may hold what this node held. Can be dropped and begun again.
    pub(crate) async fn last(&mut self, look: &Notify, standing: &watch::Sender<Option<Standing>>) -> Lost {
        let Some((alive_for, alive_until)) = &mut self.alive else { return std::future::pending().await };
        loop {
            let began = Instant::now();
            if began >= *alive_until {
                return Lost::Silent;
            }
            match timeout_at(*alive_until, self.store.stay(self.node)).await {
                Ok(Ok(Some(now))) => {
                    *alive_until = began + *alive_for;
                    standing.send_replace(Some(now));
                }
                Ok(Ok(None)) => return Lost::TakenForDead,
                Ok(Err(error)) => tracing::warn!(%error, "the store cannot be told that this node is alive"),
                Err(_) => return Lost::Silent,
            }
            let next = (began + *alive_for / TIMES).min(*alive_until);
            tokio::select! {
                () = sleep_until(next) => {}
                () = look.notified() => {}
            }
        }
    }
}
