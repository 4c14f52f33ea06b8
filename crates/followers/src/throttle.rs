//! At most so many tries a second.

use std::sync::Arc;

use parking_lot::Mutex;
use switchroom_domain::Timestamp;

/// So many tries a second, at the most. Clones share the bound: what two followers start at the very same time is waited for afterwards.
///
/// A token bucket, kept as the time at which it is full again. It holds a tenth of a second's tries, and one at least: what follows
/// is spread evenly. (`governor` takes a token when it is asked; a follower must know beforehand when there will be one.)
#[derive(Debug, Clone)]
pub struct Throttle(Option<Arc<Mutex<Bucket>>>);

#[derive(Debug)]
struct Bucket {
    /// Nanoseconds in which one token comes back.
    interval: i64,
    /// Nanoseconds in which all but one do.
    burst: i64,
    /// In nanoseconds since 1970.
    full_at: i64,
}

impl Throttle {
    /// `None`: as many as one likes.
    #[must_use]
    pub fn new(max_per_second: Option<u32>) -> Self {
        Self(max_per_second.map(|most| {
            let most = i64::from(most.max(1));
            let interval = 1_000_000_000_i64.div_euclid(most) + i64::from(1_000_000_000 % most != 0);
            Arc::new(Mutex::new(Bucket { interval, burst: ((most / 10).max(1) - 1) * interval, full_at: 0 }))
        }))
    }

    /// When the next try may start, if that is not now.
    pub(crate) fn wait_until(&self, now: Timestamp) -> Option<Timestamp> {
        let bucket = self.0.as_ref()?.lock();
        let at = bucket.full_at(now) - bucket.burst;
        (at > nanos(now)).then(|| Timestamp(at.div_euclid(1_000) + i64::from(at % 1_000 != 0)))
    }

    /// A try starts.
    pub(crate) fn take(&self, now: Timestamp) {
        if let Some(bucket) = &self.0 {
            let mut bucket = bucket.lock();
            bucket.full_at = bucket.full_at(now).max(nanos(now)) + bucket.interval;
        }
    }
}

impl Bucket {
    /// A bucket that would take longer to fill than an empty one does is of a clock that was set back since, and counts as full.
    fn full_at(&self, now: Timestamp) -> i64 {
        let empty = nanos(now) + self.burst + self.interval;
        if self.full_at > empty { nanos(now) } else { self.full_at }
    }
}

fn nanos(at: Timestamp) -> i64 {
    at.0.saturating_mul(1_000)
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Timestamp;

    use super::Throttle;

    const NOW: Timestamp = Timestamp(1_767_225_600_000_000);

    /// How many tries start within so many seconds when there is always something to try.
    fn tries(throttle: &Throttle, from: Timestamp, seconds: i64) -> usize {
        let (mut now, mut tries) = (from, 0);
        while now < from.plus_seconds(seconds) {
            match throttle.wait_until(now) {
                Some(later) => {
                    assert!(later > now);
                    now = later;
                }
                None => {
                    throttle.take(now);
                    tries += 1;
                }
            }
        }
        tries
    }

    #[test]
    fn so_many_a_second_and_a_tenth_of_that_at_once() {
        for (most, at_once, in_ten_seconds) in [(1, 1, 10), (3, 1, 30), (20, 2, 201), (1_000, 100, 10_099), (70_000, 7_000, 706_985)] {
            let throttle = Throttle::new(Some(most));
            let burst = std::iter::from_fn(|| throttle.wait_until(NOW).is_none().then(|| throttle.take(NOW))).count();
            assert_eq!(burst, at_once, "{most} a second");
            assert_eq!(tries(&Throttle::new(Some(most)), NOW, 10), in_ten_seconds, "{most} a second");
        }
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        let throttle = Throttle::new(None);
        (0..1_000_000).for_each(|_| throttle.take(NOW));
        assert_eq!(throttle.wait_until(NOW), None);
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let throttle = Throttle::new(Some(10));
        throttle.take(NOW);
        let earlier = NOW.plus_seconds(-3_600);
        assert_eq!(throttle.wait_until(earlier), None);
        throttle.take(earlier);
        assert_eq!(throttle.wait_until(earlier), Some(earlier.plus_micros(100_000)));
    }
}
