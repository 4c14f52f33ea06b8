//! The store that nodes share: the contract, directly and behind a pooler, and what is its own.

use std::sync::{Arc, OnceLock};

use futures_util::future::join_all;
use switchroom_domain::EventKind;
use switchroom_domain::command::Command;
use switchroom_engine::ports::{Alone, AttemptOutcome, AttemptsKept, AttemptsQuery, Bookkeeping as _, Nodes as _, StoreError};
use switchroom_store::postgres::{self, Listeners, Migrated, OpenError, PostgresOptions, PostgresStore};
use switchroom_testbed::{PgBouncer, Postgres, database_of};

use crate::contract;
use crate::scene::{Parts, Scene};

struct Fresh {
    scene: Scene,
    /// Dropped last: the database goes with it.
    _database: Database,
}

/// A database of its own.
pub(crate) struct Database {
    url: String,
}

impl Database {
    pub(crate) fn fresh() -> Self {
        Self { url: Postgres::shared().create_database().expect("database") }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn name(&self) -> &str {
        database_of(&self.url)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // It would only have gone sooner than the server.
        let _ = Postgres::shared().drop_database(&self.url);
    }
}

async fn store(url: &str, parts: &Parts) -> Result<PostgresStore, OpenError> {
    let Parts { clock, ids, told } = parts.clone();
    let listeners = Listeners { in_order: vec![told], ..Listeners::default() };
    PostgresStore::open(url, PostgresOptions::default(), clock, ids, listeners, Arc::new(Alone::default())).await
}

pub(crate) async fn scene_at(url: &str) -> Scene {
    let parts = Parts::default();
    let store = store(url, &parts).await.expect("store");
    Scene::new(Arc::new(store), parts).await
}

async fn open() -> Fresh {
    let database = Database::fresh();
    Fresh { scene: scene_at(database.url()).await, _database: database }
}

contract::suite!(crate::postgres::open);

/// Where a connection is one's own for a transaction only: what a statement leaves behind in a session is gone.
mod behind_a_pooler {
    use super::{Database, Fresh, OnceLock, PgBouncer, Postgres, contract, scene_at};

    async fn open() -> Fresh {
        static POOLER: OnceLock<PgBouncer> = OnceLock::new();
        let pooler = POOLER.get_or_init(|| PgBouncer::start(Postgres::shared()).expect("PgBouncer"));
        let database = Database::fresh();
        Fresh { scene: scene_at(&pooler.url(database.name())).await, _database: database }
    }

    contract::suite!(crate::postgres::behind_a_pooler::open; attempts:
        attempts_are_listed_newest_first,
        attempts_are_forgotten_by_whole_days,
    );
    contract::suite!(crate::postgres::behind_a_pooler::open; bookkeeping:
        idempotent_requests_are_carried_out_once,
        requests_are_forgotten_after_a_day,
    );
    contract::suite!(crate::postgres::behind_a_pooler::open; following:
        a_position_is_kept_until_it_is_set_from_outside,
    );
    contract::suite!(crate::postgres::behind_a_pooler::open; lists:
        rooms_are_paged_by_latest_activity,
        rooms_are_filtered,
    );
    contract::suite!(crate::postgres::behind_a_pooler::open; log:
        sequences_have_no_gap_under_concurrency,
        what_is_read_back_is_what_was_told,
    );
    contract::suite!(crate::postgres::behind_a_pooler::open; uniqueness:
        a_hundred_concurrent_openings_make_one_room,
        natural_ids_are_posted_once,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_reopening() {
    let database = Database::fresh();
    let mut scene = scene_at(database.url()).await;
    let room = scene.open_room("ann").await.0.facts.id;
    let message = scene.posted(scene.post(room, "hello")).await;
    scene.store.close().await;
    assert!(matches!(scene.run(Command::PostMessage(scene.post(room, "late"))).await, Err(StoreError::Stopping)));

    scene.store = Arc::new(store(database.url(), &scene.parts).await.expect("store"));
    assert_eq!(scene.store.message(scene.org, message.id).await.expect("read"), Some(message));
    let next = scene.posted(scene.post(room, "more")).await;
    assert_eq!(next.number, 2);
}

/// Whoever writes while the server fails waits until it is back, and is answered once it is certain.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_while_the_server_fails_is_written_once() {
    const FAILURES: usize = 3;
    const MESSAGES: usize = 300;
    const WRITERS: usize = 10;
    let mut server = Postgres::start(switchroom_testbed::PostgresOptions::default()).expect("PostgreSQL");
    let scene = scene_at(&server.create_database().expect("database")).await;
    let room = scene.open_room("ann").await.0.facts.id;
    for failure in 0..FAILURES {
        let so_far = scene.log().await.len();
        // In the midst of it, so that some are on their way.
        let failing = async {
            scene.parts.told.events(so_far + MESSAGES / 3).await;
            let restarting = tokio::task::spawn_blocking(move || server.restart().map(|()| server));
            restarting.await.expect("restarted").expect("PostgreSQL again")
        };
        let posting = join_all((0..WRITERS).map(|writer| {
            let scene = &scene;
            async move {
                for number in (writer..MESSAGES).step_by(WRITERS) {
                    scene.posted(scene.post(room, &format!("{failure} {number}"))).await;
                }
            }
        }));
        (server, _) = tokio::join!(failing, posting);
    }
    let log = scene.log().await;
    assert!(log.iter().zip(1..).all(|(committed, seq)| committed.event.seq == seq), "seq has a gap");
    assert_eq!(log.iter().filter(|committed| committed.event.kind == EventKind::MessageCreated).count(), FAILURES * MESSAGES);
    assert_eq!(scene.room(room).await.head.messages, i64::try_from(FAILURES * MESSAGES).unwrap());
    assert_eq!(scene.parts.told.events(log.len()).await, log);
    scene.store.close().await;
}

/// A node that has not heard of the segments that another one began and dropped goes on with the latest.
#[tokio::test(flavor = "multi_thread")]
async fn attempts_are_kept_whoever_turns_to_the_next_segment() {
    const DAY: i64 = 24 * 60 * 60;
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let other = store(database.url(), &scene.parts).await.expect("store");
    let subscription = scene.id();
    let delivered = || contract::attempts::attempt(&scene, subscription, AttemptOutcome::Delivered);
    other.record_attempts(vec![delivered()]).await.expect("record");
    for _ in 0..4 {
        let kept = AttemptsKept { since: scene.now().plus_seconds(-DAY), bytes: u64::MAX };
        // Both look at the same time: one of them turns.
        let (one, two) = tokio::join!(scene.store.forget(scene.now(), kept), scene.store.forget(scene.now(), kept));
        assert!(!one.expect("forget") && !two.expect("forget"));
        scene.parts.clock.advance_seconds(DAY + 3_600);
    }
    let segments = Postgres::shared().sql(database.name(), "SELECT string_agg(segment::text, ' ' ORDER BY segment) FROM attempt_segments");
    assert_eq!(segments.expect("segments").trim(), "3 4");
    let late = delivered();
    other.record_attempts(vec![late.clone()]).await.expect("record");
    let all = scene.store.attempts(scene.org, AttemptsQuery::of(subscription, 10)).await.expect("attempts").items;
    assert_eq!(all, [late]);
}

/// Somebody reads for long: nothing is dropped meanwhile, and whoever records does not wait for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_segment_that_is_read_is_dropped_later() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let kept = || AttemptsKept { since: scene.now(), bytes: u64::MAX };
    scene.store.forget(scene.now(), kept()).await.expect("forget");
    scene.parts.clock.advance_seconds(25 * 60 * 60);
    let (reader, connection) = tokio_postgres::connect(database.url(), tokio_postgres::NoTls).await.expect("connected");
    tokio::spawn(connection);
    reader.batch_execute("BEGIN; SELECT count(*) FROM attempts").await.expect("read");
    let count = || Postgres::shared().sql(database.name(), "SELECT count(*) FROM attempt_segments").expect("a count");
    let before = count();
    scene.store.forget(scene.now(), kept()).await.expect("forget");
    assert_eq!(count(), before);
    let attempt = contract::attempts::attempt(&scene, scene.id(), AttemptOutcome::Failed);
    scene.store.record_attempts(vec![attempt]).await.expect("record");
    reader.batch_execute("COMMIT").await.expect("read");
    scene.store.forget(scene.now(), kept()).await.expect("forget");
    assert_eq!(count().trim(), "2", "the present one, and the one before");
}

#[tokio::test]
async fn an_old_binary_refuses_a_newer_schema() {
    let database = Database::fresh();
    let parts = Parts::default();
    store(database.url(), &parts).await.expect("store").close().await;
    let later = "INSERT INTO schema_migrations (version, name, applied_at) VALUES (1000, 'later', now())";
    Postgres::shared().sql(database.name(), later).expect("version");
    assert!(matches!(store(database.url(), &parts).await, Err(OpenError::Newer)));
    assert!(matches!(postgres::migrate(database.url()).await, Err(OpenError::Newer)));
}

/// Rooms that were there before their teams and tags were counted are counted by the step that begins it.
#[tokio::test(flavor = "multi_thread")]
async fn rooms_of_an_earlier_version_are_counted() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    contract::lists::rooms_with_teams_and_tags(&scene).await;
    let expected = scene.store.counters(scene.org).await.expect("counters");
    let gone = "DELETE FROM counters WHERE dimension IN ('open_rooms_by_team', 'open_rooms_by_tag')";
    Postgres::shared().sql(database.name(), gone).expect("deleted");
    assert_ne!(scene.store.counters(scene.org).await.expect("counters"), expected);
    let step = include_str!("../../migrations/postgres/0005_counts.sql");
    Postgres::shared().sql(database.name(), step).expect("the step");
    assert_eq!(scene.store.counters(scene.org).await.expect("counters"), expected);
}

/// Managers of an earlier version may share views, once.
#[tokio::test(flavor = "multi_thread")]
async fn managers_of_an_earlier_version_may_share_views() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let expected = scene.store.roles(scene.org).await.expect("roles");
    let earlier = "UPDATE roles SET doc = replace(doc, ',\"view.share\"', '') WHERE name = 'manager'";
    Postgres::shared().sql(database.name(), earlier).expect("an earlier role");
    assert_ne!(scene.store.roles(scene.org).await.expect("roles"), expected);
    let step = include_str!("../../migrations/postgres/0006_views.sql").split_once("-- Managers").expect("two parts").1;
    for _ in 0..2 {
        Postgres::shared().sql(database.name(), &format!("-- {step}")).expect("the step");
        assert_eq!(scene.store.roles(scene.org).await.expect("roles"), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_bring_an_empty_database_up_to_date_at_once() {
    let database = Database::fresh();
    let migrated = join_all((0..8).map(|_| postgres::migrate(database.url()))).await;
    let migrated: Vec<Migrated> = migrated.into_iter().map(|migrated| migrated.expect("migrated")).collect();
    let to = migrated[0].to;
    assert!(migrated.iter().all(|migrated| migrated.to == to), "{migrated:?}");
    assert_eq!(migrated.iter().filter(|migrated| migrated.from == 0).count(), 1, "{migrated:?}");
    scene_at(database.url()).await.open_room("ann").await;
}
