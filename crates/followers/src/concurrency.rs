//! How many tries run at a time.

use std::time::Duration;

/// A success that took longer than this says that the endpoint has enough to do.
const FAST: Duration = Duration::from_secs(1);
/// The limit never falls below this: one lane that hangs must leave room for the others.
const LEAST: usize = 2;

/// How many tries of a follower run at a time: it grows while the endpoint answers fast, and shrinks when it is overloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concurrency {
    /// In the beginning.
    pub start: usize,
    /// At the most.
    pub most: usize,
}

/// The limit as it is now: one more after as many fast successes as it allows at a time, half when the endpoint is overloaded.
#[derive(Debug)]
pub(crate) struct Limit {
    most: usize,
    now: usize,
    /// Counts the decreases. What began before the last one says nothing about the limit as it is now.
    generation: Generation,
    /// Fast successes since the limit last changed.
    fast: usize,
    /// Whether all that is allowed ran at a time since then: a limit that is not reached is not raised.
    reached: bool,
}

/// Which limit a try began under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Generation(u64);

impl Limit {
    pub(crate) fn new(concurrency: Concurrency) -> Self {
        let most = concurrency.most.max(1);
        Self { most, now: concurrency.start.clamp(LEAST.min(most), most), generation: Generation::default(), fast: 0, reached: false }
    }

    pub(crate) fn get(&self) -> usize {
        self.now
    }

    /// A try starts, and so many run now.
    pub(crate) fn started(&mut self, in_flight: usize) -> Generation {
        self.reached |= in_flight >= self.now;
        self.generation
    }

    /// A try that began under that limit succeeded after that time.
    pub(crate) fn succeeded(&mut self, began: Generation, took: Duration) {
        if began != self.generation || took >= FAST {
            return;
        }
        self.fast += 1;
        if self.fast < self.now {
            return;
        }
        if self.reached && self.now < self.most {
            self.now += 1;
        }
        (self.fast, self.reached) = (0, false);
    }

    /// A try that began under that limit was too much for the endpoint.
    pub(crate) fn overloaded(&mut self, began: Generation) {
        if began != self.generation {
            return;
        }
        self.now = (self.now / 2).max(LEAST.min(self.most));
        self.generation.0 += 1;
        (self.fast, self.reached) = (0, false);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Concurrency, FAST, Generation, Limit};

    const SOON: Duration = Duration::from_millis(10);

    fn limit(start: usize) -> Limit {
        Limit::new(Concurrency { start, most: 8 })
    }

    /// As many tries as are allowed at a time, all of them successes.
    fn round(limit: &mut Limit, took: Duration) {
        let began: Vec<Generation> = (1..=limit.get()).map(|in_flight| limit.started(in_flight)).collect();
        began.into_iter().for_each(|began| limit.succeeded(began, took));
    }

    #[test]
    fn it_grows_by_one_a_round_up_to_the_most() {
        let mut limit = limit(2);
        let grown: Vec<usize> = std::iter::repeat_with(|| {
            round(&mut limit, SOON);
            limit.get()
        })
        .take(9)
        .collect();
        assert_eq!(grown, [3, 4, 5, 6, 7, 8, 8, 8, 8]);
    }

    #[test]
    fn slow_successes_do_not_raise_it() {
        let mut limit = limit(2);
        (0..100).for_each(|_| round(&mut limit, FAST));
        assert_eq!(limit.get(), 2);
    }

    #[test]
    fn a_limit_that_is_not_reached_is_not_raised() {
        let mut limit = limit(4);
        for _ in 0..100 {
            let began = limit.started(3);
            limit.succeeded(began, SOON);
        }
        assert_eq!(limit.get(), 4);
    }

    #[test]
    fn tries_that_ran_together_lower_it_once() {
        let mut limit = limit(8);
        let began: Vec<Generation> = (1..=8).map(|in_flight| limit.started(in_flight)).collect();
        began.iter().for_each(|began| limit.overloaded(*began));
        assert_eq!(limit.get(), 4);
        // Nor do those of them that succeed later say anything about the new limit.
        began.iter().for_each(|began| limit.succeeded(*began, SOON));
        assert_eq!(limit.get(), 4);
        let next = limit.started(4);
        limit.overloaded(next);
        assert_eq!(limit.get(), 2);
    }

    #[test]
    fn one_that_hangs_always_leaves_room_for_another() {
        let mut limit = limit(0);
        for _ in 0..3 {
            let began = limit.started(1);
            limit.overloaded(began);
            assert_eq!(limit.get(), 2);
        }
        round(&mut limit, SOON);
        assert_eq!(limit.get(), 3);
        assert_eq!(Limit::new(Concurrency { start: 0, most: 1 }).get(), 1, "unless but one is allowed");
    }
}
