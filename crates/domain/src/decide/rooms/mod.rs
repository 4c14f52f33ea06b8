//! What becomes of rooms.

pub(super) mod assign;
pub(super) mod edit;
pub(super) mod open;
pub(super) mod participants;
pub(super) mod rate;
pub(super) mod resolve;
mod routing;
pub(super) mod snooze;
pub(super) mod summarize;
pub(super) mod tag;
