//! How often one caller may call.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use switchroom_domain::TokenId;

/// Callers who have not called for a while are forgotten whenever this many calls were made.
const CALLS_BETWEEN_FORGETTING: u32 = 4_096;

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Times a second, in the long run.
    pub per_second: NonZeroU32,
    /// Times at once, after a rest.
    pub burst: NonZeroU32,
}

/// How often one caller may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Calls with one token.
    pub token: Rate,
    /// Calls without a valid token from one address.
    pub address: Rate,
    /// Attempts to log in from one address.
    pub login: Rate,
}

impl Default for RateLimits {
    fn default() -> Self {
        const fn rate(per_second: u32, burst: u32) -> Rate {
            match (NonZeroU32::new(per_second), NonZeroU32::new(burst)) {
                (Some(per_second), Some(burst)) => Rate { per_second, burst },
                _ => Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN },
            }
        }
        Self { token: rate(500, 5_000), address: rate(20, 200), login: rate(1, 20) }
    }
}

/// Somebody called too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; try again in {seconds} s")]
pub struct TooMany {
    /// After how many seconds he may call again.
    pub seconds: u64,
    /// How often he may call at once, after a rest.
    pub limit: u32,
}

/// Counts the calls of every caller.
pub struct Limits(Option<Limiters>);

struct Limiters {
    token: Keyed<TokenId>,
    address: Keyed<IpAddr>,
    login: Keyed<IpAddr>,
}

impl Limits {
    /// Nobody has called yet. Without `rates` everybody may call as often as he likes.
    #[must_use]
    pub fn new(rates: Option<RateLimits>) -> Self {
        Self(rates.map(|rates| Limiters {
            token: Keyed::new(rates.token),
            address: Keyed::new(rates.address),
            login: Keyed::new(rates.login),
        }))
    }

    /// Counts a call with a valid token.
    pub fn token(&self, token: TokenId) -> Result<(), TooMany> {
        self.0.as_ref().map_or(Ok(()), |limiters| limiters.token.count(&token))
    }

    /// Counts a call without a valid token.
    pub fn address(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.as_ref().map_or(Ok(()), |limiters| limiters.address.count(&household(address)))
    }

    /// Counts an attempt to log in.
    pub fn login(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.as_ref().map_or(Ok(()), |limiters| limiters.login.count(&household(address)))
    }
}

/// Counts the calls of every caller of a kind.
pub struct Keyed<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    limit: u32,
    calls: AtomicU32,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(rate: Rate) -> Self {
        Self::with_quota(Quota::per_second(rate.per_second).allow_burst(rate.burst))
    }

    /// Nobody has called yet. Everybody may call so often a minute.
    #[must_use]
    pub fn per_minute(calls: NonZeroU32) -> Self {
        Self::with_quota(Quota::per_minute(calls))
    }

    fn with_quota(quota: Quota) -> Self {
        Self { limiter: RateLimiter::keyed(quota), limit: quota.burst_size().get(), calls: AtomicU32::new(0) }
    }

    /// Counts a call.
    pub fn count(&self, key: &K) -> Result<(), TooMany> {
        if self.calls.fetch_add(1, Ordering::Relaxed) % CALLS_BETWEEN_FORGETTING == CALLS_BETWEEN_FORGETTING - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|wait| {
            let wait = wait.wait_time_from(DefaultClock::default().now());
            TooMany { seconds: wait.as_secs() + 1, limit: self.limit }
        })
    }
}

/// One household has a whole IPv6 network: its addresses count as one.
#[must_use]
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Rate, RateLimits};
    use std::net::IpAddr;
    use std::num::NonZeroU32;

    #[test]
    fn a_caller_who_calls_too_often_is_told_to_wait() {
        let once = Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN };
        let limits = Limits::new(Some(RateLimits { address: once, ..RateLimits::default() }));
        let one: IpAddr = "2001:db8::1".parse().expect("address");
        let neighbour: IpAddr = "2001:db8::2".parse().expect("address");
        let other: IpAddr = "192.0.2.1".parse().expect("address");
        assert!(limits.address(one).is_ok());
        assert_eq!(limits.address(neighbour).expect_err("too many").limit, 1);
        assert!(limits.address(other).is_ok());
    }

    #[test]
    fn limits_can_be_switched_off() {
        let limits = Limits::new(None);
        let address: IpAddr = "192.0.2.1".parse().expect("address");
        assert!((0..10_000).all(|_| limits.login(address).is_ok()));
    }
}
