//! What can be watched of a follower.

use std::sync::Arc;

use metrics::{Gauge, gauge};
use switchroom_domain::{Committed, Timestamp};

/// What can be watched of a follower.
#[derive(Clone)]
pub struct Gauges {
    lag_events: Gauge,
    lag_seconds: Gauge,
    parked: Gauge,
    breaker: Gauge,
    concurrency: Gauge,
}

impl Gauges {
    /// Gauges with the label `follower="name"`: `switchroom_follower_lag_events`, `switchroom_follower_lag_seconds` (how long ago the
    /// oldest event was committed that is not done; those of parked rooms do not count), `switchroom_follower_parked_rooms`,
    /// `switchroom_follower_breaker_open` and `switchroom_follower_concurrency` (how many tries may run at a time). All are 0 while the
    /// follower does not run.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let name = || name.to_owned();
        Self {
            lag_events: gauge!("switchroom_follower_lag_events", "follower" => name()),
            lag_seconds: gauge!("switchroom_follower_lag_seconds", "follower" => name()),
            parked: gauge!("switchroom_follower_parked_rooms", "follower" => name()),
            breaker: gauge!("switchroom_follower_breaker_open", "follower" => name()),
            concurrency: gauge!("switchroom_follower_concurrency", "follower" => name()),
        }
    }

    /// Gauges that nobody sees, for followers that come and go.
    #[must_use]
    pub fn unseen() -> Self {
        let unseen = Gauge::noop;
        Self { lag_events: unseen(), lag_seconds: unseen(), parked: unseen(), breaker: unseen(), concurrency: unseen() }
    }
}

/// What the gauges show.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading {
    /// Events up to the log's head that are not passed.
    pub(crate) lag_events: i64,
    /// Age of the oldest event that is not done, in microseconds.
    pub(crate) lag: i64,
    pub(crate) parked: usize,
    pub(crate) breaker_is_open: bool,
    pub(crate) concurrency: usize,
}

/// The gauges of a follower that runs. Once it is gone, however it went, they show nothing.
pub(crate) struct Board(Gauges);

impl Board {
    pub(crate) fn of(gauges: Gauges) -> Self {
        Self(gauges)
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge shows magnitudes")]
    pub(crate) fn show(&self, reading: Reading) {
        let Gauges { lag_events, lag_seconds, parked, breaker, concurrency } = &self.0;
        lag_events.set(reading.lag_events.max(0) as f64);
        lag_seconds.set(reading.lag.max(0) as f64 / 1e6);
        parked.set(reading.parked as f64);
        breaker.set(f64::from(u8::from(reading.breaker_is_open)));
        concurrency.set(reading.concurrency as f64);
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        self.show(Reading::default());
    }
}

/// Since when, about, there is something to read: what was not read does not say when it was committed.
#[derive(Debug, Default)]
pub(crate) struct Unread(Option<Timestamp>);

impl Unread {
    pub(crate) fn look(&mut self, is_behind: bool, now: Timestamp) {
        self.0 = is_behind.then(|| self.0.unwrap_or(now));
    }

    /// These were read: what comes next is about as old as the last one.
    pub(crate) fn read(&mut self, events: &[Arc<Committed>]) {
        self.0 = events.last().map(|last| last.event.at);
    }

    pub(crate) fn since(&self) -> Option<Timestamp> {
        self.0
    }
}
