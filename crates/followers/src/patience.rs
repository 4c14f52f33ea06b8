//! How long a follower goes on although nothing is accepted.

use std::time::Duration;

use switchroom_domain::Timestamp;

/// Since when nothing was accepted, and how long that may last.
#[derive(Debug)]
pub(crate) struct Patience {
    failing_since: Option<Timestamp>,
    most: Option<Duration>,
}

impl Patience {
    /// `failing_since` is as it was kept; without `most` it lasts for ever.
    pub(crate) fn new(failing_since: Option<Timestamp>, most: Option<Duration>) -> Self {
        Self { failing_since, most }
    }

    /// The time of the first failure after the last success.
    pub(crate) fn failing_since(&self) -> Option<Timestamp> {
        self.failing_since
    }

    /// A try succeeded.
    pub(crate) fn succeeded(&mut self) {
        self.failing_since = None;
    }

    /// A try failed. Answers whether that is enough.
    pub(crate) fn failed(&mut self, now: Timestamp) -> bool {
        let since = *self.failing_since.get_or_insert(now);
        let lasted = Duration::from_micros(u64::try_from(now.micros_since(since)).unwrap_or(0));
        self.most.is_some_and(|most| lasted >= most)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use switchroom_domain::Timestamp;

    use super::Patience;

    const DAY: Option<Duration> = Some(Duration::from_secs(24 * 3_600));
    const BEGIN: Timestamp = Timestamp(0);

    #[test]
    fn it_ends_with_the_failure_that_comes_so_long_after_the_first() {
        let mut patience = Patience::new(None, DAY);
        assert!(!patience.failed(BEGIN));
        assert!(!patience.failed(BEGIN.plus_seconds(24 * 3_600 - 1)));
        assert_eq!(patience.failing_since(), Some(BEGIN));
        assert!(patience.failed(BEGIN.plus_seconds(24 * 3_600)));
    }

    #[test]
    fn a_success_starts_it_anew() {
        let mut patience = Patience::new(Some(BEGIN), DAY);
        patience.succeeded();
        assert_eq!(patience.failing_since(), None);
        assert!(!patience.failed(BEGIN.plus_seconds(48 * 3_600)));
    }

    #[test]
    fn without_an_end_it_lasts_for_ever_and_still_says_since_when() {
        let mut patience = Patience::new(Some(BEGIN), None);
        assert!(!patience.failed(Timestamp(i64::MAX)));
        assert_eq!(patience.failing_since(), Some(BEGIN));
    }
}
