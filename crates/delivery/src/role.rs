//! What a follower of a subscription is for.

use std::collections::HashSet;
use std::sync::Arc;

use switchroom_domain::FollowerId;
use switchroom_domain::replay::{Replay, ReplayScope, ReplayState};
use switchroom_domain::subscription::Subscription;
use switchroom_engine::ports::{Page, Store};

use crate::insist::insist;
use crate::share::Share;

/// Dead letters read at once.
const PAGE: usize = 1_000;

/// What a follower of a subscription is for.
#[derive(Debug, Clone)]
pub(crate) enum Role {
    /// It tells what happens.
    Live,
    /// It tells what became of campaigns' messages, so that a campaign holds up nothing else.
    Campaigns,
    /// It tells a part of the log once more.
    Replay(Replay),
}

impl Role {
    /// What that follower of a subscription is for now. `None`: nothing; a replay is over.
    pub(crate) async fn of(store: &Arc<dyn Store>, subscription: &Subscription, follower: FollowerId) -> Option<Self> {
        if follower == subscription.id.live() {
            return Some(Self::Live);
        }
        if follower == subscription.id.campaigns() {
            return Some(Self::Campaigns);
        }
        let replay = insist(|| store.replay(subscription.org, follower)).await?;
        match replay.state {
            ReplayState::Running => Some(Self::Replay(replay)),
            ReplayState::Cancelled => {
                insist(|| store.finish_replay(subscription.org, follower)).await;
                None
            }
            ReplayState::Done => None,
        }
    }

    /// Which events it tells. `None`: none. A subscription from before there were two followers has no position for campaigns: its live
    /// run tells everything.
    pub(crate) async fn share(&self, store: &Arc<dyn Store>, subscription: &Subscription) -> Option<Share> {
        let campaigns_apart = async || {
            let campaigns = subscription.id.campaigns();
            subscription.tells_statuses() && insist(|| store.follower_state(subscription.org, campaigns)).await.is_some()
        };
        match self {
            Self::Live if campaigns_apart().await => Some(Share::WithoutCampaigns),
            Self::Live => Some(Share::All),
            Self::Campaigns => campaigns_apart().await.then_some(Share::Campaigns),
            Self::Replay(replay) if replay.scope == ReplayScope::Dead => Some(Share::These(dead(store, replay).await)),
            Self::Replay(_) => Some(Share::All),
        }
    }
}

/// The dead letters that there were in a replay's part of the log when it was asked for.
async fn dead(store: &Arc<dyn Store>, replay: &Replay) -> HashSet<i64> {
    let live = replay.subscription.live();
    let mut seqs = HashSet::new();
    let mut after = replay.after;
    loop {
        let Page { items, more } = insist(|| store.dead_letters(replay.org, live, after, PAGE)).await;
        let Some(last) = items.last().map(|letter| letter.seq) else { return seqs };
        let then = items.iter().filter(|letter| letter.seq <= replay.until && letter.died_at <= replay.created_at);
        seqs.extend(then.map(|letter| letter.seq));
        if !more || last >= replay.until {
            return seqs;
        }
        after = last;
    }
}
