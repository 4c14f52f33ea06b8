//! The words that columns hold for what is one of a few.

use switchroom_engine::ports::{AttemptOutcome, ParkReason};

pub(crate) fn of_outcome(outcome: AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Delivered => "delivered",
        AttemptOutcome::Failed => "failed",
        AttemptOutcome::Dead => "dead",
    }
}

pub(crate) fn outcome(name: &str) -> AttemptOutcome {
    match name {
        "delivered" => AttemptOutcome::Delivered,
        "dead" => AttemptOutcome::Dead,
        _ => AttemptOutcome::Failed,
    }
}

pub(crate) fn of_reason(reason: ParkReason) -> &'static str {
    match reason {
        ParkReason::Slow => "slow",
        ParkReason::Failing => "failing",
    }
}

pub(crate) fn reason(name: &str) -> ParkReason {
    if name == "slow" { ParkReason::Slow } else { ParkReason::Failing }
}
