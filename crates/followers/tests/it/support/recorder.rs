//! Gauges that a test can look at.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use parking_lot::Mutex;
use switchroom_followers::Gauges;

/// Remembers what gauges show, by name.
#[derive(Default)]
pub(crate) struct Shown(Mutex<HashMap<String, Arc<AtomicU64>>>);

impl Shown {
    /// Gauges of a follower, shown here.
    pub(crate) fn gauges(&self) -> Gauges {
        metrics::with_local_recorder(self, || Gauges::named("it"))
    }

    /// What the gauge `switchroom_follower_<name>` shows.
    pub(crate) fn of(&self, name: &str) -> f64 {
        f64::from_bits(self.0.lock()[&format!("switchroom_follower_{name}")].load(Ordering::Relaxed))
    }
}

impl Recorder for Shown {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(Arc::clone(self.0.lock().entry(key.name().to_owned()).or_default()))
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}
