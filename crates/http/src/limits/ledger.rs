//! What nodes let through of one caller's calls without each other's knowledge.
//!
//! Each node counts its own calls at once, and tells the others a moment later, who charge them to the same caller. Where a caller
//! has used up at one node what he has already used up at another, he owes the difference, and is let through again only when
//! that is made up for: otherwise, whoever calls all nodes all the time would get the full rate from each.

use std::fmt::Display;
use std::hash::Hash;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use governor::clock::Clock;
use switchroom_engine::ports::{Bus, CallCount};
use tokio::sync::Notify;

use super::{Keyed, TooMany};

/// Callers of a kind that are in the ledger, at the most. Of more, the other nodes are not told.
const MOST_ACCOUNTS: usize = 65_536;
/// Characters of a caller's key as other nodes tell it, at the most.
const KEY_CHARS: usize = 64;

/// By what callers are told apart.
pub trait Key: Hash + Eq + Clone + Display + FromStr + Send + Sync + 'static {}

impl<K: Hash + Eq + Clone + Display + FromStr + Send + Sync + 'static> Key for K {}

/// What is to be settled with one caller.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// Calls let through here that other nodes were not told of.
    calls: u32,
    /// Calls let through at other nodes for which there was no room here.
    pub(super) owed: u32,
}

/// The accounts of all callers of a kind, until they are settled.
pub(super) struct Ledger<K: Key> {
    name: &'static str,
    accounts: DashMap<K, Account>,
    /// How many accounts there are: the map would have to count.
    open: AtomicUsize,
    tells: Tells,
    news: Arc<Notify>,
}

/// When the other nodes are told of a call.
pub(super) enum Tells {
    /// With others of the same moment.
    Soon,
    /// At once.
    AtOnce(Arc<dyn Bus>),
}

impl<K: Key> Ledger<K> {
    /// An empty ledger of the limit `name`. Whoever settles it is to wait for `news`.
    pub(super) fn new(name: &'static str, tells: Tells, news: Arc<Notify>) -> Self {
        Self { name, accounts: DashMap::new(), open: AtomicUsize::new(0), tells, news }
    }

    /// Notes a call if `count` lets it through.
    pub(super) fn let_through(&self, key: &K, count: impl FnOnce(&mut Account) -> Result<(), TooMany>) -> Result<(), TooMany> {
        self.with(key, |account| {
            count(account)?;
            match &self.tells {
                Tells::Soon => account.calls = account.calls.saturating_add(1),
                Tells::AtOnce(bus) => super::others::publish(&**bus, vec![self.told(key, 1)]),
            }
            Ok(())
        })
    }

    fn owes(&self, key: &K, calls: u32, most: u32) {
        self.with(key, |account| account.owed = account.owed.saturating_add(calls).min(most));
    }

    /// Does something with a caller's account; if there are too many, with one that is forgotten.
    fn with<T>(&self, key: &K, act: impl FnOnce(&mut Account) -> T) -> T {
        match self.accounts.entry(key.clone()) {
            Entry::Occupied(mut account) => act(account.get_mut()),
            Entry::Vacant(_) if self.open.load(Ordering::Relaxed) >= MOST_ACCOUNTS => act(&mut Account::default()),
            Entry::Vacant(new) => {
                self.open.fetch_add(1, Ordering::Relaxed);
                self.news.notify_one();
                act(&mut new.insert(Account::default()))
            }
        }
    }

    fn told(&self, key: &K, calls: u32) -> CallCount {
        CallCount { limit: self.name.to_owned(), key: key.to_string(), calls }
    }
}

/// A limit that holds for all nodes together.
pub(super) trait Joint: Send + Sync {
    /// What the nodes call it.
    fn name(&self) -> &'static str;

    /// Settles what can be settled, and adds to `counts` what the other nodes are to be told. Answers whether somebody owes still.
    fn settle(&self, counts: &mut Vec<CallCount>) -> bool;

    /// Charges a caller with calls that another node let through.
    fn charge(&self, key: &str, calls: u32);
}

impl<K: Key, C: Clock + Send + Sync> Joint for Keyed<K, C>
where
    C::Instant: Send + Sync,
{
    fn name(&self) -> &'static str {
        self.ledger.as_ref().map_or("", |ledger| ledger.name)
    }

    fn settle(&self, counts: &mut Vec<CallCount>) -> bool {
        let Some(ledger) = &self.ledger else { return false };
        let mut somebody_owes = false;
        ledger.accounts.retain(|key, account| {
            account.owed = Keyed::charge(self, key, account.owed);
            let calls = std::mem::take(&mut account.calls);
            if calls > 0 {
                counts.push(ledger.told(key, calls));
            }
            let owes = account.owed > 0;
            somebody_owes |= owes;
            if !owes {
                ledger.open.fetch_sub(1, Ordering::Relaxed);
            }
            owes
        });
        somebody_owes
    }

    fn charge(&self, key: &str, calls: u32) {
        let Some(ledger) = &self.ledger else { return };
        // Another node's word is checked all the same: what is told to all nodes should harm none.
        let Some(key) = Some(key).filter(|key| key.len() <= KEY_CHARS).and_then(|key| key.parse().ok()) else { return };
        let left = Keyed::charge(self, &key, calls);
        if left > 0 {
            ledger.owes(&key, left, self.most());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::num::NonZeroU32;
    use std::sync::Arc;
    use std::time::Duration;

    use governor::Quota;
    use governor::clock::FakeRelativeClock;
    use switchroom_engine::ports::CallCount;
    use tokio::sync::Notify;

    use super::{Joint, Ledger, MOST_ACCOUNTS, Tells};
    use crate::limits::Keyed;

    const ANN: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const SETTLED_EVERY: Duration = Duration::from_millis(100);

    type Node = Keyed<IpAddr, FakeRelativeClock>;

    /// A node that lets 10 calls through a second, and 20 at once.
    fn node(clock: &FakeRelativeClock) -> Node {
        let quota = Quota::per_second(NonZeroU32::new(10).expect("10")).allow_burst(NonZeroU32::new(20).expect("20"));
        Keyed::with_clock(quota, Some(Ledger::new("test", Tells::Soon, Arc::new(Notify::new()))), clock.clone())
    }

    /// Calls until it is refused; how many calls were not.
    fn until_refused(node: &Node) -> u32 {
        (0..).find(|_| node.count(&ANN).is_err()).expect("refused")
    }

    fn told(node: &Node) -> Vec<CallCount> {
        let mut counts = Vec::new();
        node.settle(&mut counts);
        counts
    }

    fn tell_each_other(one: &Node, other: &Node) {
        let (of_one, of_other) = (told(one), told(other));
        of_other.iter().for_each(|count| Joint::charge(one, &count.key, count.calls));
        of_one.iter().for_each(|count| Joint::charge(other, &count.key, count.calls));
    }

    fn accounts(node: &Node) -> usize {
        node.ledger.as_ref().expect("a ledger").accounts.len()
    }

    #[test]
    fn calls_here_are_charged_there() {
        let clock = FakeRelativeClock::default();
        let (one, other) = (node(&clock), node(&clock));
        (0..15).for_each(|_| one.count(&ANN).expect("let through"));
        let counts = told(&one);
        assert_eq!(counts, [CallCount { limit: "test".to_owned(), key: ANN.to_string(), calls: 15 }]);
        Joint::charge(&other, &counts[0].key, counts[0].calls);
        assert_eq!(until_refused(&other), 5);
        assert_eq!(told(&one), [], "what was told is not told again");
        assert_eq!(told(&other)[0].calls, 5, "what another node let through is not told on");
        assert_eq!((accounts(&one), accounts(&other)), (0, 0));
    }

    #[test]
    fn what_both_let_through_is_made_up_for() {
        let clock = FakeRelativeClock::default();
        let (one, other) = (node(&clock), node(&clock));
        assert_eq!((until_refused(&one), until_refused(&other)), (20, 20));
        tell_each_other(&one, &other);
        assert_eq!(one.count(&ANN).expect_err("too many").seconds, 3, "20 calls are owed at 10 a second");
        clock.advance(Duration::from_secs(2));
        assert!(one.count(&ANN).is_err());
        clock.advance(Duration::from_secs(1));
        assert_eq!(until_refused(&one), 10);
        assert_eq!(accounts(&one), 1);
    }

    #[test]
    fn nobody_owes_more_than_he_could_have_used_at_once() {
        let clock = FakeRelativeClock::default();
        let node = node(&clock);
        Joint::charge(&node, &ANN.to_string(), u32::MAX);
        clock.advance(Duration::from_secs(2));
        assert!(node.count(&ANN).is_err());
        clock.advance(Duration::from_secs(2));
        assert_eq!(until_refused(&node), 20);
    }

    #[test]
    fn debts_are_settled_without_a_call() {
        let clock = FakeRelativeClock::default();
        let node = node(&clock);
        Joint::charge(&node, &ANN.to_string(), 30);
        assert!(node.settle(&mut Vec::new()));
        clock.advance(Duration::from_secs(1));
        assert!(!node.settle(&mut Vec::new()));
        assert_eq!(accounts(&node), 0);
    }

    #[test]
    fn who_calls_all_nodes_all_the_time_gets_the_rate_once() {
        let clock = FakeRelativeClock::default();
        let (one, other) = (node(&clock), node(&clock));
        let mut let_through = 0;
        for _ in 0..600 {
            let_through += until_refused(&one) + until_refused(&other);
            tell_each_other(&one, &other);
            clock.advance(SETTLED_EVERY);
        }
        // 20 at once, then 10 a second for a minute; and a little that each did not know in time.
        assert!((600..=645).contains(&let_through), "{let_through}");
    }

    #[test]
    fn what_is_no_key_is_passed_over() {
        let node = node(&FakeRelativeClock::default());
        for key in ["", "ann", &"1".repeat(1_000)] {
            Joint::charge(&node, key, u32::MAX);
        }
        assert_eq!(accounts(&node), 0);
    }

    #[test]
    fn memory_is_bounded() {
        let node = node(&FakeRelativeClock::default());
        let callers = u32::try_from(MOST_ACCOUNTS).expect("small") + 10;
        for caller in 0..callers {
            node.count(&IpAddr::V4(Ipv4Addr::from_bits(caller))).expect("let through");
        }
        assert_eq!(accounts(&node), MOST_ACCOUNTS);
        assert_eq!(told(&node).len(), MOST_ACCOUNTS);
        assert_eq!(accounts(&node), 0);
        node.count(&ANN).expect("let through");
        assert_eq!(told(&node).len(), 1);
    }
}
