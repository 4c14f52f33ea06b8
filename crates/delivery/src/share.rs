//! Which of a subscription's events one of its followers tells.

use std::collections::HashSet;

use switchroom_domain::subscription::Subscription;
use switchroom_domain::{Committed, EventKind};

use crate::sender::Sender;

/// Which of a subscription's events one of its followers tells.
pub(crate) struct Wanted {
    /// The kinds of event that the filter covers: matching patterns for each event would cost more.
    kinds: Vec<EventKind>,
    share: Share,
}

/// A follower's part of what its subscription is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Share {
    /// Everything.
    All,
    /// Everything but the statuses of campaigns' messages: another follower tells those.
    WithoutCampaigns,
    /// The statuses of campaigns' messages.
    Campaigns,
    /// The events with these sequence numbers.
    These(HashSet<i64>),
}

impl Wanted {
    pub(crate) fn new(subscription: &Subscription, sender: Option<&Sender>, share: Share) -> Self {
        Self { kinds: kinds(subscription, sender), share }
    }

    /// Whether the subscription is told of this event by the follower with this share.
    pub(crate) fn covers(&self, subscription: &Subscription, committed: &Committed) -> bool {
        self.kinds.contains(&committed.event.kind) && self.share.covers(committed) && subscription.concerns(committed)
    }
}

impl Share {
    fn covers(&self, committed: &Committed) -> bool {
        match self {
            Self::All => true,
            Self::WithoutCampaigns => !is_campaign_status(committed),
            Self::Campaigns => is_campaign_status(committed),
            Self::These(seqs) => seqs.contains(&committed.event.seq),
        }
    }
}

/// Whether the event is what became of a message that a campaign sent.
fn is_campaign_status(committed: &Committed) -> bool {
    committed.event.kind == EventKind::MessageStatusChanged && committed.message.as_ref().is_some_and(|message| message.campaign)
}

/// The kinds of event that the filter covers, by our patterns or by the dialect's topics.
fn kinds(subscription: &Subscription, sender: Option<&Sender>) -> Vec<EventKind> {
    let topics = subscription.dialect.topics().iter().filter(|topic| subscription.events.iter().any(|pattern| pattern == *topic));
    let of_topics: Vec<EventKind> = sender.map_or_else(Vec::new, |sender| topics.flat_map(|topic| sender.voice.kinds(topic)).collect());
    EventKind::EVERY.iter().copied().filter(|kind| subscription.covers(*kind) || of_topics.contains(kind)).collect()
}
