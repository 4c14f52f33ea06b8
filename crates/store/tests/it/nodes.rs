//! Several nodes on one database: each tells its listeners of everybody's commits, in the order of the log.

use std::sync::Arc;

use futures_util::future::join_all;
use switchroom_domain::RoomId;
use switchroom_engine::ports::{Alone, Bus, Nodes as _, Notice};
use switchroom_store::postgres::{Listeners, NotifyBus, PostgresOptions, PostgresStore};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use crate::postgres::Database;
use crate::scene::{Parts, Scene};

/// A node, and what it hears from the others.
struct Node {
    scene: Scene,
    store: Arc<PostgresStore>,
    hearing: JoinHandle<()>,
}

impl Node {
    /// The first node: it makes an organization.
    async fn first(database: &Database, bus: Arc<dyn Bus>) -> Self {
        let parts = Parts::default();
        let (store, hearing) = opened(database, &parts, bus).await;
        Self { scene: Scene::new(Arc::clone(&store) as _, parts).await, store, hearing }
    }

    /// One more, which learns of what is committed from now on.
    async fn beside(first: &Self, database: &Database, bus: Arc<dyn Bus>) -> Self {
        let Scene { parts, org, user, channel, .. } = &first.scene;
        // Time passes and ids are unique for all alike.
        let parts = Parts { told: Arc::default(), ..parts.clone() };
        let (store, hearing) = opened(database, &parts, bus).await;
        let scene = Scene { store: Arc::clone(&store) as _, index: None, parts, org: *org, user: *user, channel: channel.clone() };
        Self { scene, store, hearing }
    }

    async fn post_many(&self, room: RoomId, who: &str, count: usize) {
        let posts = (0..count).map(|number| self.scene.posted(self.scene.post(room, &format!("{who} {number}"))));
        join_all(posts).await;
    }

    async fn stop(self) {
        self.store.close().await;
        self.hearing.abort();
    }
}

async fn opened(database: &Database, parts: &Parts, bus: Arc<dyn Bus>) -> (Arc<PostgresStore>, JoinHandle<()>) {
    let Parts { clock, ids, told } = parts.clone();
    let listeners = Listeners { in_order: vec![told], ..Listeners::default() };
    let mut notices = bus.notices();
    let store = PostgresStore::open(database.url(), PostgresOptions::default(), clock, ids, listeners, bus).await.expect("store");
    let store = Arc::new(store);
    let hears = Arc::clone(&store);
    let hearing = tokio::spawn(async move {
        loop {
            match notices.recv().await {
                Ok(Notice::Committed { org, seq }) => hears.heard(org, seq),
                Ok(Notice::Missed) | Err(RecvError::Lagged(_)) => hears.missed(),
                Ok(_) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
    (store, hearing)
}

/// A bus on the database.
async fn notify(database: &Database) -> Arc<dyn Bus> {
    Arc::new(NotifyBus::start(database.url()).await.expect("a bus"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_node_tells_of_every_commit_in_the_logs_order() {
    const EACH: usize = 400;
    let database = Database::fresh();
    let first = Node::first(&database, notify(&database).await).await;
    let room = first.scene.open_room("ann").await.0.facts.id;
    let before = first.scene.log().await.len();
    let second = Node::beside(&first, &database, notify(&database).await).await;
    tokio::join!(first.post_many(room, "first", EACH), second.post_many(room, "second", EACH));

    let log = first.scene.log().await;
    assert_eq!(log.len(), before + 2 * EACH);
    assert!(log.iter().zip(1..).all(|(committed, seq)| committed.event.seq == seq), "seq has a gap");
    assert_eq!(first.scene.parts.told.events(log.len()).await, log);
    assert_eq!(second.scene.parts.told.events(log.len() - before).await, log[before..]);
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_bus_told_is_found_all_the_same() {
    let database = Database::fresh();
    let deaf = || Arc::new(Alone::default());
    let first = Node::first(&database, deaf()).await;
    let room = first.scene.open_room("ann").await.0.facts.id;
    let before = first.scene.log().await.len();
    let second = Node::beside(&first, &database, deaf()).await;
    first.post_many(room, "first", 20).await;
    second.store.missed();
    assert_eq!(second.scene.parts.told.events(20).await, first.scene.log().await[before..]);

    // Its own come after what it has not heard of, and nobody says that it missed anything.
    first.post_many(room, "first again", 20).await;
    second.post_many(room, "second", 1).await;
    assert_eq!(second.scene.parts.told.events(41).await, first.scene.log().await[before..]);
    assert_eq!(first.scene.parts.told.events(before + 41).await, first.scene.log().await);
    first.stop().await;
    second.stop().await;
}

/// An organization that one node makes is the others' too.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_organizations_log_is_followed_by_every_node() {
    let database = Database::fresh();
    let first = Node::first(&database, notify(&database).await).await;
    let second = Node::beside(&first, &database, notify(&database).await).await;
    let user = first.scene.id();
    let org = crate::scene::organization(&*first.store, &first.scene.parts, user).await;
    assert_ne!(org, first.scene.org);
    let log = first.scene.store.events_after(org, 0, 100).await.expect("log");
    assert!(!log.is_empty());
    assert_eq!(second.scene.parts.told.events(log.len()).await, log);
    first.stop().await;
    second.stop().await;
}
