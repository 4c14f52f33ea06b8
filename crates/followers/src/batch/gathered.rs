//! What was read of the log and waits to be handled.

use std::collections::VecDeque;
use std::sync::Arc;

use switchroom_domain::{Committed, Timestamp};
use tokio::time::Instant;

use crate::gauges::Unread;

/// Wanted events after the cursor, up to how far the log was read.
pub(super) struct Gathered {
    /// Each with when it was read.
    events: VecDeque<(Arc<Committed>, Instant)>,
    read_to: i64,
    until: Option<i64>,
    /// As far as is known.
    head: i64,
    unread: Unread,
}

impl Gathered {
    pub(super) fn new(cursor: i64, until: Option<i64>) -> Self {
        Self { events: VecDeque::new(), read_to: cursor, until, head: cursor, unread: Unread::default() }
    }

    /// All up to this is handled, or not wanted.
    pub(super) fn cursor(&self) -> i64 {
        self.events.front().map_or(self.read_to, |(first, _)| first.event.seq - 1)
    }

    pub(super) fn read_to(&self) -> i64 {
        self.read_to
    }

    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// The log reaches so far now.
    pub(super) fn look(&mut self, head: i64, now: Timestamp) {
        self.head = head;
        self.unread.look(self.is_behind(), now);
    }

    /// Whether there is more to read.
    pub(super) fn is_behind(&self) -> bool {
        self.read_to < self.until.unwrap_or(self.head).min(self.head)
    }

    /// Whether nothing more will be read, ever.
    pub(super) fn is_all_read(&self) -> bool {
        self.until.is_some_and(|until| self.read_to >= until)
    }

    /// Whether nothing more is to be handled, ever.
    pub(super) fn is_finished(&self) -> bool {
        self.is_all_read() && self.events.is_empty()
    }

    /// Takes what was read.
    pub(super) fn take(&mut self, events: Vec<Arc<Committed>>, wants: impl Fn(&Committed) -> bool) {
        let read_at = Instant::now();
        self.unread.read(&events);
        for committed in events {
            if let Some(until) = self.until
                && committed.event.seq > until
            {
                self.read_to = until;
                return;
            }
            self.read_to = committed.event.seq;
            if wants(&committed) {
                self.events.push_back((committed, read_at));
            }
        }
    }

    /// When the first of these events was read.
    pub(super) fn first_read_at(&self) -> Option<Instant> {
        self.events.front().map(|(_, read_at)| *read_at)
    }

    /// When the oldest event that is not handled was committed, about.
    pub(super) fn oldest_at(&self) -> Option<Timestamp> {
        self.events.front().map(|(first, _)| first.event.at).or(self.unread.since())
    }

    /// How many of the first events fit into one batch: one, at least, however large it is.
    pub(super) fn fit(&self, most_events: usize, most_bytes: usize) -> usize {
        let weights = self.events.iter().take(most_events).scan(0, |bytes: &mut usize, (committed, _)| {
            *bytes += committed.weight();
            Some(*bytes)
        });
        weights.take_while(|bytes| *bytes <= most_bytes).count().max(1)
    }

    /// Whether these are the first ones.
    pub(super) fn starts_with(&self, seqs: &[i64]) -> bool {
        self.events.len() >= seqs.len() && self.events.iter().zip(seqs).all(|((committed, _), seq)| committed.event.seq == *seq)
    }

    pub(super) fn first(&self, count: usize) -> Arc<[Arc<Committed>]> {
        self.events.iter().take(count).map(|(committed, _)| Arc::clone(committed)).collect()
    }

    /// So many of them are over with.
    pub(super) fn pass(&mut self, count: usize) {
        self.events.drain(..count.min(self.events.len()));
    }
}
