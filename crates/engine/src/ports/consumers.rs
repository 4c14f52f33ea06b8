//! Named readers of the log, for those who cannot be called: they fetch events and say how far they have come.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use switchroom_domain::{OrgId, Timestamp};
use uuid::Uuid;

use super::{Page, StoreError};

/// The right to read on for a consumer: one holder at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerLease {
    /// Names this lease: whoever commits must hold it.
    pub id: Uuid,
    /// Free for others from then on.
    pub until: Timestamp,
    /// Everything up to this was handed out with it.
    pub up_to: i64,
}

/// A named reader of an organization's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumer {
    /// The organization.
    pub org: OrgId,
    /// Unique in the organization.
    pub name: String,
    /// Which kinds of event it is given: patterns as of a subscription.
    pub events: Vec<String>,
    /// Everything up to this is committed.
    pub cursor: i64,
    /// Who reads on for it just now.
    pub lease: Option<ConsumerLease>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its lease or cursor last changed.
    pub updated_at: Timestamp,
}

impl Consumer {
    /// The lease that somebody holds at `now`.
    #[must_use]
    pub fn held(&self, now: Timestamp) -> Option<ConsumerLease> {
        self.lease.filter(|lease| lease.until > now)
    }
}

/// What is done with a consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsumerChange {
    /// It is given other kinds of event from now on.
    Filter {
        /// Patterns as of a subscription.
        events: Vec<String>,
    },
    /// Somebody was handed out what follows the cursor.
    Lease {
        /// The new lease.
        lease: ConsumerLease,
        /// Where the cursor was when that was read.
        after: i64,
    },
    /// Nothing that follows the cursor is for it: there is nothing to hand out, and nothing to wait for.
    Skip {
        /// Where the cursor was when that was read.
        after: i64,
        /// Everything up to this is passed over.
        up_to: i64,
    },
    /// Its holder has come so far.
    Commit {
        /// The holder's lease.
        lease: Uuid,
        /// Everything up to this is done.
        cursor: i64,
        /// The lease lasts until then; none: it is given back.
        until: Option<Timestamp>,
    },
    /// It goes on after this, whoever reads for it; a lease there is ends.
    Seek {
        /// The sequence number before the next event.
        after: i64,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsumerOutcome {
    /// The consumer as it is now.
    Changed(Consumer),
    /// Somebody else holds its lease until then.
    Held(Timestamp),
    /// The lease has run out or was taken over: nothing was committed.
    Lost,
    /// The commit is not within what was handed out and not committed yet.
    Outside {
        /// Where the consumer stands.
        cursor: i64,
        /// Everything up to this was handed out.
        up_to: i64,
    },
    /// The cursor is not where it was when the log was read.
    Moved,
    /// There is no such consumer.
    Missing,
}

impl ConsumerChange {
    /// What comes of the change at `now`. Only [`ConsumerOutcome::Changed`] is to be kept.
    #[must_use]
    pub fn apply(&self, mut consumer: Consumer, now: Timestamp) -> ConsumerOutcome {
        let held = consumer.held(now);
        match *self {
            Self::Filter { ref events } => consumer.events.clone_from(events),
            Self::Lease { lease, after } => match held {
                // A change that may have been kept is tried again.
                Some(held) if held.id == lease.id => {}
                Some(held) => return ConsumerOutcome::Held(held.until),
                None if consumer.cursor != after => return ConsumerOutcome::Moved,
                None => consumer.lease = Some(lease),
            },
            Self::Skip { after, up_to } => match held {
                Some(held) => return ConsumerOutcome::Held(held.until),
                None if consumer.cursor != after => return ConsumerOutcome::Moved,
                None => consumer.cursor = up_to,
            },
            Self::Commit { lease, cursor, until } => {
                // One that has run out is still good as long as nobody has taken it over.
                let Some(own) = consumer.lease.filter(|own| own.id == lease) else { return ConsumerOutcome::Lost };
                if !(consumer.cursor..=own.up_to).contains(&cursor) {
                    return ConsumerOutcome::Outside { cursor: consumer.cursor, up_to: own.up_to };
                }
                consumer.cursor = cursor;
                consumer.lease = until.map(|until| ConsumerLease { until, ..own });
            }
            Self::Seek { after } => {
                consumer.cursor = after;
                consumer.lease = None;
            }
        }
        consumer.updated_at = now;
        ConsumerOutcome::Changed(consumer)
    }
}

/// Named readers of the log.
#[async_trait]
pub trait Consumers: Send + Sync + 'static {
    /// Keeps a new consumer. `false`: its name is taken.
    async fn create_consumer(&self, consumer: Consumer) -> Result<bool, StoreError>;

    /// The consumer of that name.
    async fn consumer(&self, org: OrgId, name: &str) -> Result<Option<Consumer>, StoreError>;

    /// A page of consumers by name, after the name `after`.
    async fn consumers(&self, org: OrgId, after: Option<String>, limit: usize) -> Result<Page<Consumer>, StoreError>;

    /// Changes a consumer by [`ConsumerChange::apply`], in one transaction.
    async fn change_consumer(&self, org: OrgId, name: &str, change: ConsumerChange, now: Timestamp) -> Result<ConsumerOutcome, StoreError>;

    /// Forgets a consumer. `false`: there is none of that name.
    async fn delete_consumer(&self, org: OrgId, name: &str) -> Result<bool, StoreError>;
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{OrgId, Timestamp};
    use uuid::Uuid;

    use super::{Consumer, ConsumerChange, ConsumerLease, ConsumerOutcome};

    /// A lease of what follows 10, up to 20.
    fn lease(id: u128, until: i64) -> ConsumerLease {
        ConsumerLease { id: Uuid::from_u128(id), until: Timestamp(until), up_to: 20 }
    }

    fn consumer(lease: Option<ConsumerLease>) -> Consumer {
        let (name, events) = ("c".to_owned(), vec!["*".to_owned()]);
        Consumer { org: OrgId(1), name, events, cursor: 10, lease, created_at: Timestamp(0), updated_at: Timestamp(0) }
    }

    fn changed(change: ConsumerChange, consumer: Consumer, now: i64) -> Consumer {
        match change.apply(consumer, Timestamp(now)) {
            ConsumerOutcome::Changed(consumer) => consumer,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_lease_has_one_holder_until_it_runs_out() {
        let take = || ConsumerChange::Lease { lease: lease(2, 200), after: 10 };
        assert_eq!(take().apply(consumer(Some(lease(1, 100))), Timestamp(99)), ConsumerOutcome::Held(Timestamp(100)));
        let taken = changed(take(), consumer(Some(lease(1, 100))), 100);
        assert_eq!((taken.lease, taken.cursor), (Some(lease(2, 200)), 10));
        // A store that does not know whether it was kept tries again.
        assert_eq!(changed(take(), taken, 100).lease, Some(lease(2, 200)));
    }

    #[test]
    fn what_was_read_from_elsewhere_is_not_handed_out() {
        let take = ConsumerChange::Lease { lease: lease(2, 200), after: 9 };
        assert_eq!(take.apply(consumer(None), Timestamp(50)), ConsumerOutcome::Moved);
        let skip = |after| ConsumerChange::Skip { after, up_to: 15 };
        assert_eq!(skip(9).apply(consumer(None), Timestamp(50)), ConsumerOutcome::Moved);
        assert_eq!(skip(10).apply(consumer(Some(lease(1, 100))), Timestamp(50)), ConsumerOutcome::Held(Timestamp(100)));
        assert_eq!(changed(skip(10), consumer(None), 50).cursor, 15);
    }

    #[test]
    fn only_the_holder_commits_and_only_what_was_handed_out() {
        let commit = |id, cursor| ConsumerChange::Commit { lease: Uuid::from_u128(id), cursor, until: None };
        let held = || consumer(Some(lease(1, 100)));
        let outside = ConsumerOutcome::Outside { cursor: 10, up_to: 20 };
        assert_eq!(commit(2, 11).apply(held(), Timestamp(50)), ConsumerOutcome::Lost);
        assert_eq!(commit(1, 9).apply(held(), Timestamp(50)), outside);
        assert_eq!(commit(1, 21).apply(held(), Timestamp(50)), outside);
        let done = changed(commit(1, 20), held(), 150);
        assert_eq!((done.cursor, done.lease), (20, None), "it had run out, but was nobody else's");
        let kept = ConsumerChange::Commit { lease: Uuid::from_u128(1), cursor: 12, until: Some(Timestamp(300)) };
        assert_eq!(changed(kept, held(), 50).lease, Some(lease(1, 300)));
    }

    #[test]
    fn a_seek_ends_the_lease() {
        let sought = changed(ConsumerChange::Seek { after: 3 }, consumer(Some(lease(1, 100))), 50);
        assert_eq!((sought.cursor, sought.lease), (3, None));
    }

    #[test]
    fn another_filter_leaves_the_rest() {
        let filtered = changed(ConsumerChange::Filter { events: vec!["room.*".to_owned()] }, consumer(Some(lease(1, 100))), 50);
        assert_eq!((filtered.events, filtered.cursor, filtered.lease), (vec!["room.*".to_owned()], 10, Some(lease(1, 100))));
    }
}
