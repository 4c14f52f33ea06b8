//! Why nobody may read on for a consumer, or not with this lease.

use http::StatusCode;
use switchroom_domain::Timestamp;

use crate::problem::Problem;
use crate::state::ApiState;

/// Somebody else holds the lease.
pub(super) fn leased(state: &ApiState, until: Timestamp) -> Problem {
    let detail = format!("somebody else reads on for this consumer, until {} at the latest", until.to_rfc3339());
    let left = u64::try_from(until.0 - state.engine().now().0).unwrap_or_default();
    let seconds = left.div_ceil(1_000_000).max(1);
    Problem::new(StatusCode::CONFLICT, "consumer_leased", "The consumer is leased", detail).with_retry_after(seconds)
}

/// The lease is no longer the caller's.
pub(super) fn lost() -> Problem {
    let detail = "the lease was given back, has run out and was taken over, or ended with a seek: nothing was committed";
    Problem::new(StatusCode::CONFLICT, "lease_lost", "The lease is lost", detail)
}

/// The commit is not within what was handed out.
pub(super) fn outside(cursor: i64, up_to: i64) -> Problem {
    Problem::invalid("seq", format!("must be from {cursor}, which is committed, to {up_to}, up to which events were handed out"))
}
