//! What contract tests work on: a store with an organization, a user, a channel; a clock and ids that can be foretold.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::command::{Answer, Author, Command, CreateChannel, CreateUser, OpenRoom, PostMessage, RoomContact};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::message::{Content, ContentKind, Message, Visibility};
use switchroom_domain::room::Room;
use switchroom_domain::{Access, Committed, Envelope, Ids, OrgId, RoomId, Timestamp, UserId};
use switchroom_engine::ports::{Clock, CommitListener, FirstAdmin, NewOrganization, Store, StoreError};
use tokio::sync::watch;
use uuid::Uuid;

/// Nothing here takes as long.
const IN_TIME: Duration = Duration::from_secs(20);
/// 2026-01-01, in microseconds.
const START: i64 = 1_767_225_600_000_000;

/// A clock that stands still until it is moved.
pub(crate) struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl TestClock {
    pub(crate) fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Ids that count.
#[derive(Default)]
pub(crate) struct TestIds(AtomicU64);

impl Ids for TestIds {
    fn uuid(&self, at: Timestamp) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        let mut random = [0; 10];
        random[2..].copy_from_slice(&count);
        let millis = u64::try_from(at.0 / 1000).unwrap();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self, bytes: &mut [u8]) {
        bytes.fill(u8::try_from(self.0.fetch_add(1, Ordering::SeqCst) % 256).unwrap());
    }
}

/// Keeps what it is told of commits.
#[derive(Default)]
pub(crate) struct Told(watch::Sender<Vec<Arc<Committed>>>);

impl Told {
    /// What it was told, once that are so many events: a store may tell in order only after it has answered.
    pub(crate) async fn events(&self, count: usize) -> Vec<Arc<Committed>> {
        let mut told = self.0.subscribe();
        let waiting = told.wait_for(|events| events.len() >= count);
        tokio::time::timeout(IN_TIME, waiting).await.expect("not told").expect("a listener").clone()
    }
}

impl CommitListener for Told {
    fn committed(&self, _org: OrgId, events: &[Arc<Committed>]) {
        self.0.send_modify(|told| told.extend_from_slice(events));
    }
}

/// What a store is opened with in tests.
#[derive(Default, Clone)]
pub(crate) struct Parts {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) ids: Arc<TestIds>,
    pub(crate) told: Arc<Told>,
}

/// A store with an organization in it.
pub(crate) struct Scene {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) parts: Parts,
    pub(crate) org: OrgId,
    pub(crate) user: UserId,
    pub(crate) channel: Channel,
}

impl Scene {
    pub(crate) async fn new(store: Arc<dyn Store>, parts: Parts) -> Self {
        let user = UserId(parts.ids.uuid(parts.clock.now()));
        let org = organization(&*store, &parts, user).await;
        let id = parts.ids.uuid(parts.clock.now()).into();
        let command = Command::CreateChannel(CreateChannel { id, kind: ChannelKind::Api, name: "api".to_owned(), builtin: None });
        let answer = run(&*store, org, command).await.expect("channel");
        let Answer::Channel { channel } = answer else { panic!("not a channel: {answer:?}") };
        Self { store, parts, org, user, channel }
    }

    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.parts.ids.uuid(self.parts.clock.now()))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    pub(crate) async fn run(&self, command: Command) -> Result<Answer, StoreError> {
        run(&*self.store, self.org, command).await
    }

    pub(crate) async fn run_as(&self, access: Access, command: Command) -> Result<Answer, StoreError> {
        let envelope = Envelope { org: self.org, access, cause: None, idempotency: None, trace: None, command };
        Ok(self.store.execute(envelope).await?.answer)
    }

    pub(crate) async fn open_room(&self, handle: &str) -> (Room, bool) {
        let contact = RoomContact::Handle { new_id: self.id(), handle: handle.to_owned(), details: ContactPatch::default() };
        let command = OpenRoom::of(self.id(), self.channel.id, contact);
        match self.run(Command::OpenRoom(command)).await.expect("room") {
            Answer::Room { room, created } => (room, created),
            answer => panic!("not a room: {answer:?}"),
        }
    }

    pub(crate) fn post(&self, room: RoomId, text: &str) -> PostMessage {
        PostMessage {
            id: self.id(),
            room,
            author: Author::Contact,
            visibility: Visibility::Public,
            content: text_content(text),
            campaign: false,
            reply_to: None,
            expected_last_message: None,
            provider_id: None,
            provider_at: None,
            local_id: None,
            rc_id: None,
            ext: serde_json::Map::new(),
            reopens: true,
        }
    }

    pub(crate) async fn posted(&self, post: PostMessage) -> Message {
        match self.run(Command::PostMessage(post)).await.expect("message") {
            Answer::Message { message, .. } => message,
            answer => panic!("not a message: {answer:?}"),
        }
    }

    pub(crate) async fn room(&self, id: RoomId) -> Room {
        self.store.room(self.org, id).await.expect("read").expect("room")
    }

    /// The whole log, as read back.
    pub(crate) async fn log(&self) -> Vec<Arc<Committed>> {
        self.store.events_after(self.org, 0, 100_000).await.expect("log")
    }
}

pub(crate) fn text_content(text: &str) -> Content {
    Content { kind: ContentKind::Text, text: text.to_owned(), payload: None, mentions: Vec::new() }
}

pub(crate) async fn run(store: &dyn Store, org: OrgId, command: Command) -> Result<Answer, StoreError> {
    let envelope = Envelope { org, access: Access::SYSTEM, cause: None, idempotency: None, trace: None, command };
    Ok(store.execute(envelope).await?.answer)
}

/// A new organization with an admin.
pub(crate) async fn organization(store: &dyn Store, parts: &Parts, user: UserId) -> OrgId {
    let user = CreateUser {
        id: user,
        username: "admin".to_owned(),
        name: None,
        email: None,
        password_hash: None,
        roles: vec!["admin".to_owned()],
        bot: false,
    };
    let uuid = parts.ids.uuid(parts.clock.now());
    let admin = FirstAdmin { user, token: None };
    let new = NewOrganization { request: None, uuid, name: "org".to_owned(), admin, only_first: false };
    store.create_organization(new).await.expect("organization").organization.id
}
