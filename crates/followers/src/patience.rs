//! How long a follower goes on although nothing is accepted.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use switchroom_domain::Timestamp;

/// How long an endpoint may accept nothing, although it is told things, before its followers end. A clone shares what was accepted.
#[derive(Debug, Clone)]
pub struct Patience {
    most: Duration,
    accepted_at: Arc<AtomicI64>,
}

impl Patience {
    /// Nothing was accepted yet.
    pub fn new(most: Duration) -> Self {
        Self { most, accepted_at: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// The endpoint accepted something, of whichever follower.
    pub fn accepted(&self, at: Timestamp) {
        self.accepted_at.fetch_max(at.0, Ordering::Relaxed);
    }

    fn is_over(&self, failing_since: Timestamp, now: Timestamp) -> bool {
        let since = failing_since.max(Timestamp(self.accepted_at.load(Ordering::Relaxed)));
        now.micros_since(since) >= i64::try_from(self.most.as_micros()).unwrap_or(i64::MAX)
    }
}

/// Since when a follower has nothing accepted, and how long that may last.
#[derive(Debug)]
pub(crate) struct Failing {
    since: Option<Timestamp>,
    patience: Option<Patience>,
}

impl Failing {
    /// `since` is as it was kept; without `patience` it lasts for ever.
    pub(crate) fn new(since: Option<Timestamp>, patience: Option<Patience>) -> Self {
        Self { since, patience }
    }

    /// The time of the first failure after the last success.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// A try succeeded.
    pub(crate) fn succeeded(&mut self) {
        self.since = None;
    }

    /// A try failed. Answers whether that is enough.
    pub(crate) fn failed(&mut self, now: Timestamp) -> bool {
        let since = *self.since.get_or_insert(now);
        self.patience.as_ref().is_some_and(|patience| patience.is_over(since, now))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use switchroom_domain::Timestamp;

    use super::{Failing, Patience};

    const DAY: i64 = 24 * 3_600;
    const BEGIN: Timestamp = Timestamp(0);

    fn day() -> Patience {
        Patience::new(Duration::from_secs(24 * 3_600))
    }

    #[test]
    fn it_ends_with_the_failure_that_comes_so_long_after_the_first() {
        let mut failing = Failing::new(None, Some(day()));
        assert!(!failing.failed(BEGIN));
        assert!(!failing.failed(BEGIN.plus_seconds(DAY - 1)));
        assert_eq!(failing.since(), Some(BEGIN));
        assert!(failing.failed(BEGIN.plus_seconds(DAY)));
    }

    #[test]
    fn a_success_starts_it_anew() {
        let mut failing = Failing::new(Some(BEGIN), Some(day()));
        failing.succeeded();
        assert_eq!(failing.since(), None);
        assert!(!failing.failed(BEGIN.plus_seconds(2 * DAY)));
    }

    #[test]
    fn what_another_follower_gets_accepted_counts_too() {
        let patience = day();
        let mut failing = Failing::new(Some(BEGIN), Some(patience.clone()));
        patience.accepted(BEGIN.plus_seconds(DAY));
        patience.accepted(BEGIN.plus_seconds(DAY - 5));
        assert!(!failing.failed(BEGIN.plus_seconds(2 * DAY - 1)));
        assert!(failing.failed(BEGIN.plus_seconds(2 * DAY)));
        assert_eq!(failing.since(), Some(BEGIN));
    }

    #[test]
    fn without_an_end_it_lasts_for_ever_and_still_says_since_when() {
        let mut failing = Failing::new(Some(BEGIN), None);
        assert!(!failing.failed(Timestamp(i64::MAX)));
        assert_eq!(failing.since(), Some(BEGIN));
    }
}
