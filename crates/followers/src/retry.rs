//! When to try again.

use std::sync::Arc;
use std::time::Duration;

use switchroom_domain::{Ids, Timestamp};

/// The waits that Standard Webhooks suggests, roughly: eager at first, then patient.
const DEFAULT_WAITS_SECONDS: [u64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// How long an event is tried, from its commit.
const DEFAULT_HORIZON: Duration = Duration::from_secs(3 * 24 * 3600);
/// The longest wait between two probes of an endpoint whose breaker is open.
const LONGEST_PROBE_WAIT: Duration = Duration::from_secs(60);

/// What jitter makes of a wait, at the least and at the most.
const LEAST: f64 = 0.9;
const MOST: f64 = 1.1;

/// When a failed event is tried again, and for how long.
#[derive(Debug, Clone)]
pub struct RetrySchedule {
    waits: Arc<[Duration]>,
    horizon: Duration,
}

impl Default for RetrySchedule {
    fn default() -> Self {
        Self { waits: DEFAULT_WAITS_SECONDS.into_iter().map(Duration::from_secs).collect(), horizon: DEFAULT_HORIZON }
    }
}

impl RetrySchedule {
    /// The same horizon with other waits: the one at index `n` follows try `n + 1`, the last one repeats. Without any, the
    /// waits stay.
    #[must_use]
    pub fn with_waits(self, waits: impl IntoIterator<Item = Duration>) -> Self {
        let waits: Arc<[Duration]> = waits.into_iter().collect();
        if waits.is_empty() { self } else { Self { waits, ..self } }
    }

    /// The same waits with another horizon: how long after its commit an event is still tried.
    #[must_use]
    pub fn with_horizon(self, horizon: Duration) -> Self {
        Self { horizon, ..self }
    }

    /// How long after its first try an event's try of that number (counted from 1) comes, at the least.
    #[must_use]
    pub fn earliest(&self, number: u32) -> Duration {
        (1..number).map(|tries| self.wait(tries)).sum::<Duration>().mul_f64(LEAST)
    }

    /// Until when an event of that time is tried.
    pub(crate) fn deadline(&self, at: Timestamp) -> Timestamp {
        plus(at, self.horizon)
    }

    /// When an event of that time, which just failed, is tried again: as scheduled, but the last try is at the deadline.
    pub(crate) fn no_later(&self, scheduled: Timestamp, at: Timestamp, now: Timestamp) -> Timestamp {
        let deadline = self.deadline(at);
        if deadline > now { scheduled.min(deadline) } else { scheduled }
    }

    /// How long to wait after the try of that number (counted from 1).
    pub(crate) fn wait(&self, tries: u32) -> Duration {
        let last = self.waits.len() - 1;
        let index = usize::try_from(tries.saturating_sub(1)).unwrap_or(last);
        self.waits[index.min(last)]
    }

    /// How long to wait for the next probe after `probes` failed ones: 1 s, doubling up to a minute, but never longer than
    /// the schedule itself would.
    pub(crate) fn probe_wait(&self, probes: u32) -> Duration {
        let doubled = Duration::from_secs(1 << probes.min(6));
        doubled.min(LONGEST_PROBE_WAIT).min(self.wait(probes + 1))
    }
}

/// Spreads waits by up to a tenth either way, so that what failed together does not come back together.
#[derive(Clone)]
pub(crate) struct Jitter(Arc<dyn Ids>);

impl Jitter {
    pub(crate) fn new(ids: Arc<dyn Ids>) -> Self {
        Self(ids)
    }

    pub(crate) fn spread(&self, wait: Duration) -> Duration {
        let mut random = [0; 4];
        self.0.secret(&mut random);
        let share = f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX);
        wait.mul_f64(LEAST + (MOST - LEAST) * share)
    }
}

pub(crate) fn plus(at: Timestamp, wait: Duration) -> Timestamp {
    at.plus_micros(i64::try_from(wait.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use switchroom_domain::{Ids, Timestamp};
    use uuid::Uuid;

    use super::{Jitter, RetrySchedule};

    struct Always(u8);

    impl Ids for Always {
        fn uuid(&self, _: Timestamp) -> Uuid {
            Uuid::nil()
        }

        fn secret(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn the_last_wait_repeats() {
        let schedule = RetrySchedule::default().with_waits([1, 2, 3].map(Duration::from_secs));
        assert_eq!([1, 2, 3, 4, 1_000].map(|tries| schedule.wait(tries).as_secs()), [1, 2, 3, 3, 3]);
    }

    #[test]
    fn tries_come_no_earlier_than_their_waits_allow() {
        let schedule = RetrySchedule::default();
        assert_eq!([1, 2, 5].map(|number| schedule.earliest(number).as_millis()), [0, 4_500, 8_374_500]);
    }

    #[test]
    fn no_waits_means_the_schedule_as_it_was() {
        assert_eq!(RetrySchedule::default().with_waits([]).wait(1), Duration::from_secs(5));
    }

    #[test]
    fn probes_come_soon_at_first_and_never_later_than_the_schedule() {
        let schedule = RetrySchedule::default();
        assert_eq!([0, 1, 2, 5, 6, 100].map(|probes| schedule.probe_wait(probes).as_secs()), [1, 2, 4, 32, 60, 60]);
        let eager = schedule.with_waits([Duration::from_millis(10)]);
        assert_eq!([0, 9].map(|probes| eager.probe_wait(probes).as_millis()), [10, 10]);
    }

    #[test]
    fn jitter_is_a_tenth_either_way() {
        let wait = Duration::from_secs(100);
        assert_eq!(Jitter::new(Arc::new(Always(0))).spread(wait), Duration::from_secs(90));
        assert_eq!(Jitter::new(Arc::new(Always(255))).spread(wait), Duration::from_secs(110));
    }
}
