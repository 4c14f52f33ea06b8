//! The other nodes, who are told what this one lets through.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use switchroom_engine::ports::{Bus, CallCount, Notice};
use tokio::sync::Notify;

use super::ledger::{Joint, Key, Ledger, Tells};

/// For how long calls are gathered before the other nodes are told.
const GATHERED_FOR: Duration = Duration::from_millis(100);
/// Callers in one notice, at the most: a bus carries no long ones.
const MOST_IN_A_NOTICE: usize = 64;

/// The other nodes, and the limits that hold for all together.
pub(super) struct Others {
    bus: Arc<dyn Bus>,
    limits: RwLock<Vec<Arc<dyn Joint>>>,
    /// Whether there is something to settle.
    news: Arc<Notify>,
}

impl Others {
    /// The other nodes on the bus; none if this one is alone.
    pub(super) fn on(bus: &Arc<dyn Bus>) -> Option<Self> {
        (!bus.is_alone()).then(|| Self { bus: Arc::clone(bus), limits: RwLock::default(), news: Arc::default() })
    }

    /// A ledger whose callers the other nodes are told of a moment later.
    pub(super) fn soon<K: Key>(&self, name: &'static str) -> Ledger<K> {
        Ledger::new(name, Tells::Soon, Arc::clone(&self.news))
    }

    /// A ledger whose callers the other nodes are told of at once.
    pub(super) fn at_once<K: Key>(&self, name: &'static str) -> Ledger<K> {
        Ledger::new(name, Tells::AtOnce(Arc::clone(&self.bus)), Arc::clone(&self.news))
    }

    /// From now on a limit holds for all nodes together.
    pub(super) fn join(&self, limit: Arc<dyn Joint>) {
        self.limits.write().push(limit);
    }

    /// Charges callers with calls that another node let through.
    pub(super) fn charge(&self, counts: &[CallCount]) {
        let limits = self.limits.read();
        for count in counts {
            let limit = limits.iter().find(|limit| limit.name() == count.limit);
            // An older or newer node may have limits that this one has not.
            if let Some(limit) = limit {
                limit.charge(&count.key, count.calls);
            }
        }
    }

    /// Tells the others, whenever there is something to tell, for ever.
    pub(super) async fn tell(&self) {
        loop {
            self.news.notified().await;
            let mut somebody_owes = true;
            while somebody_owes {
                tokio::time::sleep(GATHERED_FOR).await;
                somebody_owes = self.settle();
            }
        }
    }

    /// Settles every limit. Answers whether somebody owes still.
    fn settle(&self) -> bool {
        let mut counts = Vec::new();
        let limits = self.limits.read();
        let owing = limits.iter().filter(|limit| limit.settle(&mut counts)).count();
        drop(limits);
        publish(&*self.bus, counts);
        owing > 0
    }
}

/// Tells the other nodes of calls.
pub(super) fn publish(bus: &dyn Bus, counts: Vec<CallCount>) {
    for counts in counts.chunks(MOST_IN_A_NOTICE) {
        bus.publish(Notice::Calls { counts: counts.to_vec() });
    }
}
