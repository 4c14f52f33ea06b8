//! This node among the others: what they tell is handed on to whom it concerns.

use std::sync::Arc;
use std::time::Duration;

use switchroom_delivery::Delivery;
use switchroom_engine::Engine;
use switchroom_engine::ports::Notice;
use switchroom_http::Shared;
use switchroom_realtime::Hub;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, oneshot};
use tokio::time::MissedTickBehavior;

/// For so long at the most a node goes by what hosts meant when a notice was lost that nobody noticed.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Whom notices concern.
pub(super) struct Node {
    pub(super) engine: Arc<Engine>,
    pub(super) hub: Arc<Hub>,
    pub(super) shared: Shared,
    pub(super) delivery: Delivery,
}

impl Node {
    /// Hands notices on until `stop` is told or dropped, then gives delivery back.
    pub(super) async fn run(self, mut notices: broadcast::Receiver<Notice>, mut stop: oneshot::Receiver<()>) -> Delivery {
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let is_alone = self.engine.bus.is_alone();
        loop {
            tokio::select! {
                _ = &mut stop => return self.delivery,
                _ = ticks.tick(), if !is_alone => self.engine.access.forget_hosts(),
                notice = notices.recv() => match notice {
                    Ok(notice) => self.hand_on(notice),
                    Err(RecvError::Lagged(_)) => self.missed(),
                    Err(RecvError::Closed) => {
                        // The bus has ended, before the server has.
                        let _ = (&mut stop).await;
                        return self.delivery;
                    }
                },
            }
        }
    }

    fn hand_on(&self, notice: Notice) {
        match notice {
            Notice::Committed { org, seq } => self.engine.store.heard(org, seq),
            Notice::Seen { people } => self.engine.presence.heard(&people, self.engine.now()),
            Notice::Activity(activity) => drop(self.hub.tell(activity)),
            Notice::Calls { counts } => self.shared.limits().charge(&counts),
            Notice::LogIn { target, right } => self.engine.lockout.heard(&target, right, self.engine.now()),
            Notice::HostsChanged => self.engine.access.forget_hosts(),
            Notice::LeasesFreed => self.delivery.leases_freed(),
            Notice::Missed => self.missed(),
        }
    }

    /// What is in the store is looked up; the rest is old by now.
    fn missed(&self) {
        self.engine.store.missed();
        self.engine.access.forget_hosts();
        self.delivery.leases_freed();
    }
}
