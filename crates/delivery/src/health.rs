//! How an endpoint does, as far as its followers tell each other.

use http::StatusCode;
use parking_lot::Mutex;
use switchroom_domain::Timestamp;
use switchroom_followers::Patience;

/// How an endpoint does: all of its followers write it.
#[derive(Debug)]
pub(crate) struct Health {
    patience: Patience,
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

impl Health {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { patience, failure: Mutex::new(None) }
    }

    /// The endpoint accepted something.
    pub(crate) fn accepted(&self, at: Timestamp) {
        self.patience.accepted(at);
    }

    /// It did not.
    pub(crate) fn failed(&self, failure: Failure) {
        *self.failure.lock() = Some(failure);
    }

    /// How long it may accept nothing.
    pub(crate) fn patience(&self) -> Patience {
        self.patience.clone()
    }

    /// The latest failure.
    pub(crate) fn last_failure(&self) -> Option<Failure> {
        self.failure.lock().clone()
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::Failure;

    #[test]
    fn a_failure_is_told_in_words() {
        assert_eq!(Failure::new(Some(StatusCode::NOT_FOUND), None).to_string(), "it answered 404 Not Found");
        assert_eq!(Failure::new(None, Some("cannot connect".to_owned())).to_string(), "cannot connect");
    }
}
