//! The demonstration's clock: set by hand while the past is told, the machine's from then on.

use parking_lot::Mutex;
use switchroom_adapters::SystemClock;
use switchroom_domain::Timestamp;
use switchroom_engine::ports::Clock;

/// The demonstration's clock.
#[derive(Debug, Default)]
pub(super) struct DemoClock {
    /// The time in the past; none: now.
    set: Mutex<Option<Timestamp>>,
}

impl DemoClock {
    /// It stands at `at` until it is set anew.
    pub(super) fn set(&self, at: Timestamp) {
        *self.set.lock() = Some(at);
    }

    /// It goes with the machine's from now on.
    pub(super) fn go(&self) {
        *self.set.lock() = None;
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        self.set.lock().unwrap_or_else(|| SystemClock.now())
    }
}
