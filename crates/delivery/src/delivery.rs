//! Delivery as a whole: one task for every subscription, and what they share.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use switchroom_domain::SubscriptionId;
use switchroom_egress::Egress;
use switchroom_engine::Engine;
use switchroom_engine::ports::{StoreError, Voice};
use switchroom_followers::{LogReader, Positions};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};

use crate::attempts::Recorder;
use crate::changes::{Change, ChangeKind, Changes};
use crate::config::DeliveryConfig;
use crate::endpoint::Endpoint;
use crate::services::Services;

/// How long stopping may take beyond the grace for attempts in flight.
const TO_STOP: Duration = Duration::from_secs(5);

/// Delivers events to webhook subscriptions, until it is stopped.
pub struct Delivery {
    positions: Positions,
    stop_endpoints: oneshot::Sender<()>,
    endpoints: JoinHandle<()>,
    stop_recorder: oneshot::Sender<()>,
    recorder: JoinHandle<()>,
    grace: Duration,
}

impl Delivery {
    /// Starts the live run of every subscription that is enabled, and every replay that is not done. Fails if the store
    /// cannot tell which there are.
    pub async fn start(
        engine: Arc<Engine>,
        reader: LogReader,
        egress: Egress,
        voices: Vec<Arc<dyn Voice>>,
        config: DeliveryConfig,
        changes: Changes,
    ) -> Result<Self, StoreError> {
        let known = known(&engine).await?;
        let store = Arc::clone(&engine.store);
        let (positions, _) = Positions::start(Arc::clone(&store));
        let recorder = Recorder::new();
        let grace = config.grace;
        let services = Services {
            engine,
            reader,
            egress,
            voices: voices.into_iter().map(|voice| (voice.dialect(), voice)).collect(),
            config,
            positions: positions.clone(),
            recorder: recorder.clone(),
        };
        let (stop_endpoints, stopped) = oneshot::channel();
        let endpoints = tokio::spawn(Endpoints::new(services).run(known, changes, stopped));
        let (stop_recorder, stopped) = oneshot::channel();
        let recorder = tokio::spawn(recorder.run(store, stopped));
        Ok(Self { positions, stop_endpoints, endpoints, stop_recorder, recorder, grace })
    }

    /// Stops: no attempt starts any more, those in flight may go on for the configured grace; then positions and attempts are
    /// kept. A store that fails holds this up for a few seconds at the most.
    pub async fn stop(self) {
        let limit = self.grace + TO_STOP;
        let stopping = async {
            let _ = self.stop_endpoints.send(());
            let _ = self.endpoints.await;
            self.positions.kept().await;
            let _ = self.stop_recorder.send(());
            let _ = self.recorder.await;
        };
        if tokio::time::timeout(limit, stopping).await.is_err() {
            tracing::warn!("delivery did not stop in time: some events will be sent again");
        }
    }
}

/// Everything that is to run, as if it had just been changed.
async fn known(engine: &Engine) -> Result<Vec<Change>, StoreError> {
    let mut known: Vec<Change> = Vec::new();
    for subscription in engine.store.all_subscriptions().await? {
        known.push(Change { org: subscription.org, subscription: subscription.id, kind: ChangeKind::Edited });
    }
    for replay in engine.store.running_replays().await? {
        known.push(Change { org: replay.org, subscription: replay.subscription, kind: ChangeKind::Replay(replay.id) });
    }
    Ok(known)
}

/// The subscriptions' tasks.
struct Endpoints {
    services: Arc<Services>,
    inboxes: HashMap<SubscriptionId, mpsc::UnboundedSender<ChangeKind>>,
    tasks: JoinSet<SubscriptionId>,
}

impl Endpoints {
    fn new(services: Services) -> Self {
        Self { services: Arc::new(services), inboxes: HashMap::new(), tasks: JoinSet::new() }
    }

    /// Tells every subscription's task of its changes, until `stop` is told or dropped. Returns when all of them have stopped.
    async fn run(mut self, known: Vec<Change>, mut changes: Changes, mut stop: oneshot::Receiver<()>) {
        for change in known {
            self.tell(change);
        }
        loop {
            tokio::select! {
                biased;
                _ = &mut stop => break,
                Some(change) = changes.0.recv() => self.tell(change),
                Some(ended) = self.tasks.join_next() => {
                    if let Ok(subscription) = ended {
                        self.forget(subscription);
                    }
                }
            }
        }
        self.inboxes.clear();
        while self.tasks.join_next().await.is_some() {}
    }

    fn tell(&mut self, change: Change) {
        self.forget(change.subscription);
        let Change { org, subscription, kind } = change;
        let inbox = self.inboxes.entry(subscription).or_insert_with(|| {
            let (inbox, changes) = mpsc::unbounded_channel();
            let endpoint = Endpoint::new(Arc::clone(&self.services), org, subscription);
            self.tasks.spawn(async move {
                endpoint.run(changes).await;
                subscription
            });
            inbox
        });
        let _ = inbox.send(kind);
    }

    /// Forgets a subscription whose task has ended: it was deleted.
    fn forget(&mut self, subscription: SubscriptionId) {
        if self.inboxes.get(&subscription).is_some_and(mpsc::UnboundedSender::is_closed) {
            self.inboxes.remove(&subscription);
        }
    }
}
