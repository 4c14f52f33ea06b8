//! Which of an endpoint's followers goes first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which of two followers of one endpoint goes first.
#[derive(Debug, Clone, Default)]
pub enum Precedence {
    /// There is but one.
    #[default]
    Alone,
    /// This one: it shows here whether it is behind.
    First(Arc<AtomicBool>),
    /// The other one: while that is behind, this one makes one try at a time.
    Second(Arc<AtomicBool>),
}

/// A follower's precedence while it runs: whoever is gone is not behind.
pub(crate) struct Rank(Precedence);

impl Rank {
    pub(crate) fn of(precedence: Precedence) -> Self {
        Self(precedence)
    }

    /// Shows the other one whether this one is behind.
    pub(crate) fn show(&self, is_behind: bool) {
        if let Precedence::First(flag) = &self.0 {
            flag.store(is_behind, Ordering::Relaxed);
        }
    }

    /// Whether this one makes one try at a time now.
    pub(crate) fn is_held_back(&self) -> bool {
        matches!(&self.0, Precedence::Second(flag) if flag.load(Ordering::Relaxed))
    }
}

impl Drop for Rank {
    fn drop(&mut self) {
        self.show(false);
    }
}
