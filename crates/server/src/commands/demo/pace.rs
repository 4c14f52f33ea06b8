//! How fast conversations go: as in life in the past, and fast enough to watch from then on. Everything is in seconds.

use std::ops::Range;

use rand::RngExt as _;
use rand::rngs::StdRng;

/// How fast conversations go.
pub(super) struct Pace {
    /// Between a new customer and the next one.
    arrival: Range<u32>,
    /// Until somebody takes a new conversation.
    taking: Range<u32>,
    /// Until a colleague answers.
    answering: Range<u32>,
    /// Until the customer replies.
    replying: Range<u32>,
    look_again: u32,
    /// How long one types; none: nobody sees it.
    typing: Option<u32>,
}

impl Pace {
    /// Of the past.
    pub(super) const PAST: Pace =
        Pace { arrival: 900..9_000, taking: 30..900, answering: 40..600, replying: 60..1_500, look_again: 600, typing: None };
    /// Of the last hour: whoever comes finds people at work.
    pub(super) const LATELY: Pace =
        Pace { arrival: 90..300, taking: 30..900, answering: 40..600, replying: 60..1_500, look_again: 600, typing: None };
    /// Of what happens while somebody watches.
    pub(super) const LIVE: Pace = Pace { arrival: 5..25, taking: 5..25, answering: 6..22, replying: 7..30, look_again: 4, typing: Some(3) };

    pub(super) fn before_arrival(&self, random: &mut StdRng) -> u32 {
        random.random_range(self.arrival.clone())
    }

    pub(super) fn before_taking(&self, random: &mut StdRng) -> u32 {
        random.random_range(self.taking.clone())
    }

    pub(super) fn before_answering(&self, random: &mut StdRng) -> u32 {
        random.random_range(self.answering.clone())
    }

    pub(super) fn before_replying(&self, random: &mut StdRng) -> u32 {
        random.random_range(self.replying.clone())
    }

    /// Until it is looked again whether there is something to do.
    pub(super) fn look_again(&self) -> u32 {
        self.look_again
    }

    /// How long one types; none: nobody sees it.
    pub(super) fn typing(&self) -> Option<u32> {
        self.typing
    }
}
