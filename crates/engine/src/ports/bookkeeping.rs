//! Where followers stand, and what became of deliveries.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use switchroom_domain::replay::Replay;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{EventId, FollowerId, OrgId, RoomId, SubscriptionId, Timestamp};
use uuid::Uuid;

use super::{Page, StoreError};

/// Why a room waits apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkReason {
    /// Its delivery failed.
    Failing,
    /// Its delivery takes so long that it held up the others.
    Slow,
}

/// A room that a follower serves apart from the others, because it failed or was slow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedRoom {
    /// The room; `None`: the events of no room.
    pub lane: Option<RoomId>,
    /// The first event of the room that is not done.
    pub next_seq: i64,
    /// How often that event was tried.
    pub attempt: u32,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// Why it is parked.
    pub reason: ParkReason,
    /// The bodies that were sent for that event: a retry sends the same bytes.
    pub bodies: Vec<Vec<u8>>,
    /// How many of those bodies were accepted already.
    pub accepted: u32,
    /// Whether only this one event waits: the later ones of its room go on. `lane` then has the event's id.
    pub alone: bool,
}

/// An endpoint that fails everywhere is left alone until a probe succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breaker {
    /// How many probes failed.
    pub probes: u32,
    /// When it is probed next.
    pub next_at: Timestamp,
}

/// Where a follower stands, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowerState {
    /// Counts how often the position was set from outside: a flush with an older epoch is ignored.
    pub epoch: i64,
    /// All up to this is delivered, filtered out, dead, or belongs to a parked room.
    pub cursor: i64,
    /// The breaker, if it is open.
    pub breaker: Option<Breaker>,
    /// Since when nothing was accepted, although it was tried.
    pub failing_since: Option<Timestamp>,
    /// The rooms that wait apart.
    pub parked: Vec<ParkedRoom>,
}

/// An event that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The event's place in the log.
    pub seq: i64,
    /// The event.
    pub event: EventId,
    /// Its room.
    pub room: Option<RoomId>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was given up.
    pub died_at: Timestamp,
}

impl DeadLetter {
    /// How long it is kept.
    pub const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;
}

/// What a follower's position has become since the last flush.
#[derive(Debug, Clone)]
pub struct PositionFlush {
    /// The organization.
    pub org: OrgId,
    /// The follower.
    pub follower: FollowerId,
    /// The epoch the follower was started with.
    pub epoch: i64,
    /// The cursor now.
    pub cursor: i64,
    /// The breaker now.
    pub breaker: Option<Breaker>,
    /// Since when nothing was accepted.
    pub failing_since: Option<Timestamp>,
    /// Events given up since the last flush. One that is kept already is as given here.
    pub dead: Vec<DeadLetter>,
    /// The follower under which they are kept: that of the live run.
    pub dead_of: FollowerId,
    /// Rooms parked, or changed while parked.
    pub parked: Vec<ParkedRoom>,
    /// Rooms no longer parked.
    pub unparked: Vec<Option<RoomId>>,
}

/// What became of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// The endpoint accepted it.
    Delivered,
    /// It did not; there will be another attempt.
    Failed,
    /// It did not, and it is given up.
    Dead,
}

/// What was sent and answered. Kept for failures, and where the subscription asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exchange {
    /// The headers that were sent. Of a secret one the value is `…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_headers: Vec<(String, String)>,
    /// The body that was sent.
    pub request_body: String,
    /// The headers of the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<(String, String)>,
    /// The first 16 kB of the answer.
    #[serde(default)]
    pub response_body: String,
}

/// One attempt to deliver one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The organization.
    pub org: OrgId,
    /// The attempt's id: a UUIDv7.
    pub id: Uuid,
    /// To which subscription.
    pub subscription: SubscriptionId,
    /// For which follower: the subscription's live run or a replay job.
    pub follower: FollowerId,
    /// The event.
    pub event: EventId,
    /// The event's place in the log.
    pub seq: i64,
    /// The event's room.
    pub room: Option<RoomId>,
    /// Counts the attempts for the event, from 1.
    pub number: u32,
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in microseconds.
    pub micros: i64,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// What went wrong, if there was no answer.
    pub error: Option<String>,
    /// What was sent and answered: for failures, and where the subscription asks for it.
    pub exchange: Option<Exchange>,
}

/// Which attempts to list: newest first.
#[derive(Debug, Clone)]
pub struct AttemptsQuery {
    /// To which subscription.
    pub subscription: SubscriptionId,
    /// Only those that became this.
    pub outcome: Option<AttemptOutcome>,
    /// Only those answered with this status.
    pub status: Option<u16>,
    /// Only those of this room's events.
    pub room: Option<RoomId>,
    /// Only those of the event at this place in the log.
    pub seq: Option<i64>,
    /// Only those that began then or later.
    pub from: Option<Timestamp>,
    /// Only those that began earlier.
    pub until: Option<Timestamp>,
    /// Only those before this one.
    pub before: Option<Uuid>,
    /// How many at the most.
    pub limit: usize,
}

impl AttemptsQuery {
    /// All of a subscription's attempts, a page at a time.
    #[must_use]
    pub fn of(subscription: SubscriptionId, limit: usize) -> Self {
        Self { subscription, outcome: None, status: None, room: None, seq: None, from: None, until: None, before: None, limit }
    }
}

/// Which attempts are kept.
#[derive(Debug, Clone, Copy)]
pub struct AttemptsKept {
    /// Those that began then or later.
    pub since: Timestamp,
    /// Bytes that all of them may take, about. The oldest go first.
    pub bytes: u64,
}

/// Where followers stand, and what became of deliveries.
#[async_trait]
pub trait Bookkeeping: Send + Sync + 'static {
    /// Every webhook subscription of every organization: read once, when the server starts.
    async fn all_subscriptions(&self) -> Result<Vec<Subscription>, StoreError>;

    /// Every replay job that is not finished: those at work, and those that were called off and still have a position.
    async fn running_replays(&self) -> Result<Vec<Replay>, StoreError>;

    /// Where a follower stands; `None`: there is no such follower.
    async fn follower_state(&self, org: OrgId, follower: FollowerId) -> Result<Option<FollowerState>, StoreError>;

    /// Keeps positions, all in one commit. One whose epoch is older than the kept one is passed over.
    async fn flush_positions(&self, flushes: Vec<PositionFlush>) -> Result<(), StoreError>;

    /// A replay job is done, or has stopped after it was called off: its position is dropped, and with it the dead letters older than
    /// the job that it has come past.
    async fn finish_replay(&self, org: OrgId, replay: FollowerId) -> Result<(), StoreError>;

    /// A page of the events that were given up, after the sequence number `after`, in order. `of`: the follower of the live run.
    async fn dead_letters(&self, org: OrgId, of: FollowerId, after: i64, limit: usize) -> Result<Page<DeadLetter>, StoreError>;

    /// Keeps attempts.
    async fn record_attempts(&self, attempts: Vec<Attempt>) -> Result<(), StoreError>;

    /// A page of attempts, newest first.
    async fn attempts(&self, org: OrgId, query: AttemptsQuery) -> Result<Page<Attempt>, StoreError>;

    /// Keeps when people were last seen; an earlier time than the kept one is passed over.
    async fn record_presence(&self, seen: Vec<(OrgId, Uuid, Timestamp)>) -> Result<(), StoreError>;

    /// Forgets what need not be kept: idempotency keys older than a day before `now`, dead letters older than thirty days, and attempts
    /// that are not `kept`. A bounded piece at a time; answers whether there is more to forget.
    async fn forget(&self, now: Timestamp, kept: AttemptsKept) -> Result<bool, StoreError>;
}
