//! The latest events of a room that somebody listens to.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use parking_lot::Mutex;

use crate::SharedEvent;

/// Events kept for the listeners of one room, at the most.
pub(crate) const MOST_EVENTS: usize = 1_024;
/// About how many bytes of events are kept for the listeners of one room, at the most.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The latest events of one room, until all its listeners have taken them. A listener that is too slow for the bounds finds a
/// gap, and reads the store.
///
/// One queue a room rather than one a listener: the writer puts an event in once however many listen, and listeners that lag
/// together do not all turn to the store.
#[derive(Default)]
pub(crate) struct Backlog(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Versions of the room without gaps.
    events: VecDeque<KeptEvent>,
    bytes: usize,
    listeners: usize,
    last_id: u64,
    waiting: HashMap<u64, Waker>,
}

struct KeptEvent {
    shared: Arc<SharedEvent>,
    version: i64,
    /// Listeners that are not past it.
    left: usize,
}

/// What one listener of a room has got past.
pub(crate) struct Place {
    id: u64,
    /// It no longer counts for events up to this version.
    past: i64,
}

impl Backlog {
    /// A place for one more listener.
    pub(crate) fn enter(&self) -> Place {
        let mut kept = self.0.lock();
        kept.listeners += 1;
        kept.last_id += 1;
        kept.events.iter_mut().for_each(|event| event.left += 1);
        Place { id: kept.last_id, past: 0 }
    }

    /// Gives a place back. Answers how many listeners are left.
    pub(crate) fn leave(&self, place: &mut Place) -> usize {
        let mut kept = self.0.lock();
        kept.waiting.remove(&place.id);
        kept.pass(place, i64::MAX);
        kept.listeners -= 1;
        kept.listeners
    }

    /// Puts in an event of this version. Adds to `wakers` those who wait for it.
    pub(crate) fn put(&self, shared: &Arc<SharedEvent>, version: i64, wakers: &mut Vec<Waker>) {
        let mut kept = self.0.lock();
        if kept.last().is_some_and(|last| version != last + 1) {
            // Whoever misses what is between sees it, and reads the store.
            kept.clear();
        }
        let left = kept.listeners;
        kept.bytes += shared.committed.weight();
        kept.events.push_back(KeptEvent { shared: Arc::clone(shared), version, left });
        while kept.events.len() > MOST_EVENTS || (kept.bytes > MOST_BYTES && kept.events.len() > 1) {
            kept.drop_first();
        }
        wakers.extend(kept.waiting.drain().map(|(_, waker)| waker));
    }

    /// Whether the event that follows `version` is here.
    pub(crate) fn follows(&self, version: i64) -> bool {
        let kept = self.0.lock();
        kept.first().is_some_and(|first| first <= version + 1) && kept.last() > Some(version)
    }

    /// Takes up to `limit` events after `version`, as soon as there are any. None: some of them are no longer here.
    pub(crate) fn poll_take(&self, cx: &Context<'_>, place: &mut Place, version: i64, limit: usize) -> Poll<Option<Vec<Arc<SharedEvent>>>> {
        let mut kept = self.0.lock();
        let first = kept.first().filter(|_| kept.last() > Some(version));
        let Some(first) = first else {
            kept.pass(place, version);
            kept.waiting.insert(place.id, cx.waker().clone());
            return Poll::Pending;
        };
        let Ok(skip) = usize::try_from(version + 1 - first) else { return Poll::Ready(None) };
        let taken = kept.events.iter().skip(skip).take(limit);
        let (taken, last) = taken.fold((Vec::new(), version), |(mut taken, _), event| {
            taken.push(Arc::clone(&event.shared));
            (taken, event.version)
        });
        kept.pass(place, last);
        Poll::Ready(Some(taken))
    }
}

impl Kept {
    fn first(&self) -> Option<i64> {
        self.events.front().map(|event| event.version)
    }

    fn last(&self) -> Option<i64> {
        self.events.back().map(|event| event.version)
    }

    fn drop_first(&mut self) {
        if let Some(event) = self.events.pop_front() {
            self.bytes -= event.shared.committed.weight();
        }
    }

    fn clear(&mut self) {
        self.events.clear();
        self.bytes = 0;
    }

    /// The listener is past `version`. Drops what everybody is past.
    fn pass(&mut self, place: &mut Place, version: i64) {
        let Some(first) = self.first() else { return };
        let skip = usize::try_from(place.past + 1 - first).unwrap_or(0);
        let passed = self.events.iter_mut().skip(skip).take_while(|event| event.version <= version);
        for event in passed {
            event.left = event.left.saturating_sub(1);
            place.past = event.version;
        }
        while self.events.front().is_some_and(|event| event.left == 0) {
            self.drop_first();
        }
        if self.events.is_empty() {
            // Most rooms are quiet most of the time.
            self.events.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::{Context, Poll, Waker};

    use super::{Backlog, MOST_EVENTS, Place};
    use crate::SharedEvent;
    use crate::fake_store::{ORG, ROOM, committed};

    fn put(backlog: &Backlog, version: i64) {
        let shared = Arc::new(SharedEvent::new(committed(ORG, ROOM, version, version)));
        backlog.put(&shared, version, &mut Vec::new());
    }

    fn take(backlog: &Backlog, place: &mut Place, version: i64) -> Poll<Option<Vec<i64>>> {
        let taken = backlog.poll_take(&Context::from_waker(Waker::noop()), place, version, usize::MAX);
        taken.map(|taken| taken.map(|taken| taken.iter().filter_map(|shared| shared.committed.event.room_version()).collect()))
    }

    fn kept(backlog: &Backlog) -> usize {
        backlog.0.lock().events.len()
    }

    #[test]
    fn events_are_kept_until_everybody_took_them() {
        let backlog = Backlog::default();
        let (mut one, mut two) = (backlog.enter(), backlog.enter());
        (1..=3).for_each(|version| put(&backlog, version));
        assert_eq!(take(&backlog, &mut one, 0), Poll::Ready(Some(vec![1, 2, 3])));
        assert_eq!(kept(&backlog), 3);
        assert_eq!(take(&backlog, &mut two, 1), Poll::Ready(Some(vec![2, 3])));
        assert_eq!(kept(&backlog), 0);
        assert_eq!(take(&backlog, &mut two, 3), Poll::Pending);
        assert_eq!(backlog.0.lock().bytes, 0);
    }

    #[test]
    fn who_read_an_event_from_the_store_does_not_keep_it() {
        let backlog = Backlog::default();
        let mut place = backlog.enter();
        put(&backlog, 1);
        assert_eq!(take(&backlog, &mut place, 1), Poll::Pending);
        assert_eq!(kept(&backlog), 0);
    }

    #[test]
    fn who_leaves_keeps_nothing() {
        let backlog = Backlog::default();
        let (mut one, mut two) = (backlog.enter(), backlog.enter());
        put(&backlog, 1);
        assert_eq!(take(&backlog, &mut one, 0), Poll::Ready(Some(vec![1])));
        assert_eq!(backlog.leave(&mut two), 1);
        assert_eq!(kept(&backlog), 0);
        assert_eq!(backlog.leave(&mut one), 0);
    }

    #[test]
    fn who_enters_later_can_take_what_is_there() {
        let backlog = Backlog::default();
        let _slow = backlog.enter();
        put(&backlog, 5);
        let mut late = backlog.enter();
        assert!(backlog.follows(4) && !backlog.follows(3) && !backlog.follows(5));
        assert_eq!(take(&backlog, &mut late, 4), Poll::Ready(Some(vec![5])));
        assert_eq!(kept(&backlog), 1);
    }

    #[test]
    fn what_is_dropped_or_left_out_shows_as_a_gap() {
        let backlog = Backlog::default();
        let mut place = backlog.enter();
        let most = i64::try_from(MOST_EVENTS).expect("small");
        (1..=most + 1).for_each(|version| put(&backlog, version));
        assert_eq!(kept(&backlog), MOST_EVENTS);
        assert_eq!(take(&backlog, &mut place, 0), Poll::Ready(None));
        put(&backlog, most + 3);
        assert_eq!(take(&backlog, &mut place, most + 1), Poll::Ready(None));
        assert_eq!(take(&backlog, &mut place, most + 2), Poll::Ready(Some(vec![most + 3])));
        assert_eq!(kept(&backlog), 0);
    }
}
