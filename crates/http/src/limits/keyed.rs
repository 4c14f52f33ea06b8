//! Counting the calls of every caller of a kind.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{NotUntil, Quota, RateLimiter};

use super::TooMany;
use super::ledger::{Account, Key, Ledger};

/// Callers who have not called for a while are forgotten whenever this many calls were made.
const CALLS_BETWEEN_FORGETTING: u32 = 4_096;

/// Counts the calls of every caller of a kind, those at other nodes included.
pub struct Keyed<K: Key, C: Clock = DefaultClock> {
    limiter: RateLimiter<K, DashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    quota: Quota,
    calls: AtomicU32,
    /// What this node and the others let through without each other's knowledge; none if it is alone.
    pub(super) ledger: Option<Ledger<K>>,
}

impl<K: Key> Keyed<K> {
    /// Nobody has called yet.
    pub(super) fn new(quota: Quota, ledger: Option<Ledger<K>>) -> Self {
        Self::with_clock(quota, ledger, DefaultClock::default())
    }
}

impl<K: Key, C: Clock> Keyed<K, C> {
    pub(super) fn with_clock(quota: Quota, ledger: Option<Ledger<K>>, clock: C) -> Self {
        Self { limiter: RateLimiter::dashmap_with_clock(quota, clock), quota, calls: AtomicU32::new(0), ledger }
    }

    /// Counts a call.
    pub fn count(&self, key: &K) -> Result<(), TooMany> {
        if self.calls.fetch_add(1, Ordering::Relaxed) % CALLS_BETWEEN_FORGETTING == CALLS_BETWEEN_FORGETTING - 1 {
            self.limiter.retain_recent();
        }
        match &self.ledger {
            Some(ledger) => ledger.let_through(key, |account| self.count_with(key, account)),
            None => self.check(key),
        }
    }

    /// Counts a call of somebody who may owe for calls at other nodes.
    fn count_with(&self, key: &K, account: &mut Account) -> Result<(), TooMany> {
        account.owed = self.charge(key, account.owed);
        if account.owed == 0 { self.check(key) } else { Err(self.too_many(self.quota.replenish_interval() * account.owed)) }
    }

    fn check(&self, key: &K) -> Result<(), TooMany> {
        let wait = |until: NotUntil<C::Instant>| until.wait_time_from(self.limiter.clock().now());
        self.limiter.check_key(key).map_err(|until| self.too_many(wait(until)))
    }

    fn too_many(&self, wait: std::time::Duration) -> TooMany {
        TooMany { seconds: wait.as_secs() + 1, limit: self.most() }
    }

    /// Calls at once, at the most.
    pub(super) fn most(&self) -> u32 {
        self.quota.burst_size().get()
    }

    /// Counts calls that were let through already, as far as there is room for them. Answers how many there is no room for.
    pub(super) fn charge(&self, key: &K, calls: u32) -> u32 {
        let mut left = calls;
        let mut step = calls.min(self.most());
        while let Some(some) = NonZeroU32::new(step) {
            if let Ok(Ok(())) = self.limiter.check_key_n(key, some) {
                left -= step;
                step = step.min(left);
            } else {
                step /= 2;
            }
        }
        left
    }
}
