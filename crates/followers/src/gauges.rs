//! What can be watched of a follower.

use metrics::{Gauge, gauge};

/// What can be watched of a follower.
#[derive(Clone)]
pub struct Gauges {
    lag: Gauge,
    parked: Gauge,
    breaker: Gauge,
}

impl Gauges {
    /// Gauges with the label `follower="name"`: `switchroom_follower_lag_events`, `switchroom_follower_parked_rooms` and
    /// `switchroom_follower_breaker_open`.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let name = || name.to_owned();
        Self {
            lag: gauge!("switchroom_follower_lag_events", "follower" => name()),
            parked: gauge!("switchroom_follower_parked_rooms", "follower" => name()),
            breaker: gauge!("switchroom_follower_breaker_open", "follower" => name()),
        }
    }

    /// Gauges that nobody sees, for followers that come and go.
    #[must_use]
    pub fn unseen() -> Self {
        Self { lag: Gauge::noop(), parked: Gauge::noop(), breaker: Gauge::noop() }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge shows magnitudes")]
    pub(crate) fn show(&self, lag: i64, parked: usize, breaker_open: bool) {
        self.lag.set(lag as f64);
        self.parked.set(parked as f64);
        self.breaker.set(f64::from(u8::from(breaker_open)));
    }
}
