//! What becomes of a try.

use std::time::Duration;

use switchroom_domain::Timestamp;
use switchroom_engine::ports::{DeadLetter, ParkReason};

use super::Machine;
use crate::handler::Handled;
use crate::lane::{Lane, LaneQueue, Tried};
use crate::plan::End;
use crate::retry::plus;
use crate::window::Window;

impl Machine {
    /// The try in flight of this lane is over.
    pub(crate) fn settle(&mut self, lane: Lane, handled: Handled, now: Timestamp) {
        self.in_flight -= 1;
        let is_parked = self.parked.get(lane).is_some();
        self.window_in_flight -= usize::from(!is_parked);
        let handled = self.judge(lane, handled, is_parked, now);
        self.tell_breaker(lane, &handled, now);
        if is_parked {
            self.settle_parked(lane, handled, now);
        } else if let Some(queue) = self.lanes.remove(&lane) {
            self.settle_in_window(lane, queue, handled, now);
        }
    }

    /// What the try says about the endpoint as a whole. Answers what becomes of its event: the one at which patience ends is not
    /// given up.
    fn judge(&mut self, lane: Lane, handled: Handled, is_parked: bool, now: Timestamp) -> Handled {
        let queue = self.parked.get_mut(lane).map(|parked| &mut parked.queue).or_else(|| self.lanes.get_mut(&lane));
        let flight = queue.and_then(|queue| queue.flight.take());
        match (&handled, flight) {
            (Handled::Done, Some(flight)) => self.limit.succeeded(flight.generation, flight.since.elapsed()),
            // A parked lane that fails again says nothing new: else one room that hangs would slow down all.
            (Handled::Retry { overloaded: true, .. }, Some(flight)) if !is_parked => self.limit.overloaded(flight.generation),
            _ => {}
        }
        match handled {
            Handled::Done => self.failing.succeeded(),
            Handled::Nothing => {}
            Handled::Gone => {
                self.ending.get_or_insert(End::Gone);
            }
            Handled::Retry { .. } | Handled::Dead => {
                if self.failing.failed(now) {
                    self.ending.get_or_insert(End::Failing);
                    return if handled == Handled::Dead { Handled::Gone } else { handled };
                }
            }
        }
        handled
    }

    fn tell_breaker(&mut self, lane: Lane, handled: &Handled, now: Timestamp) {
        let no_sooner = match handled {
            Handled::Done => return self.breaker.succeeded(),
            Handled::Nothing => return self.breaker.passed(lane),
            Handled::Retry { no_sooner, .. } => *no_sooner,
            Handled::Dead | Handled::Gone => Duration::ZERO,
        };
        let from_window = self.parked.get(lane).is_none();
        let (retry, jitter) = (&self.retry, &self.jitter);
        self.breaker.failed(lane, from_window, |probes| plus(now, jitter.spread(retry.probe_wait(probes)).max(no_sooner)));
    }

    fn settle_in_window(&mut self, lane: Lane, mut queue: LaneQueue, handled: Handled, now: Timestamp) {
        match handled {
            Handled::Done | Handled::Nothing => {
                self.finish_first(&mut queue);
                self.keep(lane, queue);
            }
            Handled::Dead => {
                self.dead.extend(dead_letter(&queue, now));
                self.finish_first(&mut queue);
                if self.breaker.is_open() || queue.events.is_empty() {
                    self.keep(lane, queue);
                } else {
                    // The endpoint is not well: the lane's next event is not thrown after it at once.
                    let next_at = self.after(now, self.retry.wait(1), Duration::ZERO);
                    self.park(lane, queue, next_at);
                }
            }
            Handled::Gone => self.keep(lane, queue),
            Handled::Retry { bodies, accepted, no_sooner, .. } => {
                let next_at = self.next_try_at(&queue, no_sooner, now);
                queue.tried = Tried { count: queue.tried.count + 1, bodies, accepted };
                if self.breaker.is_open() {
                    self.keep(lane, queue);
                } else {
                    self.park(lane, queue, next_at);
                }
            }
        }
    }

    fn finish_first(&mut self, queue: &mut LaneQueue) {
        if let Some(done) = queue.pop() {
            self.window.finish(done.event.seq);
        }
    }

    /// Puts a lane of the window back, ready for its next try.
    fn keep(&mut self, lane: Lane, queue: LaneQueue) {
        if !queue.events.is_empty() {
            self.lanes.insert(lane, queue);
            self.ready.push_back(lane);
        }
    }

    /// Parks a failing lane of the window.
    fn park(&mut self, lane: Lane, queue: LaneQueue, next_at: Timestamp) {
        if let Some(parked) = self.leave_window(lane, queue, ParkReason::Failing, next_at, Window::finish) {
            self.parked.park(lane, parked);
        }
    }

    fn settle_parked(&mut self, lane: Lane, handled: Handled, now: Timestamp) {
        self.touched.insert(lane);
        match handled {
            Handled::Done | Handled::Nothing => self.pass_parked(lane, now, true),
            Handled::Dead => {
                let letter = self.parked.get(lane).and_then(|parked| dead_letter(&parked.queue, now));
                self.dead.extend(letter);
                let next_at = self.after(now, self.retry.wait(1), Duration::ZERO);
                self.pass_parked(lane, next_at, false);
            }
            Handled::Gone => self.parked.rest(lane, now),
            Handled::Retry { bodies, accepted, no_sooner, .. } => {
                let Some(parked) = self.parked.get(lane) else { return };
                let next_at = self.next_try_at(&parked.queue, no_sooner, now);
                let Some(parked) = self.parked.get_mut(lane) else { return };
                parked.queue.tried = Tried { count: parked.queue.tried.count + 1, bodies, accepted };
                parked.reason = ParkReason::Failing;
                self.parked.rest(lane, next_at);
            }
        }
    }

    /// The first event of an active lane is over with: the next one follows, `at_once` or at `next_at`.
    fn pass_parked(&mut self, lane: Lane, next_at: Timestamp, at_once: bool) {
        let Some(parked) = self.parked.get_mut(lane) else { return };
        if let Some(over) = parked.queue.pop() {
            parked.next_seq = over.event.seq + 1;
        }
        match parked.queue.events.front() {
            None => self.go_on_parked(lane, next_at),
            Some(_) if !at_once => self.parked.rest(lane, next_at),
            Some(next) => {
                parked.next_seq = next.event.seq;
                self.parked.push_ready(lane);
            }
        }
    }

    /// Nothing more is known of an active lane: it is unparked if it has caught up with the window, else it is read on from
    /// `at`, after other lanes that are due.
    pub(super) fn go_on_parked(&mut self, lane: Lane, at: Timestamp) {
        let Some(parked) = self.parked.get_mut(lane) else { return };
        parked.next_seq = parked.next_seq.max(parked.known_to + 1);
        parked.queue.tried = Tried::default();
        self.touched.insert(lane);
        if parked.seen < parked.next_seq {
            self.parked.unpark(lane);
        } else {
            self.parked.rest(lane, at);
        }
    }

    /// When the first event of `queue`, which just failed, is tried again.
    fn next_try_at(&self, queue: &LaneQueue, no_sooner: Duration, now: Timestamp) -> Timestamp {
        let scheduled = self.after(now, self.retry.wait(queue.tried.count + 1), no_sooner);
        queue.events.front().map_or(scheduled, |first| self.retry.no_later(scheduled, first.event.at.max(self.since), now))
    }
}

/// The first event of `queue`, which is given up at this try.
fn dead_letter(queue: &LaneQueue, died_at: Timestamp) -> Option<DeadLetter> {
    let event = &queue.events.front()?.event;
    Some(DeadLetter { seq: event.seq, event: event.id, room: event.room, attempts: queue.tried.count + 1, died_at })
}
