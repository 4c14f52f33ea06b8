//! What is told as it happens reads nothing back, but for what a room's first event makes known.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{
    Answer, AssignRoom, Author, ChangeStatus, Command, CreateChannel, ExpectedAssignee, MarkRead, OpenRoom, PostMessage, RoomContact,
};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::message::{Content, ContentKind, DeliveryStatus};
use switchroom_domain::subscription::{Dialect, Sealed, Subscription, SubscriptionOptions};
use switchroom_domain::{Access, Actor, Committed, MessageId, OrgId, Permissions, RoomId, SubscriptionId, Timestamp};
use switchroom_engine::organizations::{NewAdmin, first_run};
use switchroom_engine::ports::{CommitListener, Voice};
use switchroom_engine::{Caller, Engine};
use switchroom_qontak::QontakVoice;
use switchroom_server::config::{Config, Layer};

/// Keeps what it is told of commits.
#[derive(Default)]
struct Told(Mutex<Vec<Arc<Committed>>>);

impl CommitListener for Told {
    fn committed(&self, _org: OrgId, events: &[Arc<Committed>]) {
        self.0.lock().expect("events").extend_from_slice(events);
    }
}

/// How often a future had to wait: a read of the store is done on another thread, and is waited for.
async fn waits<T>(future: impl Future<Output = T>) -> (usize, T) {
    let mut future = pin!(future);
    let mut waits = 0;
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready((waits, done)),
        Poll::Pending => {
            waits += 1;
            Poll::Pending
        }
    })
    .await
}

fn everything(id: SubscriptionId) -> Subscription {
    Subscription {
        org: OrgId::FIRST,
        id,
        url: "http://127.0.0.1:1/".to_owned(),
        dialect: Dialect::Qontak,
        events: vec!["*".to_owned()],
        secret: Sealed(String::new()),
        retry_schedule_ms: None,
        managed_by: None,
        retired_secrets: Vec::new(),
        options: SubscriptionOptions::default(),
        disabled: None,
        enabled: true,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

fn post(engine: &Engine, room: RoomId, author: Author, text: &str) -> PostMessage {
    let content = Content { kind: ContentKind::Text, text: text.to_owned(), payload: None, mentions: Vec::new() };
    let provider_at = matches!(author, Author::Contact).then_some(Timestamp(1_715_790_964_000_000));
    PostMessage { author, provider_at, ..PostMessage::of(engine.new_id(), room, content) }
}

fn status(message: MessageId, status: DeliveryStatus) -> Command {
    Command::ChangeStatus(ChangeStatus { message, status, at: None, error: None })
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_and_their_statuses_are_told_without_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Some(format!("sqlite:{}", folder.path().join("switchroom.db").display()));
    let config = Config::from_layers([Layer { database, ..Layer::default() }]).expect("settings");
    let told = Arc::new(Told::default());
    let engine = switchroom_server::app::engine(&config, vec![Arc::clone(&told) as _]).await.expect("an engine");
    let admin = NewAdmin { username: "admin".to_owned(), password: None, email: None };
    let admin = first_run(&engine, || (admin, None)).await.expect("an organization").expect("new").admin;
    let system = Caller::system(OrgId::FIRST);
    let access = Access { actor: Actor::User(admin), permissions: Permissions::ALL, credential: None };
    let agent = Caller { access, ..system.clone() };

    let channel = engine.new_id();
    let create = CreateChannel { id: channel, kind: ChannelKind::Api, name: "wa".to_owned(), builtin: None };
    engine.run(&system, Command::CreateChannel(create)).await.expect("a channel");
    let contact = RoomContact::Handle { new_id: engine.new_id(), handle: "628".to_owned(), details: ContactPatch::default() };
    let open = Command::OpenRoom(OpenRoom::of(engine.new_id(), channel, contact));
    let Answer::Room { room, .. } = engine.run(&system, open).await.expect("a room").value else { panic!("not a room") };
    let room = room.facts.id;
    let assign = AssignRoom { room, user: admin, also: false, expected: ExpectedAssignee::Anybody, expected_version: None };
    engine.run(&agent, Command::AssignRoom(assign)).await.expect("assigned");
    for round in ["one", "two"] {
        engine.run(&system, Command::PostMessage(post(&engine, room, Author::Contact, round))).await.expect("a message");
        let answers = [post(&engine, room, Author::Caller, round), post(&engine, room, Author::Caller, "and more")];
        for answer in &answers {
            engine.run(&agent, Command::PostMessage(answer.clone())).await.expect("an answer");
        }
        for answer in &answers {
            for next in [DeliveryStatus::Sent, DeliveryStatus::Delivered, DeliveryStatus::Read] {
                engine.run(&system, status(answer.id, next)).await.expect("a status");
            }
        }
        engine.run(&agent, Command::MarkRead(MarkRead { room, up_to: None })).await.expect("read");
    }

    let voice = QontakVoice::new(Arc::clone(&engine), None);
    let subscription = everything(engine.new_id());
    let events = told.0.lock().expect("events").clone();
    let mut reads = Vec::new();
    for committed in events.iter().filter(|committed| committed.event.room.is_some()) {
        let (waits, bodies) = waits(voice.render(committed, &subscription)).await;
        assert!(!bodies.expect("bodies").is_empty());
        reads.push((committed.event.kind.as_str(), waits));
    }
    let second_round: Vec<usize> = reads[reads.len() - 10..].iter().map(|(_, waits)| *waits).collect();
    // Only the room's last message is not at hand where the event is about another, or about none. A read that was done before it
    // was waited for is not seen: there are at the most so many.
    let most = [0, 0, 0, 1, 1, 1, 0, 0, 0, 1];
    assert!(second_round.iter().zip(most).all(|(waits, most)| *waits <= most), "{reads:?}");
    switchroom_server::app::close(&engine).await;
}
