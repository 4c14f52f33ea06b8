//! The events of a whole organization, from a sequence number on.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use switchroom_domain::OrgId;
use switchroom_engine::ports::StoreError;
use switchroom_followers::LogReader;
use tokio::sync::watch;

use crate::SharedEvent;
use crate::hub::Hub;
use crate::room_feed::Reading;

/// Events read at one time.
const CHUNK: usize = 100;

/// The events of a whole organization from a sequence number on, in order, each once.
pub struct LogFeed {
    hub: Arc<Hub>,
    reader: LogReader,
    org: OrgId,
    head: watch::Receiver<i64>,
    /// The sequence number up to which events were given.
    after: i64,
    /// What is waited for and read. Kept here, so that no read is lost if nobody waits for it meanwhile.
    reading: Option<Reading>,
}

impl LogFeed {
    /// The organization's events after `after`; without it, after the latest there is.
    pub(crate) async fn new(hub: Arc<Hub>, reader: LogReader, org: OrgId, after: Option<i64>) -> Result<Self, StoreError> {
        let head = reader.head(org, after.unwrap_or(0)).await?;
        let after = after.unwrap_or_else(|| *head.borrow());
        Ok(Self { hub, reader, org, head, after, reading: None })
    }

    /// The sequence number up to which events were given.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.after
    }

    /// The sequence number of the latest event there is.
    #[must_use]
    pub fn head(&self) -> i64 {
        *self.head.borrow()
    }

    /// The next events: at least one. After an error, asking again tries again. Nothing is lost if it is not waited for.
    pub async fn next(&mut self) -> Result<Vec<Arc<SharedEvent>>, StoreError> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// As [`LogFeed::next`], for waiting on other things at once.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Vec<Arc<SharedEvent>>, StoreError>> {
        loop {
            let reading = self.reading.get_or_insert_with(|| reading(&self.reader, self.org, self.head.clone(), self.after));
            let read = ready!(reading.as_mut().poll(cx));
            self.reading = None;
            let read = read?;
            let Some(last) = read.last() else { continue };
            self.after = last.event.seq;
            let head = self.head();
            return Poll::Ready(Ok(read.iter().map(|committed| self.hub.recent.share(committed, head)).collect()));
        }
    }
}

fn reading(reader: &LogReader, org: OrgId, mut head: watch::Receiver<i64>, after: i64) -> Reading {
    let reader = reader.clone();
    Box::pin(async move {
        head.wait_for(|head| *head > after).await.map_err(|_| StoreError::Stopping)?;
        reader.read(org, after, CHUNK).await
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{CHUNK, LogFeed};
    use crate::SharedEvent;
    use crate::fake_store::{FakeStore, ORG, OTHER_ROOM, ROOM, is_pending};
    use crate::feeds::Feeds;

    fn feeds() -> (Feeds, Arc<FakeStore>) {
        let (hub, store) = FakeStore::with_hub();
        (Feeds::new(hub, store.reader()), store)
    }

    fn seqs(events: &[Arc<SharedEvent>]) -> Vec<i64> {
        events.iter().map(|shared| shared.committed.event.seq).collect()
    }

    async fn next(feed: &mut LogFeed) -> Vec<i64> {
        seqs(&feed.next().await.expect("next"))
    }

    #[tokio::test]
    async fn resumes_in_chunks_and_goes_on_live() {
        let (feeds, store) = feeds();
        store.append(ROOM, CHUNK + 2);
        let mut feed = feeds.log(ORG, Some(1)).await.expect("feed");
        let last = i64::try_from(CHUNK).expect("small") + 2;
        assert_eq!(next(&mut feed).await, (2..last).collect::<Vec<_>>());
        assert_eq!(next(&mut feed).await, [last]);
        assert!(is_pending(|cx| feed.poll_next(cx)));
        store.commit(OTHER_ROOM, 2);
        assert_eq!(next(&mut feed).await, [last + 1, last + 2]);
        assert_eq!(feed.position(), last + 2);
    }

    #[tokio::test]
    async fn starts_at_the_head_by_itself() {
        let (feeds, store) = feeds();
        store.append(ROOM, 3);
        let mut feed = feeds.log(ORG, None).await.expect("feed");
        assert_eq!(feed.position(), 3);
        assert!(is_pending(|cx| feed.poll_next(cx)));
        store.commit(ROOM, 1);
        assert_eq!(next(&mut feed).await, [4]);
    }

    #[tokio::test]
    async fn readers_of_the_log_share_its_events_with_listeners_of_rooms() {
        let (feeds, store) = feeds();
        let (mut log, mut same) = (feeds.log(ORG, None).await.expect("feed"), feeds.log(ORG, None).await.expect("feed"));
        let mut room = feeds.room(ORG, ROOM, 0);
        assert!(is_pending(|cx| room.poll_next(cx)));
        store.commit(ROOM, 1);
        let (log, same, room) = (log.next().await, same.next().await, room.next().await);
        let (log, same, room) = (log.expect("log"), same.expect("same"), room.expect("room"));
        assert!(Arc::ptr_eq(&log[0], &same[0]) && Arc::ptr_eq(&log[0], &room[0]));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn order_holds_while_the_log_is_written_to() {
        const EVENTS: i64 = 3_000;
        let (feeds, store) = feeds();
        let mut readers = Vec::new();
        for after in 0..8 {
            let mut feed = feeds.log(ORG, Some(after)).await.expect("feed");
            readers.push(tokio::spawn(async move {
                let mut given = Vec::new();
                while given.last() != Some(&EVENTS) {
                    given.extend(next(&mut feed).await);
                }
                assert_eq!(given, (after + 1..=EVENTS).collect::<Vec<_>>());
            }));
        }
        let writer = std::thread::spawn(move || (0..EVENTS / 3).for_each(|_| store.commit(ROOM, 3)));
        for reader in readers {
            reader.await.expect("reader");
        }
        writer.join().expect("writer");
    }
}
