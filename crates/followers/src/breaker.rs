//! The breaker: leaves alone what fails everywhere.

use switchroom_domain::Timestamp;
use switchroom_engine::ports::Breaker as Open;

use crate::lane::Lane;

/// How many different lanes must fail, with no success in between, for the breaker to open.
const LANES_TO_OPEN: usize = 5;

/// Opens when several different lanes of the window fail in a row; while it is open only one probe at a time runs. Any
/// success closes it. Parked lanes that fail again do not count: they wait longer and longer anyway, and a few of them would
/// hold up a healthy endpoint that has little to be told.
#[derive(Debug)]
pub(crate) struct Breaker {
    failing: Vec<Lane>,
    open: Option<Open>,
    probing: Option<Lane>,
}

/// What may be started now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Anything.
    Free,
    /// One probe. `prefer_parked`: probes alternate between parked lanes and others, so that a lane which fails for a
    /// reason of its own cannot keep the breaker open.
    Probe { prefer_parked: bool },
    /// Nothing.
    Shut,
}

impl Breaker {
    pub(crate) fn new(open: Option<Open>) -> Self {
        Self { failing: Vec::new(), open, probing: None }
    }

    /// How it is kept.
    pub(crate) fn kept(&self) -> Option<Open> {
        self.open
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(crate) fn gate(&self, now: Timestamp) -> Gate {
        match self.open {
            None => Gate::Free,
            Some(open) if self.probing.is_none() && open.next_at <= now => Gate::Probe { prefer_parked: open.probes % 2 == 1 },
            Some(_) => Gate::Shut,
        }
    }

    /// When the next probe may run, if that is what is waited for.
    pub(crate) fn next_probe_at(&self) -> Option<Timestamp> {
        self.open.filter(|_| self.probing.is_none()).map(|open| open.next_at)
    }

    /// A try of this lane starts.
    pub(crate) fn started(&mut self, lane: Lane) {
        if self.open.is_some() {
            self.probing = Some(lane);
        }
    }

    /// A try succeeded.
    pub(crate) fn succeeded(&mut self) {
        self.failing.clear();
        self.open = None;
        self.probing = None;
    }

    /// A try of this lane told nothing: it was no probe.
    pub(crate) fn passed(&mut self, lane: Lane) {
        self.probing.take_if(|probing| *probing == lane);
    }

    /// A try of this lane failed. `next_at` is asked for the time of the next probe, given how many failed.
    pub(crate) fn failed(&mut self, lane: Lane, from_window: bool, next_at: impl FnOnce(u32) -> Timestamp) {
        match &mut self.open {
            Some(open) if self.probing == Some(lane) => {
                self.probing = None;
                open.probes = open.probes.saturating_add(1);
                open.next_at = next_at(open.probes);
            }
            None if from_window => {
                if !self.failing.contains(&lane) {
                    self.failing.push(lane);
                }
                if self.failing.len() >= LANES_TO_OPEN {
                    self.failing.clear();
                    self.open = Some(Open { probes: 0, next_at: next_at(0) });
                }
            }
            Some(_) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{RoomId, Timestamp};
    use uuid::Uuid;

    use super::{Breaker, Gate};
    use crate::lane::Lane;

    fn lane(n: u128) -> Lane {
        Lane::Room(Some(RoomId(Uuid::from_u128(n))))
    }

    fn at(probes: u32) -> Timestamp {
        Timestamp(100 * i64::from(probes + 1))
    }

    fn opened() -> Breaker {
        let mut breaker = Breaker::new(None);
        (0..5).for_each(|n| breaker.failed(lane(n), true, at));
        breaker
    }

    #[test]
    fn one_lane_alone_never_opens_it() {
        let mut breaker = Breaker::new(None);
        for _ in 0..100 {
            breaker.failed(lane(1), true, at);
        }
        assert!(!breaker.is_open());
    }

    #[test]
    fn parked_lanes_that_fail_again_never_open_it() {
        let mut breaker = Breaker::new(None);
        (0..100).for_each(|n| breaker.failed(lane(n), false, at));
        assert!(!breaker.is_open());
    }

    #[test]
    fn a_success_in_between_starts_the_count_again() {
        let mut breaker = Breaker::new(None);
        (0..4).for_each(|n| breaker.failed(lane(n), true, at));
        breaker.succeeded();
        (4..8).for_each(|n| breaker.failed(lane(n), true, at));
        assert!(!breaker.is_open());
        breaker.failed(lane(8), true, at);
        assert!(breaker.is_open());
    }

    #[test]
    fn open_it_lets_one_probe_through_at_a_time() {
        let mut breaker = opened();
        assert_eq!(breaker.gate(Timestamp(99)), Gate::Shut);
        assert_eq!(breaker.gate(Timestamp(100)), Gate::Probe { prefer_parked: false });
        breaker.started(lane(1));
        assert_eq!(breaker.gate(Timestamp(100)), Gate::Shut);
        breaker.failed(lane(2), true, |_| unreachable!("that was no probe"));
        assert_eq!(breaker.gate(Timestamp(100)), Gate::Shut);
        breaker.failed(lane(1), true, at);
        assert_eq!((breaker.gate(Timestamp(199)), breaker.gate(Timestamp(200))), (Gate::Shut, Gate::Probe { prefer_parked: true }));
    }

    #[test]
    fn a_success_closes_it() {
        let mut breaker = opened();
        breaker.started(lane(1));
        breaker.succeeded();
        assert_eq!(breaker.gate(Timestamp(0)), Gate::Free);
        breaker.failed(lane(1), true, at);
        assert!(!breaker.is_open());
    }
}
