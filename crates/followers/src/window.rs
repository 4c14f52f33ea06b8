//! The window: what was read ahead of the cursor.

use std::collections::VecDeque;

use switchroom_domain::Timestamp;

use crate::lane::Lane;

/// How far a follower reads ahead of its cursor.
#[derive(Debug, Clone, Copy)]
pub struct WindowLimits {
    /// Events between the cursor and the last one read, at the most.
    pub events: usize,
    /// Bytes of events that are not done, at the most (about: the event that passes the bound is still taken).
    pub bytes: usize,
}

impl Default for WindowLimits {
    fn default() -> Self {
        Self { events: 2_000, bytes: 8 * 1024 * 1024 }
    }
}

impl WindowLimits {
    /// Below this much room nothing is read, so that a full window is not refilled one event at a time.
    fn worth_reading(self) -> usize {
        (self.events / 8).max(1)
    }
}

/// Which events ahead of the cursor are handled.
pub(crate) struct Window {
    limits: WindowLimits,
    cursor: i64,
    read_to: i64,
    /// By sequence number, from the first event that is not done. Done ones are only remembered by number.
    entries: VecDeque<Entry>,
    bytes: usize,
    /// How many entries are [`State::Open`].
    open: usize,
    /// How many are [`State::Done`].
    done: usize,
}

struct Entry {
    seq: i64,
    lane: Lane,
    at: Timestamp,
    weight: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// To be handled.
    Open,
    /// Handled, or left to a parked lane, which may have handled it since.
    Done,
    /// Needs no handling, or surely had none yet.
    Passed,
}

impl Window {
    pub(crate) fn new(cursor: i64, limits: WindowLimits) -> Self {
        Self { limits, cursor, read_to: cursor, entries: VecDeque::new(), bytes: 0, open: 0, done: 0 }
    }

    /// All up to this is done.
    pub(crate) fn cursor(&self) -> i64 {
        self.cursor
    }

    /// All up to this was read.
    pub(crate) fn read_to(&self) -> i64 {
        self.read_to
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many more events may be read now.
    pub(crate) fn room(&self) -> usize {
        let room = self.limits.events.saturating_sub(self.entries.len());
        if self.bytes >= self.limits.bytes || room < self.limits.worth_reading() { 0 } else { room }
    }

    /// The lane of the event that holds the cursor.
    pub(crate) fn front(&self) -> Option<Lane> {
        self.entries.front().map(|entry| entry.lane)
    }

    /// When the event that holds the cursor was committed.
    pub(crate) fn oldest_at(&self) -> Option<Timestamp> {
        self.entries.front().map(|entry| entry.at)
    }

    /// How many events that were read are still to be handled.
    pub(crate) fn open(&self) -> usize {
        self.open
    }

    /// The next event was read, and is to be handled.
    pub(crate) fn enter(&mut self, seq: i64, lane: Lane, at: Timestamp, weight: usize) {
        self.read_to = seq;
        self.bytes += weight;
        self.open += 1;
        self.entries.push_back(Entry { seq, lane, at, weight, state: State::Open });
    }

    /// All up to `seq` was read, and what was not entered needs no handling.
    pub(crate) fn pass(&mut self, seq: i64) {
        self.pass_as(seq, State::Passed);
    }

    /// The next event was read, and is left to its parked lane.
    pub(crate) fn pass_parked(&mut self, seq: i64) {
        self.pass_as(seq, State::Done);
    }

    fn pass_as(&mut self, seq: i64, state: State) {
        if seq <= self.read_to {
            return;
        }
        self.read_to = seq;
        if self.entries.is_empty() {
            self.cursor = seq;
        } else {
            self.done += usize::from(state == State::Done);
            // Of these only the number counts: the first entry is always an open one.
            self.entries.push_back(Entry { seq, lane: Lane::Room(None), at: Timestamp(0), weight: 0, state });
        }
    }

    /// The event is handled, or left to its lane, which is being parked.
    pub(crate) fn finish(&mut self, seq: i64) {
        self.close(seq, State::Done);
    }

    /// The same for an event that surely was not handled yet, and will not be while this window lasts.
    pub(crate) fn leave(&mut self, seq: i64) {
        self.close(seq, State::Passed);
    }

    /// Whether events beyond the cursor may be handled already.
    pub(crate) fn has_done_ahead(&self) -> bool {
        self.done > 0
    }

    fn close(&mut self, seq: i64, state: State) {
        let Ok(index) = self.entries.binary_search_by_key(&seq, |entry| entry.seq) else { return };
        let entry = &mut self.entries[index];
        if entry.state == State::Open {
            entry.state = state;
            self.bytes -= entry.weight;
            self.open -= 1;
            self.done += usize::from(state == State::Done);
            self.advance();
        }
    }

    fn advance(&mut self) {
        while let Some(entry) = self.entries.pop_front_if(|entry| entry.state != State::Open) {
            self.done -= usize::from(entry.state == State::Done);
        }
        self.cursor = self.entries.front().map_or(self.read_to, |entry| entry.seq - 1);
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Timestamp;

    use super::{Window, WindowLimits};
    use crate::lane::Lane;

    const ROOMLESS: Lane = Lane::Room(None);
    const AT: Timestamp = Timestamp(0);

    fn window() -> Window {
        Window::new(10, WindowLimits { events: 16, bytes: 100 })
    }

    #[test]
    fn the_cursor_stands_before_the_first_event_that_is_not_done() {
        let mut window = window();
        for seq in 11..=14 {
            window.enter(seq, ROOMLESS, AT, 1);
        }
        window.finish(12);
        window.finish(13);
        assert_eq!(window.cursor(), 10);
        window.finish(11);
        assert_eq!((window.cursor(), window.read_to()), (13, 14));
        window.finish(14);
        assert_eq!(window.cursor(), 14);
    }

    #[test]
    fn what_is_passed_moves_the_cursor_only_if_nothing_waits_before_it() {
        let mut window = window();
        window.pass(11);
        assert_eq!(window.cursor(), 11);
        window.enter(12, ROOMLESS, AT, 1);
        window.pass(13);
        assert_eq!((window.cursor(), window.read_to()), (11, 13));
        window.finish(12);
        assert_eq!(window.cursor(), 13);
    }

    #[test]
    fn it_knows_whether_events_ahead_of_the_cursor_are_done() {
        let mut window = window();
        for seq in 11..=14 {
            window.enter(seq, ROOMLESS, AT, 1);
        }
        window.leave(13);
        assert!(!window.has_done_ahead(), "what is left to a parked lane is not done");
        window.finish(12);
        assert!(window.has_done_ahead());
        window.leave(11);
        assert!(!window.has_done_ahead());
        assert_eq!(window.cursor(), 13);
    }

    #[test]
    fn passing_what_was_entered_leaves_it_to_be_finished() {
        let mut window = window();
        window.enter(11, ROOMLESS, AT, 1);
        window.pass(11);
        window.finish(11);
        assert_eq!((window.cursor(), window.is_empty()), (11, true));
    }

    #[test]
    fn it_is_bounded_by_events_and_by_bytes() {
        let mut window = window();
        window.enter(11, ROOMLESS, AT, 1);
        for seq in 12..=25 {
            window.pass(seq);
        }
        assert_eq!(window.room(), 0, "one more would fit, but is not worth a read");
        window.finish(11);
        assert_eq!(window.room(), 16);
        window.enter(26, ROOMLESS, AT, 100);
        assert_eq!(window.room(), 0);
        window.finish(26);
        assert_eq!(window.room(), 16);
    }
}
