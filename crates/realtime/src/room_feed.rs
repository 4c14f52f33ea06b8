//! The events of one room, from a version of it on.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use switchroom_domain::{Committed, OrgId, RoomId};
use switchroom_engine::ports::{Log, StoreError};

use crate::SharedEvent;
use crate::hub::{Hub, Listener};

/// Events taken or read at one time.
const CHUNK: usize = 100;

pub(crate) type Reading = Pin<Box<dyn Future<Output = Result<Vec<Arc<Committed>>, StoreError>> + Send>>;

/// The events of one room from a version of it on: first what the store has, then what is committed, in order, each once.
///
/// A room's versions have no gaps, so a feed sees by itself whether it missed something, and reads that from the store.
pub struct RoomFeed {
    listener: Listener,
    log: Arc<dyn Log>,
    org: OrgId,
    room: RoomId,
    /// The version up to which events were given.
    version: i64,
    /// Whether the store may have events after that which are not in memory.
    behind: bool,
    /// What is being read. Kept here, so that no read is lost if nobody waits for it meanwhile.
    reading: Option<Reading>,
}

impl RoomFeed {
    /// The events of the room after `version`.
    pub(crate) fn new(hub: &Arc<Hub>, log: Arc<dyn Log>, org: OrgId, room: RoomId, version: i64) -> Self {
        // It listens before it reads, so that nothing falls between the two.
        Self { listener: hub.listen(org, room), log, org, room, version, behind: true, reading: None }
    }

    /// The room.
    #[must_use]
    pub fn room(&self) -> RoomId {
        self.room
    }

    /// The next events: at least one. After an error, asking again tries again. Nothing is lost if it is not waited for.
    pub async fn next(&mut self) -> Result<Vec<Arc<SharedEvent>>, StoreError> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// As [`RoomFeed::next`], for waiting on many feeds at once.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Vec<Arc<SharedEvent>>, StoreError>> {
        loop {
            if self.behind && self.reading.is_none() && self.listener.follows(self.version) {
                self.behind = false;
            }
            let events = if self.behind {
                ready!(self.poll_catch_up(cx))?
            } else {
                let taken = ready!(self.listener.poll_take(cx, self.version, CHUNK));
                self.behind = taken.is_none();
                taken.unwrap_or_default()
            };
            if let Some(version) = events.last().and_then(|last| last.committed.event.room_version()) {
                self.version = version;
                return Poll::Ready(Ok(events));
            }
        }
    }

    fn poll_catch_up(&mut self, cx: &mut Context<'_>) -> Poll<Result<Vec<Arc<SharedEvent>>, StoreError>> {
        let reading = self.reading.get_or_insert_with(|| {
            let (log, org, room, version) = (Arc::clone(&self.log), self.org, self.room, self.version);
            Box::pin(async move { log.room_events_after(org, room, version, CHUNK).await })
        });
        let read = ready!(reading.as_mut().poll(cx));
        self.reading = None;
        let read = read?;
        self.behind = read.len() >= CHUNK;
        // Whoever catches up is alone with old events: nothing is gained by sharing them.
        Poll::Ready(Ok(read.into_iter().map(|committed| Arc::new(SharedEvent::new(committed))).collect()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use switchroom_domain::RoomId;
    use switchroom_engine::ports::{CommitListener, StoreError};

    use super::{CHUNK, RoomFeed};
    use crate::SharedEvent;
    use crate::backlog::MOST_EVENTS;
    use crate::fake_store::{FakeStore, ORG, OTHER_ROOM, ROOM, is_pending};
    use crate::hub::Hub;

    fn versions(events: &[Arc<SharedEvent>]) -> Vec<i64> {
        events.iter().filter_map(|shared| shared.committed.event.room_version()).collect()
    }

    fn feed(hub: &Arc<Hub>, store: &Arc<FakeStore>, room: RoomId, version: i64) -> RoomFeed {
        RoomFeed::new(hub, Arc::clone(store) as _, ORG, room, version)
    }

    async fn next(feed: &mut RoomFeed) -> Vec<i64> {
        versions(&feed.next().await.expect("next"))
    }

    async fn up_to(feed: &mut RoomFeed, last: i64) -> Vec<i64> {
        let mut all = Vec::new();
        while all.last() != Some(&last) {
            all.extend(next(feed).await);
        }
        all
    }

    #[tokio::test]
    async fn resumes_from_the_store_and_goes_on_live() {
        let (hub, store) = FakeStore::with_hub();
        store.commit(ROOM, 5);
        let mut feed = feed(&hub, &store, ROOM, 2);
        assert_eq!(next(&mut feed).await, [3, 4, 5]);
        assert!(is_pending(|cx| feed.poll_next(cx)));
        store.commit(OTHER_ROOM, 1);
        assert!(is_pending(|cx| feed.poll_next(cx)));
        store.commit(ROOM, 2);
        assert_eq!(next(&mut feed).await, [6, 7]);
        assert_eq!(store.room_reads(), 1, "live events come from memory");
    }

    #[tokio::test]
    async fn reads_a_long_past_in_chunks() {
        let (hub, store) = FakeStore::with_hub();
        let total = i64::try_from(2 * CHUNK + 1).expect("small");
        store.commit(ROOM, 2 * CHUNK + 1);
        let mut feed = feed(&hub, &store, ROOM, 0);
        assert_eq!(next(&mut feed).await.len(), CHUNK);
        assert_eq!(up_to(&mut feed, total).await.len(), CHUNK + 1);
        assert_eq!(store.room_reads(), 3);
    }

    #[tokio::test]
    async fn events_committed_while_it_reads_come_once() {
        let (hub, store) = FakeStore::with_hub();
        store.commit(ROOM, 1);
        let mut feed = feed(&hub, &store, ROOM, 0);
        // In the store and in memory.
        store.commit(ROOM, 2);
        assert_eq!(up_to(&mut feed, 3).await, [1, 2, 3]);
        assert!(is_pending(|cx| feed.poll_next(cx)));
    }

    #[tokio::test]
    async fn catches_up_from_the_store_after_an_overflow() {
        let (hub, store) = FakeStore::with_hub();
        let mut feed = feed(&hub, &store, ROOM, 0);
        assert!(is_pending(|cx| feed.poll_next(cx)));
        let reads = store.room_reads();
        let total = MOST_EVENTS + 3;
        store.commit(ROOM, total);
        let last = i64::try_from(total).expect("small");
        assert_eq!(up_to(&mut feed, last).await, (1..=last).collect::<Vec<_>>());
        assert_eq!(store.room_reads(), reads + 1, "only what is no longer in memory is read");
        assert!(is_pending(|cx| feed.poll_next(cx)));
        store.commit(ROOM, 1);
        assert_eq!(next(&mut feed).await, [last + 1]);
    }

    #[tokio::test]
    async fn a_gap_is_filled_from_the_store() {
        let (hub, store) = FakeStore::with_hub();
        let mut feed = feed(&hub, &store, ROOM, 0);
        assert!(is_pending(|cx| feed.poll_next(cx)));
        let events = store.append(ROOM, 4);
        hub.committed(ORG, &events[..1]);
        hub.committed(ORG, &events[2..]);
        assert_eq!(up_to(&mut feed, 4).await, [1, 2, 3, 4]);
        hub.committed(ORG, &events[1..]);
        assert!(is_pending(|cx| feed.poll_next(cx)), "what was given is not given again");
        store.commit(ROOM, 1);
        assert_eq!(next(&mut feed).await, [5]);
    }

    #[tokio::test]
    async fn a_failed_read_is_tried_again() {
        let (hub, store) = FakeStore::with_hub();
        store.commit(ROOM, 2);
        let mut feed = feed(&hub, &store, ROOM, 0);
        store.fail_next_read();
        assert!(matches!(feed.next().await, Err(StoreError::Overloaded)));
        assert_eq!(next(&mut feed).await, [1, 2]);
    }

    #[tokio::test]
    async fn a_read_goes_on_if_nobody_waits_for_it() {
        let (hub, store) = FakeStore::with_hub();
        store.commit(ROOM, 2);
        let mut feed = feed(&hub, &store, ROOM, 0);
        let gate = store.hold_reads().await;
        for _ in 0..3 {
            assert!(is_pending(|cx| feed.poll_next(cx)));
        }
        drop(gate);
        assert_eq!(next(&mut feed).await, [1, 2]);
        assert_eq!(store.room_reads(), 1);
    }

    #[tokio::test]
    async fn dropping_a_feed_unregisters_it() {
        let (hub, store) = FakeStore::with_hub();
        let one = feed(&hub, &store, ROOM, 0);
        let two = feed(&hub, &store, ROOM, 0);
        let other = feed(&hub, &store, OTHER_ROOM, 0);
        assert_eq!(hub.rooms(), 2);
        drop(one);
        assert_eq!(hub.rooms(), 2);
        drop((two, other));
        assert_eq!(hub.rooms(), 0);
        store.commit(ROOM, 1);
    }

    #[tokio::test]
    async fn listeners_of_a_room_share_its_events() {
        let (hub, store) = FakeStore::with_hub();
        let (mut one, mut two) = (feed(&hub, &store, ROOM, 0), feed(&hub, &store, ROOM, 0));
        assert!(is_pending(|cx| one.poll_next(cx)) && is_pending(|cx| two.poll_next(cx)));
        store.commit(ROOM, 1);
        let (one, two) = (one.next().await.expect("one"), two.next().await.expect("two"));
        assert!(Arc::ptr_eq(&one[0], &two[0]));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn order_holds_while_rooms_are_written_to() {
        const EVENTS: i64 = 5_000;
        let (hub, store) = FakeStore::with_hub();
        let writer = {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                let mut left = EVENTS;
                for batch in [1, 7, 300, 2, 64].into_iter().cycle() {
                    let batch = left.min(batch);
                    store.commit(ROOM, usize::try_from(batch).expect("small"));
                    left -= batch;
                    if left == 0 {
                        break;
                    }
                }
            })
        };
        let readers: Vec<_> = (0..16)
            .map(|reader| {
                let mut feed = feed(&hub, &store, ROOM, reader);
                tokio::spawn(async move {
                    let given = up_to(&mut feed, EVENTS).await;
                    assert_eq!(given, (reader + 1..=EVENTS).collect::<Vec<_>>());
                })
            })
            .collect();
        for reader in readers {
            reader.await.expect("reader");
        }
        writer.join().expect("writer");
        assert_eq!(hub.rooms(), 0);
    }

    #[test]
    fn an_idle_feed_is_small() {
        assert!(size_of::<RoomFeed>() <= 160, "{}", size_of::<RoomFeed>());
    }
}
