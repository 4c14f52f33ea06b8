//! A node with a store in memory, and sinks that keep what they are told.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use parking_lot::Mutex;
use switchroom_delivery::{Courier, Delivery, DeliveryConfig};
use switchroom_domain::command::{Answer, Command, DisableSubscription, EditRoom};
use switchroom_domain::event::{Cause, Subject};
use switchroom_domain::message::{Content, ContentKind, DeliveryStatus, Message, Visibility};
use switchroom_domain::replay::{Replay, ReplayScope, ReplayState};
use switchroom_domain::subscription::{Dialect, Disabled, Sealed, Subscription, SubscriptionOptions};
use switchroom_domain::{Actor, Committed, Envelope, EventKind, FollowerId, MessageId, Refusal, RoomId, SubscriptionId, Timestamp};
use switchroom_egress::{Egress, EgressConfig, Resolve, SystemResolver};
use switchroom_engine::ports::{
    Anywhere, Bus, Clock, CommitListener, FollowerState, Mail, MailError, Mailer, NoBlobs, Notice, Secrets, SecretsError, Store,
    StoreError, Voice,
};
use switchroom_engine::{Engine, EngineError};
use switchroom_followers::{LogReader, RetrySchedule, Tail};
use tokio::net::TcpListener;
use tokio::sync::{Notify, broadcast, watch};
use uuid::Uuid;

use crate::memory::{Kept, MemoryStore, ORG};
use crate::no_search::NoSearch;
use crate::time::{BEGIN, SeededIds, TokioClock};

pub(crate) const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
pub(crate) const ID: SubscriptionId = SubscriptionId(Uuid::from_u128(0xabc));
pub(crate) const LIVE: FollowerId = FollowerId(ID.0);

pub(crate) fn room(n: u64) -> Option<RoomId> {
    Some(RoomId(Uuid::from_u128(u128::from(n) + 1)))
}

/// Secrets that are none: `plain` stays as it is.
struct Plain;

impl Secrets for Plain {
    fn seal(&self, _: &str, plain: &[u8]) -> Result<Sealed, SecretsError> {
        String::from_utf8(plain.to_vec()).map(Sealed).map_err(|_| SecretsError::Failed)
    }

    fn code(&self, _: &str, _: &[u8]) -> [u8; 32] {
        [0; 32]
    }

    fn is_code(&self, purpose: &str, data: &[u8], code: &[u8]) -> bool {
        self.code(purpose, data) == code
    }

    fn open(&self, _: &str, sealed: &Sealed) -> Result<Vec<u8>, SecretsError> {
        if sealed.0.is_empty() { Err(SecretsError::Unreadable) } else { Ok(sealed.0.as_bytes().to_vec()) }
    }
}

/// Tells an event as its sequence number; events of `twice` with two bodies. What an endpoint answers to a room's event becomes the
/// room's topic.
struct Numbers {
    twice: Option<RoomId>,
}

/// Keeps mails.
#[derive(Default)]
pub(crate) struct Letters(Mutex<Vec<Mail>>, Notify);

impl Letters {
    /// The first so many mails.
    pub(crate) async fn until(&self, count: usize) -> Vec<Mail> {
        while self.0.lock().len() < count {
            self.1.notified().await;
        }
        self.0.lock().clone()
    }
}

#[async_trait::async_trait]
impl Mailer for Letters {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.0.lock().push(mail);
        self.1.notify_one();
        Ok(())
    }
}

#[async_trait::async_trait]
impl Voice for Numbers {
    fn dialect(&self) -> Dialect {
        Dialect::Native
    }

    fn kinds(&self, _: &str) -> Vec<EventKind> {
        Vec::new()
    }

    async fn render(&self, committed: &Committed, _: &Subscription) -> Result<Vec<Vec<u8>>, EngineError> {
        let seq = committed.event.seq;
        let bodies = if self.twice.is_some() && committed.event.room == self.twice { 2 } else { 1 };
        Ok((0..bodies).map(|n| format!(r#"{{"seq":{seq},"body":{n}}}"#).into_bytes()).collect())
    }

    async fn headers(&self, _: Option<(&Committed, usize)>, _: &Subscription) -> Result<HeaderMap, EngineError> {
        let mut token = HeaderValue::from_static("vendors-secret");
        token.set_sensitive(true);
        Ok(HeaderMap::from_iter([(HeaderName::from_static("x-vendors-token"), token)]))
    }

    fn accepts(&self, status: u16) -> bool {
        (200..300).contains(&status)
    }

    fn reply(&self, committed: &Committed, answer_body: &[u8]) -> Option<Command> {
        let mut edit = EditRoom::of(committed.event.room.filter(|_| !answer_body.is_empty())?);
        edit.patch.topic = Some(String::from_utf8(answer_body.to_vec()).ok());
        Some(Command::EditRoom(edit))
    }
}

/// Carries out the commands that delivery gives.
fn executes(kept: &mut Kept, envelope: Envelope) -> Result<Executed, StoreError> {
    match envelope.command {
        Command::DisableSubscription(DisableSubscription { subscription: id, reason }) => {
            let at = kept.events.last().unwrap().event.at;
            let subscription = kept.subscriptions.get_mut(&id).unwrap();
            subscription.enabled = false;
            subscription.disabled = Some(Disabled { reason, at });
            subscription.updated_at = at;
            let subscription = subscription.clone();
            let event = (EventKind::WebhookDisabled, Subject::Webhook { id, replay: None }, None);
            Ok((Answer::Subscription { subscription }, vec![event]))
        }
        Command::EditRoom(_) if envelope.cause != Some(Cause::Delivery(ID)) => unreachable!("only answers to deliveries edit rooms"),
        Command::EditRoom(edit) if edit.patch.topic == Some(Some("refuse me".to_owned())) => Err(Refusal::NotFound { noun: "room" }.into()),
        Command::EditRoom(edit) => Ok((Answer::Settings, vec![(EventKind::RoomRated, Subject::Room, Some(edit.room))])),
        other => unreachable!("{other:?}"),
    }
}

type Executed = (Answer, Vec<(EventKind, Subject, Option<RoomId>)>);

/// What the node is made of; delivery itself can be started and stopped. Started twice, they are two nodes on one store.
pub(crate) struct Node {
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) bus: Arc<Wire>,
    pub(crate) clock: Arc<TokioClock>,
    pub(crate) config: DeliveryConfig,
    pub(crate) twice: Option<RoomId>,
    pub(crate) allow: &'static str,
    pub(crate) resolver: Arc<dyn Resolve>,
    pub(crate) letters: Arc<Letters>,
    tail: Arc<Tail>,
    listeners: Arc<Relay>,
}

/// Passes commits on to the listeners of every delivery that was started.
#[derive(Default)]
struct Relay(Mutex<Vec<Arc<dyn CommitListener>>>);

impl CommitListener for Relay {
    fn committed(&self, org: switchroom_domain::OrgId, events: &[Arc<Committed>]) {
        for listener in &*self.0.lock() {
            listener.committed(org, events);
        }
    }
}

/// A bus on which a test hears what nodes tell each other.
pub(crate) struct Wire(broadcast::Sender<Notice>);

impl Bus for Wire {
    fn publish(&self, notice: Notice) {
        let _ = self.0.send(notice);
    }

    fn notices(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }
}

impl Node {
    pub(crate) fn new() -> Self {
        let tail = Arc::new(Tail::default());
        let listeners = Arc::new(Relay::default());
        let store = MemoryStore::new(vec![Arc::clone(&tail) as Arc<dyn CommitListener>, Arc::clone(&listeners) as Arc<dyn CommitListener>]);
        let retry = RetrySchedule::default().with_waits([Duration::from_millis(20)]);
        let config = DeliveryConfig { timeout: Duration::from_secs(5), retry, ..DeliveryConfig::default() };
        store.with(|kept| kept.executes = Some(executes));
        Self {
            store,
            bus: Arc::new(Wire(broadcast::Sender::new(64))),
            clock: Arc::new(TokioClock::new()),
            config,
            twice: None,
            allow: "127.0.0.0/8",
            resolver: Arc::new(SystemResolver),
            letters: Arc::default(),
            tail,
            listeners,
        }
    }

    pub(crate) async fn start(&self) -> Delivery {
        let (changes, listener) = switchroom_delivery::changes();
        self.listeners.0.lock().push(listener);
        let reader = LogReader::new(Arc::clone(&self.tail), Arc::clone(&self.store) as Arc<dyn Store>);
        Delivery::start(self.engine(), reader, self.egress(), self.voices(), self.config.clone(), changes).await.unwrap()
    }

    pub(crate) fn courier(&self) -> Courier {
        Courier::new(self.engine(), self.egress(), self.voices(), self.config.clone())
    }

    fn voices(&self) -> Vec<Arc<dyn Voice>> {
        vec![Arc::new(Numbers { twice: self.twice })]
    }

    fn egress(&self) -> Egress {
        Egress::new(EgressConfig { allow: vec![self.allow.parse().unwrap()], resolver: Arc::clone(&self.resolver) })
    }

    pub(crate) fn engine(&self) -> Arc<Engine> {
        Arc::new(Engine {
            store: Arc::clone(&self.store) as Arc<dyn Store>,
            bus: Arc::clone(&self.bus) as Arc<dyn Bus>,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(Plain),
            reach: Arc::new(Anywhere),
            mailer: Arc::clone(&self.letters) as Arc<dyn Mailer>,
            search: Arc::new(NoSearch),
            blobs: Arc::new(NoBlobs),
            max_file_bytes: 0,
            access: Arc::default(),
            entities: Arc::default(),
            lockout: Arc::default(),
            presence: Arc::default(),
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Subscribes `url` to the rooms' events, from the log's head on.
    pub(crate) fn subscribe(&self, url: &str) {
        self.subscribe_as(ID, url);
    }

    pub(crate) fn subscribe_as(&self, id: SubscriptionId, url: &str) {
        self.put(Subscription {
            org: ORG,
            id,
            url: url.to_owned(),
            dialect: Dialect::Native,
            events: vec!["room.*".to_owned()],
            secret: Sealed(SECRET.to_owned()),
            retired_secrets: Vec::new(),
            options: SubscriptionOptions::default(),
            retry_schedule_ms: None,
            managed_by: None,
            enabled: true,
            disabled: None,
            created_at: BEGIN,
            updated_at: BEGIN,
        });
    }

    fn put(&self, subscription: Subscription) {
        let id = subscription.id;
        self.store.with(|kept| {
            let state = FollowerState { epoch: 1, cursor: kept.head(), breaker: None, failing_since: None, parked: Vec::new() };
            kept.followers.insert(id.live(), state.clone());
            kept.followers.insert(id.campaigns(), state);
            kept.subscriptions.insert(id, subscription);
        });
        self.store.commit_events(self.now(), [(EventKind::WebhookCreated, Subject::Webhook { id, replay: None }, None)]);
    }

    pub(crate) fn edit(&self, change: impl FnOnce(&mut Subscription)) {
        self.store.with(|kept| change(kept.subscriptions.get_mut(&ID).unwrap()));
        self.announce(EventKind::WebhookUpdated, None);
    }

    pub(crate) fn delete(&self) {
        self.store.with(|kept| {
            kept.subscriptions.remove(&ID);
            kept.followers.remove(&LIVE);
            kept.followers.remove(&ID.campaigns());
        });
        self.announce(EventKind::WebhookDeleted, None);
    }

    pub(crate) fn seek(&self, after: i64) {
        self.store.with(|kept| {
            for follower in [LIVE, ID.campaigns()] {
                let state = kept.followers.get_mut(&follower).unwrap();
                *state = FollowerState { epoch: state.epoch + 1, cursor: after, breaker: None, failing_since: None, parked: Vec::new() };
            }
        });
        self.announce(EventKind::WebhookSought, None);
    }

    pub(crate) fn replay(&self, id: FollowerId, after: i64) {
        self.replay_only(id, after, ReplayScope::All);
    }

    pub(crate) fn replay_only(&self, id: FollowerId, after: i64, scope: ReplayScope) {
        let created_at = self.now();
        self.store.with(|kept| {
            let until = kept.head();
            kept.followers.insert(id, FollowerState { epoch: 1, cursor: after, breaker: None, failing_since: None, parked: Vec::new() });
            kept.replays
                .insert(id, Replay { org: ORG, id, subscription: ID, after, until, scope, state: ReplayState::Running, created_at });
        });
        self.announce(EventKind::WebhookReplayStarted, Some(id));
    }

    pub(crate) fn cancel(&self, id: FollowerId) {
        self.store.with(|kept| kept.replays.get_mut(&id).unwrap().state = ReplayState::Cancelled);
        self.announce(EventKind::WebhookReplayCancelled, Some(id));
    }

    fn announce(&self, kind: EventKind, replay: Option<FollowerId>) {
        self.store.commit_events(self.now(), [(kind, Subject::Webhook { id: ID, replay }, None)]);
    }

    /// Commits an event for each of these rooms.
    pub(crate) fn commit(&self, rooms: impl IntoIterator<Item = u64>) -> i64 {
        self.store.commit(self.now(), &rooms.into_iter().map(room).collect::<Vec<_>>())
    }

    /// Commits that so many messages of this room became something, sent by a campaign or not.
    pub(crate) fn commit_statuses(&self, n: u64, campaign: bool, count: usize) -> i64 {
        let (id, at) = (MessageId(Uuid::from_u128(7)), self.now());
        let message = Arc::new(Message {
            org: ORG,
            id,
            number: 1,
            room: room(n).unwrap(),
            author: Actor::System,
            visibility: Visibility::Public,
            content: Content { kind: ContentKind::Text, text: "hello".to_owned(), payload: None, mentions: Vec::new() },
            revision: 1,
            status: DeliveryStatus::Sent,
            status_error: None,
            campaign,
            reply_to: None,
            provider_id: None,
            provider_at: None,
            local_id: None,
            rc_id: None,
            ext: serde_json::Map::new(),
            contact_messages: 0,
            created_at: at,
            edited_at: None,
            deleted_at: None,
        });
        let subject = || Subject::Message { id, revision: 1, status: DeliveryStatus::Sent, deleted: false, internal: false };
        let event = || (EventKind::MessageStatusChanged, subject(), room(n), Some(Arc::clone(&message)));
        self.store.commit_with(at, (0..count).map(|_| event()))
    }

    /// Returns once the live run has everything behind it.
    pub(crate) async fn until_done(&self) {
        self.store.until(|kept| kept.cursor(LIVE) == kept.head() && kept.followers[&LIVE].parked.is_empty()).await;
    }
}

/// One request that a sink got.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn seq(&self) -> i64 {
        serde_json::from_str::<serde_json::Value>(&self.body).unwrap()["seq"].as_i64().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

type Answers = dyn Fn(&Got, usize) -> Response + Send + Sync;

/// An endpoint on the loopback address.
pub(crate) struct Sink {
    pub(crate) url: String,
    inner: Arc<Inner>,
}

struct Inner {
    got: Mutex<Vec<Got>>,
    count: watch::Sender<usize>,
    answers: Mutex<Arc<Answers>>,
    held: watch::Sender<Held>,
}

/// Which answers wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Nothing,
    All,
    /// To the event with this sequence number.
    One(i64),
}

impl Sink {
    /// Accepts everything.
    pub(crate) async fn accepting() -> Self {
        Self::answering(|_, _| StatusCode::OK.into_response()).await
    }

    /// Answers as told, given the request and how many came before it.
    pub(crate) async fn answering(answers: impl Fn(&Got, usize) -> Response + Send + Sync + 'static) -> Self {
        let inner = Arc::new(Inner {
            got: Mutex::default(),
            count: watch::Sender::new(0),
            answers: Mutex::new(Arc::new(answers)),
            held: watch::Sender::new(Held::Nothing),
        });
        let router = Router::new().route("/hook", post(take)).with_state(Arc::clone(&inner));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inner }
    }

    pub(crate) fn now_answers(&self, answers: impl Fn(&Got, usize) -> Response + Send + Sync + 'static) {
        *self.inner.answers.lock() = Arc::new(answers);
    }

    /// From now on answers wait until they are released.
    pub(crate) fn hold(&self) {
        self.inner.held.send_replace(Held::All);
    }

    /// From now on the answer to the event with this sequence number waits until it is released.
    pub(crate) fn hold_only(&self, seq: i64) {
        self.inner.held.send_replace(Held::One(seq));
    }

    pub(crate) fn release(&self) {
        self.inner.held.send_replace(Held::Nothing);
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.inner.got.lock().clone()
    }

    pub(crate) fn seqs(&self) -> Vec<i64> {
        self.inner.got.lock().iter().map(Got::seq).collect()
    }

    /// Returns once that many requests have come.
    pub(crate) async fn until(&self, requests: usize) {
        self.inner.count.subscribe().wait_for(|count| *count >= requests).await.unwrap();
    }
}

async fn take(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> Response {
    let got = Got { headers, body: String::from_utf8(body.to_vec()).unwrap() };
    let before = {
        let mut all = inner.got.lock();
        all.push(got.clone());
        all.len() - 1
    };
    let answers = Arc::clone(&inner.answers.lock());
    inner.count.send_modify(|count| *count += 1);
    let waits = |held: &Held| *held == Held::All || matches!(held, Held::One(seq) if *seq == got.seq());
    inner.held.subscribe().wait_for(|held| !waits(held)).await.unwrap();
    answers(&got, before)
}
