//! Faults of ours, told to the operator.

use std::error::Error;

/// One line in the log for a request that failed through a fault of ours, with every cause of it.
pub fn log_fault(error: &dyn Error) {
    let mut cause = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        cause.push_str(": ");
        cause.push_str(&error.to_string());
        source = error.source();
    }
    tracing::error!(cause, "a request failed");
}
