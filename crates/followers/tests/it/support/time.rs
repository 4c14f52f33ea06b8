//! Time that follows tokio's, and randomness with a seed.

use parking_lot::Mutex;
use switchroom_domain::{Ids, Timestamp};
use switchroom_engine::ports::Clock;
use tokio::time::Instant;
use uuid::Uuid;

/// When every test begins: 2026-01-01T00:00:00Z.
pub(crate) const BEGIN: Timestamp = Timestamp(1_767_225_600_000_000);

/// A clock that goes with tokio's, which tests pause and advance.
pub(crate) struct TokioClock(Instant);

impl TokioClock {
    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        BEGIN.plus_micros(i64::try_from(self.0.elapsed().as_micros()).unwrap())
    }
}

/// Random numbers from a seed (splitmix64).
#[derive(Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Whether something of that chance happens.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Ids and jitter from a seed.
pub(crate) struct SeededIds(Mutex<Random>);

impl SeededIds {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(Random::new(seed)))
    }
}

impl Ids for SeededIds {
    fn uuid(&self, _: Timestamp) -> Uuid {
        let mut random = self.0.lock();
        Uuid::from_u64_pair(random.next(), random.next())
    }

    fn secret(&self, bytes: &mut [u8]) {
        let mut random = self.0.lock();
        bytes.fill_with(|| random.next().to_le_bytes()[0]);
    }
}
