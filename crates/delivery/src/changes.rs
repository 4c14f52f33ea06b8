//! Being told when a subscription was changed.

use std::sync::Arc;

use switchroom_domain::event::Subject;
use switchroom_domain::{Committed, EventKind, FollowerId, OrgId, SubscriptionId, Timestamp};
use switchroom_engine::ports::CommitListener;
use tokio::sync::mpsc;

/// What was changed about a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) org: OrgId,
    pub(crate) subscription: SubscriptionId,
    pub(crate) kind: ChangeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// It was created, edited or deleted.
    Edited,
    /// Its live cursor was moved, at this time.
    Sought(Timestamp),
    /// A replay was started, or called off.
    Replay(FollowerId),
}

/// A channel of changes: the listener is given to the store when it is opened, the changes to
/// [`Delivery::start`](crate::Delivery::start). What is committed between the two is not lost.
#[must_use]
pub fn changes() -> (Changes, Arc<ChangeListener>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Changes(receiver), Arc::new(ChangeListener(sender)))
}

/// The changes of subscriptions, as they are committed.
#[derive(Debug)]
pub struct Changes(pub(crate) mpsc::UnboundedReceiver<Change>);

/// Hears of committed changes. Never blocks.
#[derive(Debug)]
pub struct ChangeListener(mpsc::UnboundedSender<Change>);

impl CommitListener for ChangeListener {
    fn committed(&self, _: OrgId, events: &[Arc<Committed>]) {
        for change in events.iter().filter_map(|committed| change(committed)) {
            // Nobody listens any more once delivery has stopped.
            let _ = self.0.send(change);
        }
    }
}

fn change(committed: &Committed) -> Option<Change> {
    let event = &committed.event;
    if !event.kind.changes_following() {
        return None;
    }
    let Subject::Webhook { id, replay } = event.subject else { return None };
    let kind = match (event.kind, replay) {
        (EventKind::WebhookSought, _) => ChangeKind::Sought(event.at),
        (EventKind::WebhookReplayStarted | EventKind::WebhookReplayCancelled, Some(replay)) => ChangeKind::Replay(replay),
        _ => ChangeKind::Edited,
    };
    Some(Change { org: event.org, subscription: id, kind })
}
