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

/// What is done with a consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsumerChange {
    /// Somebody wants to read on for it.
    Lease {
        /// The new lease.
        lease: ConsumerLease,
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
    /// The commit would go back.
    Backwards {
        /// Where the consumer stands.
        cursor: i64,
    },
    /// There is no such consumer.
    Missing,
}

impl ConsumerChange {
    /// What comes of the change at `now`. Only [`ConsumerOutcome::Changed`] is to be kept.
    #[must_use]
    pub fn apply(self, mut consumer: Consumer, now: Timestamp) -> ConsumerOutcome {
        let held = consumer.lease.filter(|lease| lease.until > now);
        match self {
            Self::Lease { lease } => {
                if let Some(held) = held {
                    return ConsumerOutcome::Held(held.until);
                }
                consumer.lease = Some(lease);
            }
            Self::Commit { lease, cursor, until } => {
                // One that has run out is still good as long as nobody has taken it over.
                let Some(own) = consumer.lease.filter(|own| own.id == lease) else { return ConsumerOutcome::Lost };
                if cursor < consumer.cursor {
                    return ConsumerOutcome::Backwards { cursor: consumer.cursor };
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

    fn lease(id: u128, until: i64) -> ConsumerLease {
        ConsumerLease { id: Uuid::from_u128(id), until: Timestamp(until) }
    }

    fn consumer(lease: Option<ConsumerLease>) -> Consumer {
        let (name, events) = ("c".to_owned(), vec!["*".to_owned()]);
        Consumer { org: OrgId(1), name, events, cursor: 10, lease, created_at: Timestamp(0), updated_at: Timestamp(0) }
    }

    #[test]
    fn a_lease_has_one_holder_until_it_runs_out() {
        let take = ConsumerChange::Lease { lease: lease(2, 200) };
        assert_eq!(take.apply(consumer(Some(lease(1, 100))), Timestamp(99)), ConsumerOutcome::Held(Timestamp(100)));
        let ConsumerOutcome::Changed(taken) = take.apply(consumer(Some(lease(1, 100))), Timestamp(100)) else { panic!("held") };
        assert_eq!((taken.lease, taken.cursor), (Some(lease(2, 200)), 10));
    }

    #[test]
    fn only_the_holder_commits_and_never_backwards() {
        let commit = |id, cursor| ConsumerChange::Commit { lease: Uuid::from_u128(id), cursor, until: None };
        let held = || consumer(Some(lease(1, 100)));
        assert_eq!(commit(2, 11).apply(held(), Timestamp(50)), ConsumerOutcome::Lost);
        assert_eq!(commit(1, 9).apply(held(), Timestamp(50)), ConsumerOutcome::Backwards { cursor: 10 });
        let ConsumerOutcome::Changed(done) = commit(1, 12).apply(held(), Timestamp(150)) else { panic!("run out, but nobody's else") };
        assert_eq!((done.cursor, done.lease), (12, None));
    }

    #[test]
    fn a_seek_ends_the_lease() {
        let ConsumerOutcome::Changed(sought) = (ConsumerChange::Seek { after: 3 }).apply(consumer(Some(lease(1, 100))), Timestamp(50))
        else {
            panic!("refused")
        };
        assert_eq!((sought.cursor, sought.lease), (3, None));
    }
}
