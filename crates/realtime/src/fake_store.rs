//! A store in memory that keeps a log and nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use parking_lot::Mutex;
use serde_json::Map;
use switchroom_domain::canned_response::CannedResponse;
use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::custom_field::CustomField;
use switchroom_domain::event::Subject;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::organization::Organization;
use switchroom_domain::participant::Participant;
use switchroom_domain::replay::Replay;
use switchroom_domain::role::Role;
use switchroom_domain::room::{Room, RoomHead, RoomStatus};
use switchroom_domain::setting::Settings;
use switchroom_domain::sla::Sla;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::team::Team;
use switchroom_domain::token::Token;
use switchroom_domain::user::User;
use switchroom_domain::view::SavedView;
use switchroom_domain::{
    Actor, CannedResponseId, ChannelId, Committed, ContactId, Envelope, Event, EventId, EventKind, FollowerId, MessageId, OAuthClientId,
    OrgId, Person, RoomId, SlaId, SubscriptionId, TeamId, Timestamp, UserId,
};
use switchroom_engine::ports::{
    Attempt, AttemptsKept, AttemptsQuery, Bookkeeping, CommitListener, Consumer, ConsumerChange, ConsumerOutcome, Consumers, DeadLetter,
    Directory, FollowerState, Found, Leases, Log, MadeOrganization, MessagesQuery, NewOrganization, Nodes, Outcome, Page, PositionFlush,
    RoomSearch, RoomsQuery, Snooze, StoreError, Timers, UserSearch, Views,
};
use switchroom_followers::{LogReader, Tail};
use uuid::Uuid;

use crate::Hub;

pub(crate) const ORG: OrgId = OrgId(1);
pub(crate) const ROOM: RoomId = RoomId(Uuid::from_u128(1));
pub(crate) const OTHER_ROOM: RoomId = RoomId(Uuid::from_u128(2));

/// An event of a room.
pub(crate) fn committed(org: OrgId, room: RoomId, seq: i64, version: i64) -> Arc<Committed> {
    let at = Timestamp(seq);
    let head = RoomHead { version, ..RoomHead::opened(RoomStatus::Queued, at) };
    let event = Event {
        org,
        seq,
        id: EventId(Uuid::from_u128(seq.unsigned_abs().into())),
        kind: EventKind::RoomTagged,
        schema: 1,
        at,
        actor: Actor::System,
        cause: None,
        room: Some(room),
        subject: Subject::Room,
        changes: Map::new(),
        room_head: Some(head),
    };
    Arc::new(Committed { event, room: None, message: None, trace: None })
}

/// Whether a poll has nothing yet.
pub(crate) fn is_pending<T>(poll: impl FnOnce(&mut Context<'_>) -> Poll<T>) -> bool {
    poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

pub(crate) struct FakeStore {
    hub: Arc<Hub>,
    tail: Arc<Tail>,
    log: Mutex<Vec<Arc<Committed>>>,
    room_reads: AtomicUsize,
    fails: AtomicBool,
    gate: tokio::sync::Mutex<()>,
}

impl FakeStore {
    pub(crate) fn with_hub() -> (Arc<Hub>, Arc<Self>) {
        let hub = Arc::new(Hub::new());
        let store = Self {
            hub: Arc::clone(&hub),
            tail: Arc::default(),
            log: Mutex::default(),
            room_reads: AtomicUsize::new(0),
            fails: AtomicBool::new(false),
            gate: tokio::sync::Mutex::default(),
        };
        (hub, Arc::new(store))
    }

    pub(crate) fn reader(self: &Arc<Self>) -> LogReader {
        LogReader::new(Arc::clone(&self.tail), Arc::clone(self) as _)
    }

    /// Commits events of a room, and reports them.
    pub(crate) fn commit(&self, room: RoomId, events: usize) {
        let events = self.append(room, events);
        self.hub.committed(ORG, &events);
        self.tail.committed(ORG, &events);
    }

    /// Commits events of a room, and reports them to nobody.
    pub(crate) fn append(&self, room: RoomId, events: usize) -> Vec<Arc<Committed>> {
        let mut log = self.log.lock();
        let last = log.iter().rev().find(|kept| kept.event.room == Some(room));
        let mut version = last.and_then(|last| last.event.room_version()).unwrap_or(0);
        let mut seq = log.last().map_or(0, |last| last.event.seq);
        let new: Vec<_> = (0..events)
            .map(|_| {
                (seq, version) = (seq + 1, version + 1);
                committed(ORG, room, seq, version)
            })
            .collect();
        log.extend(new.iter().cloned());
        new
    }

    pub(crate) fn room_reads(&self) -> usize {
        self.room_reads.load(Ordering::SeqCst)
    }

    pub(crate) fn fail_next_read(&self) {
        self.fails.store(true, Ordering::SeqCst);
    }

    /// Reads of rooms wait until the guard is dropped.
    pub(crate) async fn hold_reads(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.gate.lock().await
    }
}

#[async_trait]
impl Log for FakeStore {
    async fn execute(&self, _: Envelope) -> Result<Outcome, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn head_seq(&self, _: OrgId) -> Result<i64, StoreError> {
        Ok(self.log.lock().last().map_or(0, |last| last.event.seq))
    }

    async fn events_after(&self, _: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        Ok(self.log.lock().iter().filter(|kept| kept.event.seq > after).take(limit).cloned().collect())
    }

    async fn lane_events(&self, _: OrgId, _: Option<RoomId>, _: i64, _: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn seq_before(&self, _: OrgId, _: Timestamp) -> Result<i64, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn room_events_after(&self, _: OrgId, room: RoomId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        self.room_reads.fetch_add(1, Ordering::SeqCst);
        let _open = self.gate.lock().await;
        if self.fails.swap(false, Ordering::SeqCst) {
            return Err(StoreError::Overloaded);
        }
        let log = self.log.lock();
        let wanted = |kept: &&Arc<Committed>| kept.event.room == Some(room) && kept.event.room_version() > Some(after);
        Ok(log.iter().filter(wanted).take(limit).cloned().collect())
    }
}

impl Leases for FakeStore {}

impl Nodes for FakeStore {}

/// What a store of nothing but a log has no answer to.
macro_rules! missing {
    ($trait:ident { $($name:ident($($type:ty),*) -> $answer:ty;)* }) => {
        #[async_trait]
        impl $trait for FakeStore {
            $(async fn $name(&self, $(_: $type),*) -> Result<$answer, StoreError> { Err(StoreError::Stopping) })*
        }
    };
}

missing!(Directory {
    create_organization(NewOrganization) -> MadeOrganization;
    organization(OrgId) -> Option<Organization>;
    organizations(i64, usize) -> Vec<Organization>;
    add_host(OrgId, &str) -> ();
    remove_host(OrgId, &str) -> bool;
    hosts(OrgId) -> Vec<String>;
    organization_of_host(&str) -> Option<OrgId>;
    token_by_hash([u8; 32]) -> Option<Token>;
    oauth_client(OAuthClientId) -> Option<OAuthClient>;
});

missing!(Timers {
    next_snoozes(usize) -> Vec<Snooze>;
});

missing!(Views {
    room(OrgId, RoomId) -> Option<Room>;
    rooms(OrgId, RoomsQuery) -> Page<Room>;
    participants(OrgId, RoomId) -> Vec<Participant>;
    message(OrgId, MessageId) -> Option<Message>;
    messages(OrgId, MessagesQuery) -> Page<Message>;
    revisions(OrgId, MessageId) -> Vec<Revision>;
    contact(OrgId, ContactId) -> Option<Contact>;
    contacts(OrgId, Option<Uuid>, usize) -> Page<Contact>;
    user(OrgId, UserId) -> Option<User>;
    user_by_name(OrgId, &str) -> Option<User>;
    users(OrgId, Option<Uuid>, usize) -> Page<User>;
    roles(OrgId) -> Vec<Role>;
    channel(OrgId, ChannelId) -> Option<Channel>;
    channels(OrgId, Option<Uuid>, usize) -> Page<Channel>;
    tokens(OrgId, Option<Uuid>, usize) -> Page<Token>;
    tokens_of_user(OrgId, UserId, Timestamp, usize) -> Vec<Token>;
    subscription(OrgId, SubscriptionId) -> Option<Subscription>;
    subscriptions(OrgId, Option<Uuid>, usize) -> Page<Subscription>;
    replay(OrgId, FollowerId) -> Option<Replay>;
    replays(OrgId, SubscriptionId, Option<Uuid>, usize) -> Page<Replay>;
    room_by_number(OrgId, i64) -> Option<Room>;
    find_rooms(OrgId, RoomSearch) -> Found<Room>;
    participant(OrgId, RoomId, Person) -> Option<Participant>;
    message_at(OrgId, MessageId, u32) -> Option<Message>;
    message_by_rc_id(OrgId, &str) -> Option<Message>;
    contact_by_identity(OrgId, ChannelId, &str) -> Option<Contact>;
    person_by_number(OrgId, i64) -> Option<Person>;
    last_seen(OrgId, Vec<Uuid>) -> Vec<(Uuid, Timestamp)>;
    user_by_email(OrgId, &str) -> Option<User>;
    find_users(OrgId, UserSearch) -> Found<User>;
    team(OrgId, TeamId) -> Option<Team>;
    teams(OrgId, Option<Uuid>, usize) -> Page<Team>;
    canned_response(OrgId, CannedResponseId) -> Option<CannedResponse>;
    canned_responses(OrgId, Option<Vec<String>>, Option<Uuid>, usize) -> Page<CannedResponse>;
    saved_views(OrgId, UserId, Option<Uuid>, usize) -> Page<SavedView>;
    messages_by_id(OrgId, Vec<MessageId>) -> Vec<Message>;
    contacts_by_id(OrgId, Vec<ContactId>) -> Vec<Contact>;
    sla(OrgId, SlaId) -> Option<Sla>;
    slas(OrgId, Option<Uuid>, usize) -> Page<Sla>;
    custom_field(OrgId, &str) -> Option<CustomField>;
    custom_fields(OrgId) -> Vec<CustomField>;
    settings(OrgId) -> Settings;
    oauth_clients(OrgId, Option<Uuid>, usize) -> Page<OAuthClient>;
    channel_by_builtin(OrgId, &str) -> Option<Channel>;
    managed_subscription(OrgId, &str) -> Option<Subscription>;
    counters(OrgId) -> Vec<(String, String, i64)>;
});

missing!(Bookkeeping {
    all_subscriptions() -> Vec<Subscription>;
    running_replays() -> Vec<Replay>;
    follower_state(OrgId, FollowerId) -> Option<FollowerState>;
    flush_positions(Vec<PositionFlush>) -> ();
    finish_replay(OrgId, FollowerId) -> ();
    record_attempts(Vec<Attempt>) -> ();
    attempts(OrgId, AttemptsQuery) -> Page<Attempt>;
    record_presence(Vec<(OrgId, Uuid, Timestamp)>) -> ();
    dead_letters(OrgId, FollowerId, i64, usize) -> Page<DeadLetter>;
    forget(Timestamp, AttemptsKept) -> bool;
});

missing!(Consumers {
    create_consumer(Consumer) -> bool;
    consumer(OrgId, &str) -> Option<Consumer>;
    consumers(OrgId, Option<String>, usize) -> Page<Consumer>;
    change_consumer(OrgId, &str, ConsumerChange, Timestamp) -> ConsumerOutcome;
    delete_consumer(OrgId, &str) -> bool;
});
