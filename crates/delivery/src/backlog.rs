//! Attempts that wait to be recorded, within bounds.

use std::collections::VecDeque;

use switchroom_engine::ports::{Attempt, AttemptOutcome};

/// Successes that wait, at the most.
const MOST_SUCCESSES: usize = 20_000;
/// Failures that wait, at the most: they have a bound of their own, so that no number of successes crowds them out.
const MOST_FAILURES: usize = 5_000;
/// Bytes of failures' exchanges that wait, at the most.
const MOST_FAILURE_BYTES: usize = 32 * 1024 * 1024;

/// Attempts that wait to be recorded. Beyond its bounds it takes no more: recording never holds up delivery.
#[derive(Debug, Default)]
pub(crate) struct Backlog {
    successes: VecDeque<Attempt>,
    failures: VecDeque<Attempt>,
    failure_bytes: usize,
}

impl Backlog {
    /// Takes an attempt in. `false`: there is no room, it will not be recorded.
    pub(crate) fn push(&mut self, attempt: Attempt) -> bool {
        if attempt.outcome == AttemptOutcome::Delivered {
            let room = self.successes.len() < MOST_SUCCESSES;
            if room {
                self.successes.push_back(attempt);
            }
            return room;
        }
        let room = self.failures.len() < MOST_FAILURES && self.failure_bytes < MOST_FAILURE_BYTES;
        if room {
            self.failure_bytes += bytes(&attempt);
            self.failures.push_back(attempt);
        }
        room
    }

    /// Up to `limit` attempts, failures first.
    pub(crate) fn take(&mut self, limit: usize) -> Vec<Attempt> {
        let failures = self.failures.len().min(limit);
        let mut taken: Vec<_> = self.failures.drain(..failures).collect();
        self.failure_bytes -= taken.iter().map(bytes).sum::<usize>();
        let successes = self.successes.len().min(limit - failures);
        taken.extend(self.successes.drain(..successes));
        taken
    }
}

fn bytes(attempt: &Attempt) -> usize {
    attempt.exchange.as_ref().map_or(0, |exchange| exchange.request_body.len() + exchange.response_body.len())
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{EventId, FollowerId, OrgId, SubscriptionId, Timestamp};
    use switchroom_engine::ports::{Attempt, AttemptOutcome, Exchange};
    use uuid::Uuid;

    use super::{Backlog, MOST_FAILURE_BYTES, MOST_FAILURES, MOST_SUCCESSES};

    fn attempt(outcome: AttemptOutcome, body: usize) -> Attempt {
        let exchange = (body > 0).then(|| Exchange { request_body: "x".repeat(body), ..Exchange::default() });
        Attempt {
            org: OrgId(1),
            id: Uuid::nil(),
            subscription: SubscriptionId(Uuid::nil()),
            follower: FollowerId(Uuid::nil()),
            event: EventId(Uuid::nil()),
            seq: 1,
            room: None,
            number: 1,
            at: Timestamp(0),
            micros: 0,
            outcome,
            status: None,
            error: None,
            exchange,
        }
    }

    #[test]
    fn successes_never_crowd_out_failures() {
        let mut backlog = Backlog::default();
        let taken = (0..MOST_SUCCESSES + 5).filter(|_| backlog.push(attempt(AttemptOutcome::Delivered, 0))).count();
        assert_eq!(taken, MOST_SUCCESSES);
        assert!(backlog.push(attempt(AttemptOutcome::Failed, 10)));
        assert_eq!(backlog.take(1)[0].outcome, AttemptOutcome::Failed);
    }

    #[test]
    fn failures_are_bounded_by_number_and_by_bytes() {
        let mut backlog = Backlog::default();
        let taken = (0..MOST_FAILURES + 5).filter(|_| backlog.push(attempt(AttemptOutcome::Dead, 0))).count();
        assert_eq!(taken, MOST_FAILURES);
        while !backlog.take(1_000).is_empty() {}
        assert!(backlog.push(attempt(AttemptOutcome::Failed, MOST_FAILURE_BYTES)));
        assert!(!backlog.push(attempt(AttemptOutcome::Failed, 1)));
        backlog.take(1);
        assert!(backlog.push(attempt(AttemptOutcome::Failed, 1)), "what was taken frees its bytes");
    }
}
