//! How often one caller may call, whichever nodes he calls.

mod keyed;
mod ledger;
mod others;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::Quota;
use switchroom_domain::TokenId;
use switchroom_engine::ports::{Bus, CallCount};

pub use keyed::Keyed;
use ledger::{Joint, Key, Ledger};
use others::Others;

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Times a second, in the long run.
    pub per_second: NonZeroU32,
    /// Times at once, after a rest.
    pub burst: NonZeroU32,
}

impl Rate {
    fn quota(self) -> Quota {
        Quota::per_second(self.per_second).allow_burst(self.burst)
    }
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
    token: Arc<Keyed<TokenId>>,
    address: Arc<Keyed<IpAddr>>,
    login: Arc<Keyed<IpAddr>>,
    others: Option<Others>,
}

impl Limits {
    /// Nobody has called yet. Without `rates` everybody may call as often as he likes. Other nodes on the bus, if there are any,
    /// are told of calls, so that a limit holds whichever node answers.
    #[must_use]
    pub fn new(rates: Option<RateLimits>, bus: &Arc<dyn Bus>) -> Self {
        Self(rates.map(|rates| {
            let others = Others::on(bus);
            Limiters {
                token: joined(others.as_ref(), rates.token.quota(), |others| others.soon("token")),
                address: joined(others.as_ref(), rates.address.quota(), |others| others.soon("address")),
                login: joined(others.as_ref(), rates.login.quota(), |others| others.at_once("login")),
                others,
            }
        }))
    }

    /// One more limit, of calls a minute from one address; none if everybody may call as often as he likes. `name` is what the
    /// nodes call it.
    #[must_use]
    pub fn per_minute(&self, name: &'static str, calls: NonZeroU32) -> Option<Arc<Keyed<IpAddr>>> {
        let limiters = self.0.as_ref()?;
        Some(joined(limiters.others.as_ref(), Quota::per_minute(calls), |others| others.at_once(name)))
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

    /// Counts calls that another node let through.
    pub fn charge(&self, counts: &[CallCount]) {
        if let Some(others) = self.others() {
            others.charge(counts);
        }
    }

    /// Tells other nodes what this one lets through, for ever; ends at once if there are none.
    pub async fn tell_others(&self) {
        if let Some(others) = self.others() {
            others.tell().await;
        }
    }

    fn others(&self) -> Option<&Others> {
        self.0.as_ref()?.others.as_ref()
    }
}

/// A limit that holds for all nodes together, if there are others.
fn joined<K: Key>(others: Option<&Others>, quota: Quota, ledger: impl FnOnce(&Others) -> Ledger<K>) -> Arc<Keyed<K>> {
    let limit = Arc::new(Keyed::new(quota, others.map(ledger)));
    if let Some(others) = others {
        others.join(Arc::clone(&limit) as Arc<dyn Joint>);
    }
    limit
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
    use std::net::IpAddr;
    use std::num::NonZeroU32;
    use std::sync::Arc;

    use switchroom_domain::TokenId;
    use switchroom_engine::ports::{Alone, Bus, CallCount, Notice};
    use tokio::sync::broadcast;
    use uuid::Uuid;

    use super::{Limits, Rate, RateLimits};

    fn alone(rates: Option<RateLimits>) -> Limits {
        Limits::new(rates, &(Arc::new(Alone::default()) as Arc<dyn Bus>))
    }

    /// A node's end of a bus.
    struct End(broadcast::Sender<Notice>);

    impl Bus for End {
        fn publish(&self, notice: Notice) {
            // Nobody listens at the end of a test.
            let _ = self.0.send(notice);
        }

        fn notices(&self) -> broadcast::Receiver<Notice> {
            self.0.subscribe()
        }
    }

    /// A node with a bus, and what it tells.
    fn node() -> (Arc<Limits>, broadcast::Receiver<Notice>) {
        let bus: Arc<dyn Bus> = Arc::new(End(broadcast::Sender::new(64)));
        let rate = Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::new(3).expect("3") };
        let rates = RateLimits { token: rate, address: rate, login: rate };
        (Arc::new(Limits::new(Some(rates), &bus)), bus.notices())
    }

    fn counts(notice: Notice) -> Vec<CallCount> {
        match notice {
            Notice::Calls { counts } => counts,
            notice => panic!("{notice:?}"),
        }
    }

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    #[test]
    fn a_caller_who_calls_too_often_is_told_to_wait() {
        let once = Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN };
        let limits = alone(Some(RateLimits { address: once, ..RateLimits::default() }));
        let one: IpAddr = "2001:db8::1".parse().expect("address");
        let neighbour: IpAddr = "2001:db8::2".parse().expect("address");
        let other: IpAddr = "192.0.2.1".parse().expect("address");
        assert!(limits.address(one).is_ok());
        assert_eq!(limits.address(neighbour).expect_err("too many").limit, 1);
        assert!(limits.address(other).is_ok());
    }

    #[test]
    fn limits_can_be_switched_off() {
        let limits = alone(None);
        let address: IpAddr = "192.0.2.1".parse().expect("address");
        assert!((0..10_000).all(|_| limits.login(address).is_ok()));
        assert!(limits.per_minute("test", NonZeroU32::MIN).is_none());
    }

    #[tokio::test]
    async fn a_node_that_is_alone_gathers_nothing() {
        let limits = alone(Some(RateLimits::default()));
        limits.login(address(1)).expect("let through");
        limits.tell_others().await;
        assert!(limits.0.is_some_and(|limiters| limiters.login.ledger.is_none() && limiters.others.is_none()));
    }

    #[tokio::test(start_paused = true)]
    async fn nodes_count_each_others_calls() {
        let ((one, mut told), (other, mut told_by_other)) = (node(), node());
        let (token, ann) = (TokenId(Uuid::from_u128(1)), address(1));
        for _ in 0..3 {
            one.token(token).expect("let through");
            one.address(ann).expect("let through");
        }
        assert!(one.token(token).is_err());
        assert!(told.try_recv().is_err(), "calls are gathered first");
        for node in [&one, &other] {
            let node = Arc::clone(node);
            tokio::spawn(async move { node.tell_others().await });
        }
        let counts = counts(told.recv().await.expect("a notice"));
        assert!(counts.iter().all(|count| count.calls == 3), "{counts:?}");
        other.charge(&counts);
        assert!(other.token(token).is_err() && other.address(ann).is_err());
        other.token(TokenId(Uuid::from_u128(2))).expect("somebody else's are not charged");
        let told = told_by_other.recv().await.expect("a notice");
        assert_eq!(self::counts(told).len(), 1, "what was charged is not told on");
    }

    #[tokio::test(start_paused = true)]
    async fn many_callers_are_told_in_short_notices() {
        let (one, mut told) = node();
        (0..200).for_each(|number| one.address(address(number)).expect("let through"));
        tokio::spawn(async move { one.tell_others().await });
        let mut callers = 0;
        while callers < 200 {
            let counts = counts(told.recv().await.expect("a notice"));
            assert!(serde_json::to_string(&Notice::Calls { counts: counts.clone() }).expect("JSON").len() < 8_000);
            callers += counts.len();
        }
    }

    #[test]
    fn attempts_to_log_in_are_told_at_once() {
        let ((one, mut told), (other, _)) = (node(), node());
        let joined = |limits: &Limits| limits.per_minute("vendor.visit", NonZeroU32::MIN).expect("a limit");
        let (visits, visits_there) = (joined(&one), joined(&other));
        one.login(address(1)).expect("let through");
        visits.count(&address(1)).expect("let through");
        while let Ok(notice) = told.try_recv() {
            other.charge(&counts(notice));
        }
        assert!(visits_there.count(&address(1)).is_err());
        assert!(other.login(address(1)).is_ok() && other.login(address(1)).is_ok());
        assert!(other.login(address(1)).is_err());
        other.charge(&[CallCount { limit: "unknown".to_owned(), key: "x".to_owned(), calls: 1 }]);
    }
}
