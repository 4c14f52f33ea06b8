//! One subscription's followers: its live run, the one for campaigns, and its replays, started, stopped and restarted as the
//! subscription changes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use switchroom_domain::subscription::{DisabledReason, Ordering, Subscription};
use switchroom_domain::{FollowerId, OrgId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Lease, NodeId};
use switchroom_followers::{BatchRunner, End, Gauges, Patience, Plan, Precedence, RetrySchedule, Runner, Throttle, WindowLimits};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinError;

use crate::batch::Batch;
use crate::changes::ChangeKind;
use crate::giving_up::GivingUp;
use crate::health::Health;
use crate::insist::{AFTER_FAILURE, insist};
use crate::messenger::Messenger;
use crate::role::Role;
use crate::services::Services;
use crate::share::Share;
use crate::webhook::Webhook;

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
    health: Arc<Health>,
    /// Whether the live run is behind.
    live_is_behind: Arc<AtomicBool>,
    /// All its followers together.
    max_per_second: Option<u32>,
    throttle: Throttle,
    running: HashMap<FollowerId, Running>,
    tasks: FuturesUnordered<BoxFuture<'static, Ended>>,
}

/// A follower that runs.
struct Running {
    stop: oneshot::Sender<Duration>,
    /// When the subscription that it tells was last edited.
    of: Timestamp,
}

impl Endpoint {
    /// Of the subscription whose lease this node holds.
    pub(crate) fn new(services: Arc<Services>, node: NodeId, lease: Lease) -> Self {
        let health = Arc::new(Health::new(Patience::new(services.outbox.config.disable_after)));
        Self {
            services,
            node,
            org: lease.org,
            id: lease.subscription,
            replays: HashSet::new(),
            sought_at: Timestamp(0),
            health,
            live_is_behind: Arc::default(),
            max_per_second: None,
            throttle: Throttle::new(None),
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

    /// Brings the followers in line with the subscription as it is now. `false`: it is no more.
    async fn apply(&mut self, changes: &[ChangeKind]) -> bool {
        let mut concerned = HashSet::new();
        for change in changes {
            match *change {
                ChangeKind::Edited => {
                    concerned.extend(self.lasting());
                    concerned.extend(&self.replays);
                }
                ChangeKind::Sought(at) => {
                    self.sought_at = self.sought_at.max(at);
                    concerned.extend(self.lasting());
                }
                ChangeKind::Replay(replay) => {
                    self.replays.insert(replay);
                    concerned.insert(replay);
                }
            }
        }
        self.restart(concerned).await
    }

    /// The followers that every subscription has.
    fn lasting(&self) -> [FollowerId; 2] {
        [self.id.live(), self.id.campaigns()]
    }

    /// Stops these followers, and starts them again from where the store says they stand. `false`: the subscription is no
    /// more, and nothing runs.
    async fn restart(&mut self, mut followers: HashSet<FollowerId>) -> bool {
        let (services, org, id) = (Arc::clone(&self.services), self.org, self.id);
        let subscription = insist(|| services.outbox.engine.store.subscription(org, id)).await;
        if subscription.is_none() {
            followers.extend(self.running.keys());
        }
        // A follower that is just being stopped may have come to its end by itself: it is then started once more, only to
        // find that it is finished.
        self.stop(followers.clone()).await;
        let Some(subscription) = subscription else { return false };
        if subscription.options.max_per_second != self.max_per_second {
            self.max_per_second = subscription.options.max_per_second;
            self.throttle = Throttle::new(self.max_per_second);
        }
        for follower in followers {
            self.start(&subscription, follower).await;
        }
        true
    }

    /// Stops these followers. When this returns, none of them will report a position any more, and what they reported is kept.
    async fn stop(&mut self, followers: HashSet<FollowerId>) {
        let mut awaited = HashSet::new();
        for follower in followers {
            if let Some(running) = self.running.remove(&follower) {
                let _ = running.stop.send(self.services.outbox.config.grace);
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

    /// Starts a follower, if there is something for it to do.
    async fn start(&mut self, subscription: &Subscription, follower: FollowerId) {
        let store = Arc::clone(&self.services.outbox.engine.store);
        let Some(role) = Role::of(&store, subscription, follower).await else {
            self.replays.remove(&follower);
            return;
        };
        if !subscription.enabled {
            return;
        }
        let Some(share) = role.share(&store, subscription).await else { return };
        let Some(plan) = self.plan(subscription, follower, &role, &share).await else { return };
        let health = Arc::clone(&self.health);
        let messenger = Messenger::new(&self.services, subscription, share, follower, plan.since, &plan.retry, health);
        let (stop, stopped) = oneshot::channel();
        let services = self.services.for_followers();
        let task = match subscription.options.batching {
            None => tokio::spawn(Runner::new(plan, Webhook::new(messenger), services).run(stopped)),
            Some(batching) => tokio::spawn(BatchRunner::new(plan, batching, Batch::new(messenger), services).run(stopped)),
        };
        self.running.insert(follower, Running { stop, of: subscription.updated_at });
        self.tasks.push(task.map(move |end| (follower, end)).boxed());
    }

    /// What the follower is to do; `None`: nothing, it is no more, or no longer this node's.
    async fn plan(&mut self, subscription: &Subscription, follower: FollowerId, role: &Role, share: &Share) -> Option<Plan> {
        let (services, org) = (Arc::clone(&self.services), self.org);
        let store = &services.outbox.engine.store;
        let mut state = insist(|| store.follower_state(org, follower)).await?;
        // Whoever enables it again, or gives it another url, is given all the time again.
        state.failing_since = state.failing_since.filter(|since| *since >= subscription.updated_at);
        let lease = Lease { org, subscription: self.id };
        if !insist(|| store.holds(self.node, lease)).await {
            // This node is taken for dead, and about to notice.
            return None;
        }
        let config = &services.outbox.config;
        let options = &subscription.options;
        let behind = || Arc::clone(&self.live_is_behind);
        let (asked_at, parts, precedence, gauges) = match role {
            Role::Live if *share == Share::WithoutCampaigns => {
                (self.sought_at, 1, Precedence::First(behind()), Gauges::named(&follower.to_string()))
            }
            Role::Live => (self.sought_at, 1, Precedence::Alone, Gauges::named(&follower.to_string())),
            Role::Campaigns => (self.sought_at, 4, Precedence::Second(behind()), Gauges::named(&format!("{}.campaigns", self.id))),
            Role::Replay(replay) => (replay.created_at, 2, Precedence::Alone, Gauges::unseen()),
        };
        let replay = if let Role::Replay(replay) = role { Some(replay) } else { None };
        Some(Plan {
            org,
            follower,
            state,
            until: replay.map(|replay| replay.until),
            since: subscription.updated_at.max(asked_at),
            concurrency: config.share(parts),
            throttle: self.throttle.clone(),
            unordered: options.ordering == Ordering::None,
            dead_of: self.id.live(),
            patience: replay.is_none().then(|| self.health.patience()),
            precedence,
            retry: retry(&config.retry, subscription),
            limits: WindowLimits::default(),
            gauges,
        })
    }

    /// A follower ended by itself.
    async fn ended(&mut self, follower: FollowerId, end: Result<End, JoinError>) {
        let running = self.running.remove(&follower);
        match end {
            Ok(End::Stopped) => {}
            Ok(End::Finished) => {
                self.services.positions.kept().await;
                let (services, org) = (Arc::clone(&self.services), self.org);
                insist(|| services.outbox.engine.store.finish_replay(org, follower)).await;
                self.replays.remove(&follower);
            }
            Ok(End::Gone) => self.give_up(follower, running, DisabledReason::Gone).await,
            Ok(End::Failing) => self.give_up(follower, running, DisabledReason::Failing).await,
            Err(error) => {
                tracing::error!(%follower, %error, "a follower broke down and is started again");
                tokio::time::sleep(AFTER_FAILURE).await;
                self.restart(HashSet::from([follower])).await;
            }
        }
    }

    /// A follower found nobody to tell anything: the subscription is disabled, which is told as a change of it.
    async fn give_up(&mut self, follower: FollowerId, running: Option<Running>, reason: DisabledReason) {
        self.services.positions.kept().await;
        let outbox = &self.services.outbox;
        let Some(running) = running else { return };
        let failure = self.health.last_failure();
        GivingUp { engine: Arc::clone(&outbox.engine), org: self.org, subscription: self.id, follower, reason, failure }
            .run(running.of)
            .await;
    }
}

/// The subscription's own waits, else the server's.
fn retry(servers: &RetrySchedule, subscription: &Subscription) -> RetrySchedule {
    let waits = subscription.retry_schedule_ms.as_deref().unwrap_or_default();
    servers.clone().with_waits(waits.iter().copied().map(Duration::from_millis))
}
