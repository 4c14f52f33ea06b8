//! The embedded store: the contract, and what is its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use switchroom_domain::command::Command;
use switchroom_domain::room::RoomKind;
use switchroom_domain::{OrgId, Person, SubscriptionId, Timestamp, UserId, role};
use switchroom_engine::ports::{
    Attempt, AttemptOutcome, AttemptsKept, AttemptsQuery, Bookkeeping, Direction, Nodes, RoomSearch, RoomSort, StoreError, Views,
};
use switchroom_store::sqlite::{OpenError, SqliteOptions, SqliteStore};
use tempfile::TempDir;
use uuid::Uuid;

use crate::contract;
use crate::scene::{Parts, Scene};

struct Fresh {
    scene: Scene,
    _folder: TempDir,
}

fn store(folder: &Path, options: SqliteOptions, parts: &Parts) -> Result<SqliteStore, OpenError> {
    let Parts { clock, ids, told } = parts.clone();
    SqliteStore::open(&folder.join("switchroom.db"), options, clock, ids, vec![told])
}

async fn open() -> Fresh {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let store = store(folder.path(), SqliteOptions::default(), &parts).expect("store");
    Fresh { scene: Scene::new(Arc::new(store), parts).await, _folder: folder }
}

contract::suite!(crate::sqlite::open);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_reopening() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let first = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    let mut scene = Scene::new(Arc::clone(&first) as _, parts.clone()).await;
    let room = scene.open_room("ann").await.0.facts.id;
    let message = scene.posted(scene.post(room, "hello")).await;
    first.close().await;
    assert!(matches!(scene.run(Command::PostMessage(scene.post(room, "late"))).await, Err(StoreError::Stopping)));

    scene.store = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    assert_eq!(scene.store.message(scene.org, message.id).await.expect("read"), Some(message));
    let next = scene.posted(scene.post(room, "more")).await;
    assert_eq!(next.number, 2);
}

#[tokio::test]
async fn an_old_binary_refuses_a_newer_schema() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    drop(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    let file = rusqlite::Connection::open(folder.path().join("switchroom.db")).expect("file");
    file.pragma_update(None, "user_version", 1_000).expect("version");
    assert!(matches!(store(folder.path(), SqliteOptions::default(), &parts), Err(OpenError::Newer)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_the_first_schema_is_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("folder");
    let file = rusqlite::Connection::open(folder.path().join("switchroom.db")).expect("file");
    file.execute_batch(include_str!("../../migrations/sqlite/0001_initial.sql")).expect("schema");
    file.execute_batch(include_str!("fixtures/first_schema.sql")).expect("rows");
    file.pragma_update(None, "user_version", 1).expect("version");
    drop(file);
    let parts = Parts::default();
    let store = store(folder.path(), SqliteOptions::default(), &parts).expect("store");
    let org = OrgId::FIRST;
    let roles = store.roles(org).await.expect("roles");
    assert_eq!(
        roles,
        role::defaults(org).into_iter().map(|role| (role.name.clone(), role)).collect::<BTreeMap<_, _>>().into_values().collect::<Vec<_>>()
    );
    let room = store.room_by_number(org, 1).await.expect("read").expect("room");
    assert_eq!((room.head.auto_resolve, room.facts.kind), (true, RoomKind::Conversation));
    assert_eq!(store.person_by_number(org, 1).await.expect("read"), Some(Person::User(UserId(Uuid::from_u128(1)))));
    let by_message = RoomSearch { sort: vec![(RoomSort::LastMessageAt, Direction::Descending)], limit: 1, ..RoomSearch::default() };
    assert_eq!(store.find_rooms(org, by_message).await.expect("rooms").total, 1);
    let sessions = async |at| store.tokens_of_user(org, UserId(Uuid::from_u128(1)), Timestamp(at), 10).await.expect("sessions");
    assert_eq!((sessions(8_999).await.len(), sessions(9_000).await.len()), (1, 0));
    store.close().await;
}

/// Rooms that were there before their teams and tags were counted are counted by the step that begins it.
#[tokio::test(flavor = "multi_thread")]
async fn rooms_of_an_earlier_version_are_counted() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let opened = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    let scene = Scene::new(Arc::clone(&opened) as _, parts.clone()).await;
    contract::lists::rooms_with_teams_and_tags(&scene).await;
    let expected = opened.counters(scene.org).await.expect("counters");
    let file = rusqlite::Connection::open(folder.path().join("switchroom.db")).expect("file");
    let gone = file.execute("DELETE FROM counters WHERE dimension IN ('open_rooms_by_team', 'open_rooms_by_tag') AND value <> 0", ());
    assert_eq!(gone.expect("deleted"), 3);
    file.execute("DELETE FROM counters WHERE dimension IN ('open_rooms_by_team', 'open_rooms_by_tag')", ()).expect("deleted");
    file.execute_batch(include_str!("../../migrations/sqlite/0007_counts.sql")).expect("the step");
    assert_eq!(opened.counters(scene.org).await.expect("counters"), expected);
    opened.close().await;
}

/// Managers of an earlier version may share views, once.
#[tokio::test(flavor = "multi_thread")]
async fn managers_of_an_earlier_version_may_share_views() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let opened = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    let scene = Scene::new(Arc::clone(&opened) as _, parts.clone()).await;
    let expected = opened.roles(scene.org).await.expect("roles");
    let file = rusqlite::Connection::open(folder.path().join("switchroom.db")).expect("file");
    let earlier = "UPDATE roles SET doc = replace(doc, ',\"view.share\"', '') WHERE name = 'manager'";
    file.execute(earlier, ()).expect("an earlier role");
    assert_ne!(opened.roles(scene.org).await.expect("roles"), expected);
    let step = include_str!("../../migrations/sqlite/0008_views.sql").split_once("-- Managers").expect("two parts").1;
    for _ in 0..2 {
        file.execute_batch(&format!("-- {step}")).expect("the step");
        assert_eq!(opened.roles(scene.org).await.expect("roles"), expected);
    }
    opened.close().await;
}

/// A step that was not done to its end was not done at all: else the next start would take it for done.
#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_fails_is_done_anew() {
    let folder = tempfile::tempdir().expect("folder");
    let file = rusqlite::Connection::open(folder.path().join("switchroom.db")).expect("file");
    file.execute_batch(include_str!("../../migrations/sqlite/0001_initial.sql")).expect("schema");
    file.execute_batch(include_str!("fixtures/first_schema.sql")).expect("rows");
    file.pragma_update(None, "user_version", 1).expect("version");
    file.execute_batch("ALTER TABLE organizations RENAME TO elsewhere").expect("rename");
    let parts = Parts::default();
    assert!(matches!(store(folder.path(), SqliteOptions::default(), &parts), Err(OpenError::Migration(_))));
    file.execute_batch("ALTER TABLE elsewhere RENAME TO organizations").expect("rename");
    drop(file);
    let store = store(folder.path(), SqliteOptions::default(), &parts).expect("store");
    assert_eq!(store.roles(OrgId::FIRST).await.expect("roles").len(), role::defaults(OrgId::FIRST).len());
    store.close().await;
}

/// The files in the folder of attempts, without what SQLite keeps beside them.
fn segments(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder.join("attempts")).expect("a folder");
    let mut names: Vec<String> = files.map(|file| file.expect("a file").file_name().into_string().expect("a name")).collect();
    names.retain(|name| name.ends_with(".db"));
    names.sort();
    names
}

/// What an earlier version kept in one file is listed with the rest, and goes with its day.
#[tokio::test(flavor = "multi_thread")]
async fn attempts_of_an_earlier_version_are_kept() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let file = rusqlite::Connection::open(folder.path().join("attempts.db")).expect("file");
    file.execute_batch(include_str!("../../migrations/attempts/0001_initial.sql")).expect("schema");
    file.execute_batch(include_str!("fixtures/first_attempts.sql")).expect("rows");
    file.pragma_update(None, "user_version", 1).expect("version");
    drop(file);
    let opened = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    let scene = Scene::new(Arc::clone(&opened) as _, parts.clone()).await;
    assert_eq!((segments(folder.path()), folder.path().join("attempts.db").exists()), (vec!["2025-12-31-1.db".to_owned()], false));

    let subscription = SubscriptionId(Uuid::from_u128(7));
    let latest = contract::attempts::attempt(&scene, subscription, AttemptOutcome::Delivered);
    opened.record_attempts(vec![latest.clone()]).await.expect("record");
    assert_eq!(segments(folder.path()), ["2025-12-31-1.db", "2026-01-01-1.db"]);
    let all = opened.attempts(scene.org, AttemptsQuery::of(subscription, 10)).await.expect("attempts").items;
    assert_eq!((all.len(), &all[0], all[1].status, all[1].room), (3, &latest, Some(500), None));
    let failed = AttemptsQuery { outcome: Some(AttemptOutcome::Failed), ..AttemptsQuery::of(subscription, 10) };
    assert_eq!(opened.attempts(scene.org, failed).await.expect("attempts").items, all[1..2]);

    let today = AttemptsKept { since: scene.now(), bytes: u64::MAX };
    opened.forget(scene.now(), today).await.expect("forget");
    let left = opened.attempts(scene.org, AttemptsQuery::of(subscription, 10)).await.expect("attempts").items;
    assert_eq!((left, segments(folder.path())), (vec![latest], vec!["2026-01-01-1.db".to_owned()]));
    opened.close().await;
}

/// A day's attempts are divided when they are many, and written on where they were after a restart.
#[tokio::test(flavor = "multi_thread")]
async fn a_segment_is_written_until_it_is_full() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let subscription = SubscriptionId(Uuid::from_u128(7));
    let mut recorded = Vec::new();
    for _ in 0..3 {
        let opened = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
        let scene = Scene::new(Arc::clone(&opened) as _, parts.clone()).await;
        // A segment is an eighth of it.
        let kept = AttemptsKept { since: Timestamp(0), bytes: 8 * 300_000 };
        opened.forget(scene.now(), kept).await.expect("forget");
        for _ in 0..4 {
            // For the same organization, whoever opened the store.
            let one = || Attempt { org: OrgId(9), ..contract::attempts::attempt(&scene, subscription, AttemptOutcome::Delivered) };
            let attempts: Vec<Attempt> = (0..400).map(|_| one()).collect();
            opened.record_attempts(attempts.clone()).await.expect("record");
            recorded.extend(attempts);
        }
        opened.close().await;
    }
    let names = segments(folder.path());
    assert!((3..=5).contains(&names.len()), "{names:?}");
    for name in &names[..names.len() - 1] {
        let size = std::fs::metadata(folder.path().join("attempts").join(name)).expect("a file").len();
        assert!((300_000..450_000).contains(&size), "{name} has {size} bytes");
    }
    let opened = store(folder.path(), SqliteOptions::default(), &parts).expect("store");
    recorded.reverse();
    assert_eq!(opened.attempts(OrgId(9), AttemptsQuery::of(subscription, 10_000)).await.expect("attempts").items, recorded);
    opened.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writes_and_harms_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let options = SqliteOptions { most_pages: Some(80), ..SqliteOptions::default() };
    let small = Arc::new(store(folder.path(), options, &parts).expect("store"));
    let mut scene = Scene::new(Arc::clone(&small) as _, parts.clone()).await;
    let room = scene.open_room("ann").await.0.facts.id;
    let text = "x".repeat(10_000);
    let mut kept = 0;
    let error = loop {
        match scene.run(Command::PostMessage(scene.post(room, &text))).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1_000, "the disk never filled");
    };
    assert!(matches!(error, StoreError::Full), "{error:?}");
    assert_eq!(scene.room(room).await.head.messages, kept);
    let events = scene.log().await.len();

    // With room again, it goes on where it stood.
    small.close().await;
    scene.store = Arc::new(store(folder.path(), SqliteOptions::default(), &parts).expect("store"));
    assert_eq!(scene.log().await.len(), events);
    scene.posted(scene.post(room, &text)).await;
    assert_eq!(scene.room(room).await.head.messages, kept + 1);
}
