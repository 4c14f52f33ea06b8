//! Delivery as a whole: what serves subscriptions, and what they share.

use std::sync::Arc;
use std::time::Duration;

use switchroom_egress::Egress;
use switchroom_engine::Engine;
use switchroom_engine::ports::{StoreError, Voice};
use switchroom_followers::{LogReader, Positions};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use crate::attempts::Recorder;
use crate::changes::Changes;
use crate::config::DeliveryConfig;
use crate::holding::Holding;
use crate::outbox::Outbox;
use crate::services::Services;
use crate::term::Term;

/// How long stopping may take beyond the grace for attempts in flight.
const TO_STOP: Duration = Duration::from_secs(5);

/// Delivers events to webhook subscriptions, until it is stopped. Nodes on one store share them.
pub struct Delivery {
    positions: Positions,
    look: Arc<Notify>,
    stop_holding: oneshot::Sender<()>,
    holding: JoinHandle<()>,
    stop_recorder: oneshot::Sender<()>,
    recorder: JoinHandle<()>,
    grace: Duration,
}

impl Delivery {
    /// Starts the live run of every subscription that is enabled, and every replay that is not done: all of them on a store that has
    /// one node, else this node's share. Fails if the store cannot tell which there are, or cannot be told of this node.
    pub async fn start(
        engine: Arc<Engine>,
        reader: LogReader,
        egress: Egress,
        voices: Vec<Arc<dyn Voice>>,
        config: DeliveryConfig,
        changes: Changes,
    ) -> Result<Self, StoreError> {
        let store = Arc::clone(&engine.store);
        let (positions, _) = Positions::start(Arc::clone(&store));
        let recorder = Recorder::new();
        let grace = config.grace;
        let outbox = Outbox::new(engine, egress, voices, config);
        let services = Services { outbox, reader, positions: positions.clone(), recorder: recorder.clone() };
        let term = Term::begin(Arc::clone(&store)).await?;
        let mut holding = Holding::new(Arc::new(services), changes);
        if term.is_alone() {
            holding.take_all(term.node).await?;
        }
        let look = Arc::new(Notify::new());
        let (stop_holding, stopped) = oneshot::channel();
        let holding = tokio::spawn(holding.run(term, Arc::clone(&look), stopped));
        let (stop_recorder, stopped) = oneshot::channel();
        let recorder = tokio::spawn(recorder.run(store, stopped));
        Ok(Self { positions, look, stop_holding, holding, stop_recorder, recorder, grace })
    }

    /// Other nodes have freed leases: looks at once whether some of them are for this node.
    pub fn leases_freed(&self) {
        self.look.notify_one();
    }

    /// Stops: no attempt starts any more, those in flight may go on for the configured grace; then positions and attempts are
    /// kept, and other nodes may carry on. A store that fails holds this up for a few seconds at the most.
    pub async fn stop(self) {
        let limit = self.grace + TO_STOP;
        let stopping = async {
            let _ = self.stop_holding.send(());
            let _ = self.holding.await;
            self.positions.kept().await;
            let _ = self.stop_recorder.send(());
            let _ = self.recorder.await;
        };
        if tokio::time::timeout(limit, stopping).await.is_err() {
            tracing::warn!("delivery did not stop in time: some events will be sent again");
        }
    }
}
