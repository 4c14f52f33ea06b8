//! How an endpoint does, as far as its followers tell each other.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use http::StatusCode;
use parking_lot::Mutex;
use switchroom_domain::Timestamp;

/// How an endpoint does: all of its followers write it.
#[derive(Debug)]
pub(crate) struct Health {
    accepted_at: AtomicI64,
    failure: Mutex<Option<Failure>>,
}

/// Why a body was not accepted.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    status: Option<StatusCode>,
    error: Option<String>,
}

impl Failure {
    pub(crate) fn new(status: Option<StatusCode>, error: Option<String>) -> Self {
        Self { status, error }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.status, &self.error) {
            (Some(status), _) => write!(f, "it answered {status}"),
            (None, Some(error)) => f.write_str(error),
            (None, None) => f.write_str("it did not answer"),
        }
    }
}

impl Default for Health {
    fn default() -> Self {
        Self { accepted_at: AtomicI64::new(i64::MIN), failure: Mutex::new(None) }
    }
}

impl Health {
    /// The endpoint accepted something.
    pub(crate) fn accepted(&self, at: Timestamp) {
        self.accepted_at.fetch_max(at.0, Ordering::Relaxed);
    }

    /// It did not.
    pub(crate) fn failed(&self, failure: Failure) {
        *self.failure.lock() = Some(failure);
    }

    /// Whether it accepted something, whatever its follower, less than `within` before `now`.
    pub(crate) fn has_accepted(&self, within: Duration, now: Timestamp) -> bool {
        let micros = i64::try_from(within.as_micros()).unwrap_or(i64::MAX);
        self.accepted_at.load(Ordering::Relaxed) > now.0.saturating_sub(micros)
    }

    /// The latest failure.
    pub(crate) fn last_failure(&self) -> Option<Failure> {
        self.failure.lock().clone()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;
    use switchroom_domain::Timestamp;

    use super::{Failure, Health};

    #[test]
    fn only_what_was_accepted_lately_counts() {
        let health = Health::default();
        let second = Duration::from_secs(1);
        assert!(!health.has_accepted(second, Timestamp(0)));
        health.accepted(Timestamp(5_000_000));
        health.accepted(Timestamp(4_000_000));
        assert!(health.has_accepted(second, Timestamp(5_999_999)));
        assert!(!health.has_accepted(second, Timestamp(6_000_000)));
    }

    #[test]
    fn a_failure_is_told_in_words() {
        assert_eq!(Failure::new(Some(StatusCode::NOT_FOUND), None).to_string(), "it answered 404 Not Found");
        assert_eq!(Failure::new(None, Some("cannot connect".to_owned())).to_string(), "cannot connect");
    }
}
