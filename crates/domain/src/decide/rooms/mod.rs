//! What becomes of rooms.

pub(super) mod assign;
pub(super) mod edit;
pub(super) mod open;
pub(super) mod participants;
pub(super) mod resolve;
pub(super) mod tag;
