//! Where in a log somebody wants to go on.

use crate::problem::Problem;

/// Refuses to go on after something that is not there yet. `head` is the latest there is.
pub(super) fn check(after: i64, head: i64) -> Result<(), Problem> {
    if (0..=head).contains(&after) {
        return Ok(());
    }
    Err(Problem::bad_request("invalid_position", format!("after must be from 0 to {head}, the latest there is")))
}
