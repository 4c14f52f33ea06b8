//! One subscription's followers: its live run and its replays, started, stopped and restarted as the subscription changes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use switchroom_domain::replay::ReplayState;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{FollowerId, OrgId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Lease, NodeId, StoreError};
use switchroom_followers::{Concurrency, End, Gauges, Plan, Precedence, RetrySchedule, Runner, WindowLimits};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinError;

use crate::changes::ChangeKind;
use crate::services::Services;
use crate::webhook::Webhook;

/// How long to wait after the store failed, or after a follower broke down.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

type Ended = (FollowerId, Result<End, JoinError>);

/// One subscription's followers.
pub(crate) struct Endpoint {
    services: Arc<Services>,
    node: NodeId,
    org: OrgId,
    id: SubscriptionId,
    /// Replay jobs that are not done, running or not.
    replays: HashSet<FollowerId>,
    /// When the live cursor was last moved from outside.
    sought_at: Timestamp,
    /// What stops the followers that run.
    running: HashMap<FollowerId, oneshot::Sender<Duration>>,
    tasks: FuturesUnordered<BoxFuture<'static, Ended>>,
}

impl Endpoint {
    /// Of the subscription whose lease this node holds.
    pub(crate) fn new(services: Arc<Services>, node: NodeId, lease: Lease) -> Self {
        Self {
            services,
            node,
            org: lease.org,
            id: lease.subscription,
            replays: HashSet::new(),
            sought_at: Timestamp(0),
            running: HashMap::new(),
            tasks: FuturesUnordered::new(),
        }
    }

    /// Runs the subscription's followers until it is deleted, or `changes` is closed. When this returns, none of them runs, and their
    /// positions are kept. Dropped, it stops them at once.
    pub(crate) async fn run(mut self, mut changes: mpsc::UnboundedReceiver<ChangeKind>) {
        loop {
            tokio::select! {
                change = changes.recv() => {
                    let Some(change) = change else { break };
                    let mut batch = vec![change];
                    batch.extend(std::iter::from_fn(|| changes.try_recv().ok()));
                    if !self.apply(&batch).await {
                        return;
                    }
                }
                Some((follower, end)) = self.tasks.next() => {
                    self.ended(follower, end).await;
                }
            }
        }
        let all = self.running.keys().copied().collect();
        self.stop(all).await;
    }

    /// The follower that is the live run.
    fn live(&self) -> FollowerId {
        FollowerId(self.id.0)
    }

    /// Brings the followers in line with the subscription as it is now. `false`: it is no more.
    async fn apply(&mut self, changes: &[ChangeKind]) -> bool {
        let mut concerned = HashSet::new();
        for change in changes {
            match *change {
                ChangeKind::Edited => {
                    concerned.insert(self.live());
                    concerned.extend(&self.replays);
                }
                ChangeKind::Sought(at) => {
                    self.sought_at = self.sought_at.max(at);
                    concerned.insert(self.live());
                }
                ChangeKind::Replay(replay) => {
                    if self.replays.insert(replay) {
                        concerned.insert(replay);
                    }
                }
            }
        }
        self.restart(concerned).await
    }

    /// Stops these followers, and starts them again from where the store says they stand. `false`: the subscription is no
    /// more, and nothing runs.
    async fn restart(&mut self, mut followers: HashSet<FollowerId>) -> bool {
        let (services, org, id) = (Arc::clone(&self.services), self.org, self.id);
        let subscription = insist(|| services.engine.store.subscription(org, id)).await;
        if subscription.is_none() {
            followers.extend(self.running.keys());
        }
        // A follower that is just being stopped may have come to its end by itself: it is then started once more, only to
        // find that it is finished.
        self.stop(followers.clone()).await;
        let Some(subscription) = subscription else { return false };
        if subscription.enabled {
            for follower in followers {
                self.start(&subscription, follower).await;
            }
        }
        true
    }

    /// Stops these followers. When this returns, none of them will report a position any more, and what they reported is kept.
    async fn stop(&mut self, followers: HashSet<FollowerId>) {
        let mut awaited = HashSet::new();
        for follower in followers {
            if let Some(stop) = self.running.remove(&follower) {
                let _ = stop.send(self.services.config.grace);
                awaited.insert(follower);
            }
        }
        if awaited.is_empty() {
            return;
        }
        let mut others = Vec::new();
        while !awaited.is_empty()
            && let Some((follower, end)) = self.tasks.next().await
        {
            if !awaited.remove(&follower) {
                others.push((follower, end));
            }
        }
        self.services.positions.kept().await;
        for ended in others {
            self.tasks.push(async move { ended }.boxed());
        }
    }

    async fn start(&mut self, subscription: &Subscription, follower: FollowerId) {
        let Some(plan) = self.plan(subscription, follower).await else { return };
        let webhook = Webhook::new(&self.services, subscription.clone(), follower);
        let runner = Runner::new(plan, webhook, self.services.for_followers());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(runner.run(stopped));
        self.running.insert(follower, stop);
        self.tasks.push(task.map(move |end| (follower, end)).boxed());
    }

    /// What the follower is to do; `None`: nothing, it is no more, or no longer this node's.
    async fn plan(&mut self, subscription: &Subscription, follower: FollowerId) -> Option<Plan> {
        let (services, org) = (Arc::clone(&self.services), self.org);
        let store = &services.engine.store;
        let replay = if follower == self.live() { None } else { Some(insist(|| store.replay(org, follower)).await) };
        if let Some(found) = &replay
            && found.as_ref().is_none_or(|replay| replay.state != ReplayState::Running)
        {
            self.replays.remove(&follower);
            return None;
        }
        let replay = replay.flatten();
        let state = insist(|| store.follower_state(org, follower)).await?;
        let lease = Lease { org, subscription: self.id };
        if !insist(|| store.holds(self.node, lease)).await {
            // This node is taken for dead, and about to notice.
            return None;
        }
        let config = &services.config;
        let share = if replay.is_some() { config.replay_concurrency() } else { config.concurrency };
        Some(Plan {
            org,
            follower,
            state,
            until: replay.as_ref().map(|replay| replay.until),
            since: subscription.updated_at.max(replay.as_ref().map_or(self.sought_at, |replay| replay.created_at)),
            concurrency: Concurrency { start: share, most: share },
            max_per_second: None,
            unordered: false,
            dead_of: self.live(),
            patience: None,
            precedence: Precedence::Alone,
            retry: retry(&config.retry, subscription),
            limits: WindowLimits::default(),
            gauges: if replay.is_some() { Gauges::unseen() } else { Gauges::named(&follower.to_string()) },
        })
    }

    /// A follower ended by itself.
    async fn ended(&mut self, follower: FollowerId, end: Result<End, JoinError>) {
        self.running.remove(&follower);
        match end {
            Ok(End::Finished) => {
                self.services.positions.kept().await;
                let (services, org) = (Arc::clone(&self.services), self.org);
                insist(|| services.engine.store.finish_replay(org, follower)).await;
                self.replays.remove(&follower);
            }
            Ok(End::Stopped | End::Gone | End::Failing) => {}
            Err(error) => {
                tracing::error!(%follower, %error, "a follower broke down and is started again");
                tokio::time::sleep(AFTER_FAILURE).await;
                self.restart(HashSet::from([follower])).await;
            }
        }
    }
}

/// The subscription's own waits, else the server's.
fn retry(servers: &RetrySchedule, subscription: &Subscription) -> RetrySchedule {
    let waits = subscription.retry_schedule_ms.as_deref().unwrap_or_default();
    servers.clone().with_waits(waits.iter().copied().map(Duration::from_millis))
}

/// Asks the store until it answers.
async fn insist<T, F>(mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T, StoreError>>,
{
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(error) => tracing::warn!(%error, "the store failed"),
        }
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}
