//! Copying the embedded store to the one that nodes share.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use switchroom_domain::command::{Answer, Command, EditMessage, EditRoom, StartReplay, TagRoom};
use switchroom_domain::idempotency::IdempotencyKey;
use switchroom_domain::replay::ReplayScope;
use switchroom_domain::room::RoomPatch;
use switchroom_domain::{Access, Envelope, FollowerId, OrgId, RoomId, UserId};
use switchroom_engine::ports::{
    Alone, AttemptsQuery, Breaker, DeadLetter, MessagesQuery, ParkReason, ParkedRoom, PositionFlush, RoomSearch, RoomsQuery, Store,
    UserSearch,
};
use switchroom_store::copy::{self, Compared, CopyError, CopyOptions, Progress};
use switchroom_store::postgres::{Listeners, OpenError, PostgresOptions, PostgresStore};
use switchroom_store::sqlite::{SqliteOptions, SqliteStore};
use switchroom_testbed::{Postgres, database_of};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::contract::{self, following};
use crate::postgres::Database;
use crate::scene::{Parts, Scene, text_content};

/// Few, so that every table of some size is copied in pieces.
const FEW: CopyOptions = CopyOptions { rows_at_once: 7 };
const MANY: usize = 10_000;

/// An embedded store that has lived, and is closed.
struct Lived {
    folder: TempDir,
    parts: Parts,
    /// What was left to be compared by hand.
    last: Left,
}

struct Left {
    scene: Scene,
    room: RoomId,
    follower: FollowerId,
    replay: FollowerId,
    position: PositionFlush,
}

impl Lived {
    fn file(&self) -> PathBuf {
        self.folder.path().join("switchroom.db")
    }

    /// The store as it was left.
    fn open(&self) -> Arc<dyn Store> {
        Arc::new(sqlite(&self.file(), &self.parts))
    }
}

fn sqlite(file: &Path, parts: &Parts) -> SqliteStore {
    let Parts { clock, ids, told } = parts.clone();
    SqliteStore::open(file, SqliteOptions::default(), clock, ids, vec![told]).expect("store")
}

async fn postgres(database: &Database, parts: &Parts) -> Result<Arc<dyn Store>, OpenError> {
    let Parts { clock, ids, told } = parts.clone();
    let listeners = Listeners { in_order: vec![told], ..Listeners::default() };
    let bus = Arc::new(Alone::default());
    Ok(Arc::new(PostgresStore::open(database.url(), PostgresOptions::default(), clock, ids, listeners, bus).await?))
}

/// Contracts whose organizations lie side by side in one store.
macro_rules! live {
    ($store:ident, $parts:ident; $($group:ident::$test:ident),* $(,)?) => {
        $(
            let scene = Scene::new(Arc::clone(&$store), $parts.clone()).await;
            contract::$group::$test(&scene).await;
        )*
    };
}

async fn lived() -> Lived {
    let folder = tempfile::tempdir().expect("folder");
    let parts = Parts::default();
    let store: Arc<dyn Store> = Arc::new(sqlite(&folder.path().join("switchroom.db"), &parts));
    live!(store, parts;
        following::a_position_is_kept_until_it_is_set_from_outside,
        following::a_finished_replay_leaves_no_position,
        consumers::a_consumer_has_one_holder,
        directory::a_host_means_one_organization,
        directory::tokens_are_found_by_hash_until_revoked,
        directory::sessions_are_found_by_user_until_they_end,
        bookkeeping::idempotent_requests_are_carried_out_once,
        attempts::attempts_are_listed_newest_first,
        attempts::attempts_are_found_by_all_that_is_asked,
        lists::messages_are_paged_both_ways,
        lists::counters_follow_the_rooms,
        log::a_room_resumes_from_its_version,
        model::a_name_given_up_can_be_taken,
        model::what_is_set_is_read_back,
        model::views_are_listed_for_whom_they_are,
        model::what_switchroom_makes_by_itself_is_made_once,
        model::people_are_found_by_what_vendors_know,
        model::presence_only_moves_forward,
        model::a_message_is_found_by_its_rocket_chat_id_and_as_it_was,
        model::new_rooms_go_to_whoever_has_the_fewest,
        model::rooms_are_found_by_place,
    );
    let scene = Scene::new(Arc::clone(&store), parts.clone()).await;
    let last = left(scene).await;
    store.close().await;
    // An earlier version may have let through what PostgreSQL cannot hold. These two are one there, and sort elsewhere.
    let file = rusqlite::Connection::open(folder.path().join("switchroom.db")).expect("file");
    for tag in ["x\0y", "x\u{fffd}y"] {
        file.execute("INSERT INTO room_tags VALUES (?1, ?2, ?3)", (last.scene.org.0, last.room.0, tag)).expect("a tag");
    }
    Lived { folder, parts, last }
}

/// A room, and a subscription in the middle of its work.
async fn left(scene: Scene) -> Left {
    let room = scene.open_room("ann").await.0.facts.id;
    let patch = RoomPatch { name: Some(Some("a name".to_owned())), ..RoomPatch::default() };
    scene.run(Command::EditRoom(EditRoom { patch, ..EditRoom::of(room) })).await.expect("edit");
    let add = ["xay", "plain"].map(str::to_owned).to_vec();
    scene.run(Command::TagRoom(TagRoom { room, add, remove: vec![] })).await.expect("tag");
    let key = IdempotencyKey { hash: [9; 32], fingerprint: [8; 32] };
    let mut post = scene.post(room, "hello");
    post.local_id = Some("local".to_owned());
    let command = Command::PostMessage(post);
    let keyed = Envelope { org: scene.org, access: Access::SYSTEM, cause: None, idempotency: Some(key), trace: None, command };
    let Answer::Message { message, .. } = scene.store.execute(keyed).await.expect("post").answer else { panic!("not posted") };
    scene.run(Command::EditMessage(EditMessage { message: message.id, content: text_content("edited") })).await.expect("edit");
    for number in 0..20 {
        scene.posted(scene.post(room, &number.to_string())).await;
    }
    let subscription = following::subscribe(&scene, None).await.id.live();
    let replay: FollowerId = scene.id();
    scene
        .run(Command::StartReplay(StartReplay {
            id: replay,
            subscription: subscription.0.into(),
            after: 0,
            until: None,
            scope: ReplayScope::All,
        }))
        .await
        .expect("replay");
    let state = scene.store.follower_state(scene.org, subscription).await.expect("read").expect("state");
    let parked = |lane| ParkedRoom {
        lane,
        next_seq: 2,
        attempt: 3,
        next_at: scene.now(),
        reason: ParkReason::Failing,
        bodies: vec![b"{\"a\":\"\\u0000\"}".to_vec()],
        accepted: 1,
        alone: false,
    };
    let position = PositionFlush {
        org: scene.org,
        follower: subscription,
        epoch: state.epoch,
        cursor: 5,
        breaker: Some(Breaker { probes: 2, next_at: scene.now() }),
        failing_since: Some(scene.now()),
        dead: vec![DeadLetter { seq: 4, event: scene.id(), room: Some(room), attempts: 9, died_at: scene.now() }],
        dead_of: subscription,
        parked: vec![parked(None), parked(Some(room)), ParkedRoom { alone: true, ..parked(Some(scene.id())) }],
        unparked: vec![],
    };
    scene.store.flush_positions(vec![position.clone()]).await.expect("flush");
    Left { scene, room, follower: subscription, replay, position }
}

async fn copied(lived: &Lived, database: &Database) -> Vec<Compared> {
    copy::copy(&lived.file(), database.url(), FEW, &|_| {}).await.expect("copied")
}

fn assert_equal(compared: &[Compared]) {
    assert_eq!(compared.iter().map(|table| table.table).collect::<Vec<_>>(), copy::tables());
    for table in compared {
        assert!(table.is_equal(), "{table:?}");
    }
}

/// What everybody is told of an organization, as text.
async fn answers(store: &dyn Store, org: OrgId) -> Vec<String> {
    let mut answers = Vec::new();
    macro_rules! keep {
        ($($answer:expr),* $(,)?) => { $(answers.push(format!("{:?}", $answer.await.expect("an answer")));)* };
    }
    keep!(
        store.organization(org),
        store.hosts(org),
        store.head_seq(org),
        store.events_after(org, 0, MANY),
        store.roles(org),
        store.settings(org),
        store.custom_fields(org),
        store.counters(org),
        async { store.saved_views(org, UserId(uuid::Uuid::nil()), None, MANY).await.map(|page| page.items) },
        async { store.users(org, None, MANY).await.map(|page| page.items) },
        async { store.contacts(org, None, MANY).await.map(|page| page.items) },
        async { store.teams(org, None, MANY).await.map(|page| page.items) },
        async { store.slas(org, None, MANY).await.map(|page| page.items) },
        async { store.channels(org, None, MANY).await.map(|page| page.items) },
        async { store.tokens(org, None, MANY).await.map(|page| page.items) },
        async { store.oauth_clients(org, None, MANY).await.map(|page| page.items) },
        async { store.consumers(org, None, MANY).await.map(|page| page.items) },
        async { store.rooms(org, RoomsQuery { limit: MANY, ..RoomsQuery::default() }).await.map(|page| page.items) },
    );
    let of_admin = UserSearch { role: Some("admin".to_owned()), limit: MANY, ..UserSearch::default() };
    keep!(async { store.find_users(org, of_admin).await.map(|found| (found.items, found.total)) });
    let rooms = store.find_rooms(org, RoomSearch { limit: MANY, ..RoomSearch::default() }).await.expect("rooms").items;
    for room in &rooms {
        let id = room.facts.id;
        let query = || MessagesQuery { room: id, before: None, after: None, internal: true, limit: MANY };
        keep!(store.participants(org, id), store.room_events_after(org, id, 0, MANY));
        let messages = store.messages(org, query()).await.expect("messages").items;
        for message in &messages {
            keep!(store.revisions(org, message.id));
        }
        answers.push(format!("{room:?} {messages:?}"));
        for tag in &room.head.tags {
            let tagged = RoomSearch { tags: vec![tag.clone()], limit: MANY, ..RoomSearch::default() };
            keep!(async { store.find_rooms(org, tagged).await.map(|found| found.items) });
        }
    }
    for subscription in store.subscriptions(org, None, MANY).await.expect("subscriptions").items {
        let query = AttemptsQuery::of(subscription.id, MANY);
        keep!(async { store.dead_letters(org, subscription.id.live(), 0, MANY).await.map(|page| page.items) }, async {
            store.replays(org, subscription.id, None, MANY).await.map(|page| page.items)
        },);
        keep!(store.follower_state(org, FollowerId(subscription.id.0)), async { store.attempts(org, query).await.map(|page| page.items) });
        answers.push(format!("{subscription:?}"));
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_answers_as_what_it_is_of_and_goes_on() {
    let (mut lived, database) = (lived().await, Database::fresh());
    let compared = copied(&lived, &database).await;
    assert_equal(&compared);
    for table in [
        "tokens",
        "hosts",
        "oauth_clients",
        "presence",
        "slas",
        "revisions",
        "idempotency",
        "leases",
        "replays",
        "attempts",
        "dead_letters",
        "consumers",
    ] {
        let rows = compared.iter().find(|compared| compared.table == table).expect("a table").rows[0];
        // What was deleted in the meantime leaves nothing.
        assert!(rows > 0 || table == "oauth_clients", "{table} has no row to be copied");
    }
    let (old, new) = (lived.open(), postgres(&database, &lived.parts).await.expect("store"));
    let organizations = old.organizations(0, MANY).await.expect("organizations");
    assert_eq!(new.organizations(0, MANY).await.expect("organizations"), organizations);
    for organization in &organizations {
        let (old, new) = (answers(&*old, organization.id).await, answers(&*new, organization.id).await);
        for (old, new) in old.iter().zip(&new) {
            assert_eq!(new, old);
        }
        assert_eq!(new.len(), old.len());
    }
    assert_eq!(new.all_subscriptions().await.expect("all").len(), old.all_subscriptions().await.expect("all").len());
    assert_eq!(new.running_replays().await.expect("replays"), old.running_replays().await.expect("replays"));
    let token = new.token_by_hash([7; 32]).await.expect("read");
    assert!(token.is_some() && token == old.token_by_hash([7; 32]).await.expect("read"));
    old.close().await;

    lived.last.scene.store = new;
    it_goes_on(&lived.last).await;
    lived.last.scene.store.close().await;
}

/// What is written next follows what was written last.
async fn it_goes_on(left: &Left) {
    let Left { scene, room, follower, replay, position } = left;
    let (head, before) = (scene.store.head_seq(scene.org).await.expect("head"), scene.room(*room).await);
    let state = scene.store.follower_state(scene.org, *follower).await.expect("read").expect("state");
    assert_eq!((state.epoch, state.cursor, state.breaker), (position.epoch, position.cursor, position.breaker));
    assert_eq!(state.failing_since, position.failing_since);
    assert!(position.parked.iter().all(|parked| state.parked.contains(parked)), "{state:?}");
    assert!(scene.store.follower_state(scene.org, *replay).await.expect("read").is_some());

    let key = IdempotencyKey { hash: [9; 32], fingerprint: [8; 32] };
    let command = Command::PostMessage(scene.post(*room, "hello"));
    let again = Envelope { org: scene.org, access: Access::SYSTEM, cause: None, idempotency: Some(key), trace: None, command };
    assert!(scene.store.execute(again).await.expect("again").replayed);
    let (same, created) = scene.open_room("ann").await;
    assert_eq!((same.facts.id, created), (*room, false));
    assert_eq!(scene.store.head_seq(scene.org).await.expect("head"), head, "nothing was written anew");

    let message = scene.posted(scene.post(*room, "more")).await;
    let messages = MessagesQuery { room: *room, before: None, after: None, internal: true, limit: 2 };
    let last_two = scene.store.messages(scene.org, messages).await.expect("messages").items;
    assert_eq!((last_two[0].id, last_two[1].number + 1), (message.id, message.number));
    let after = scene.room(*room).await;
    assert_eq!((after.head.messages, after.head.version), (before.head.messages + 1, before.head.version + 1));
    let (next, _) = scene.open_room("another").await;
    assert_eq!(next.facts.number, before.facts.number + 1);
    let log = scene.log().await;
    assert!(log.iter().zip(1..).all(|(committed, seq)| committed.event.seq == seq), "seq has a gap");
    assert!(log.len() > usize::try_from(head).expect("few"));
}

/// Runs a copy until it has copied so many pieces, and gives it up there.
async fn interrupted(lived: &Lived, database: &Database, pieces: usize) {
    let (so_far, enough) = (AtomicUsize::new(0), Notify::new());
    let told = |progress| {
        if matches!(progress, Progress::Rows { .. }) && so_far.fetch_add(1, Ordering::SeqCst) + 1 == pieces {
            enough.notify_one();
        }
    };
    let file = lived.file();
    let copying = copy::copy(&file, database.url(), FEW, &told);
    tokio::select! {
        biased;
        () = enough.notified() => {}
        done = copying => panic!("done before it was interrupted: {done:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_copy_goes_on_where_it_stood() {
    let (lived, database) = (lived().await, Database::fresh());
    let copied_before = std::sync::Mutex::new(Vec::new());
    for pieces in [1, 3, 10, 30] {
        interrupted(&lived, &database, pieces).await;
        let opened = postgres(&database, &lived.parts).await;
        assert!(matches!(opened, Err(OpenError::Unfinished)), "a server has started on an unfinished copy");
        let rows = Postgres::shared().sql(database_of(database.url()), "SELECT value FROM deployment WHERE name = 'copy'").expect("a note");
        assert!(!rows.is_empty());
    }
    let told = |progress| {
        if let Progress::Copying { before, rows } = progress {
            copied_before.lock().expect("a list").push((before, rows));
        }
    };
    assert_equal(&copy::copy(&lived.file(), database.url(), FEW, &told).await.expect("copied"));
    let copied_before = copied_before.into_inner().expect("a list");
    // Each run has done something, and none what an earlier one had done.
    assert!(matches!(copied_before[..], [(before, rows)] if before >= 44 && before < rows), "{copied_before:?}");
    postgres(&database, &lived.parts).await.expect("a server").close().await;
}

/// What a server that is stopped, or fails, has committed is there, and nothing of what it has not.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_goes_on_after_the_target_failed() {
    let lived = lived().await;
    let mut server = Postgres::start(switchroom_testbed::PostgresOptions::default()).expect("PostgreSQL");
    let url = server.create_database().expect("database");
    for pieces in [5, 40] {
        let (so_far, enough) = (AtomicUsize::new(0), Arc::new(Notify::new()));
        let told = |progress| {
            if matches!(progress, Progress::Rows { .. }) && so_far.fetch_add(1, Ordering::SeqCst) + 1 == pieces {
                enough.notify_one();
            }
        };
        let waiting = Arc::clone(&enough);
        let failing = async move {
            waiting.notified().await;
            let restarting = tokio::task::spawn_blocking(move || server.restart().map(|()| server));
            restarting.await.expect("restarted").expect("PostgreSQL again")
        };
        let file = lived.file();
        let (again, copied) = tokio::join!(failing, copy::copy(&file, &url, CopyOptions { rows_at_once: 1 }, &told));
        server = again;
        assert!(matches!(&copied, Err(error) if error.may_go_on()), "{copied:?}");
    }
    assert_equal(&copy::copy(&lived.file(), &url, FEW, &|_| {}).await.expect("copied"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_differs_is_found() {
    let (lived, database) = (lived().await, Database::fresh());
    assert_equal(&copied(&lived, &database).await);
    let compare = async || copy::compare(&lived.file(), database.url(), FEW, &|_| {}).await.expect("compared");
    assert_equal(&compare().await);
    let sql = |statement: &str| Postgres::shared().sql(database_of(database.url()), statement).expect("changed");
    // Changed, gone, too many: each in its table, and in no other.
    sql(
        "UPDATE messages SET doc = doc || ' ' WHERE (org_id, message_id) IN (SELECT org_id, message_id FROM messages ORDER BY 1, 2 OFFSET 11 LIMIT 1)",
    );
    let changed = sql("SELECT '(' || org_id || ', ' || message_id || ')' FROM messages WHERE right(doc, 1) = ' '");
    let gone = sql("DELETE FROM room_tags WHERE tag = 'xay' RETURNING '(' || org_id || ', ' || room_id || ', \"xay\")'");
    sql("INSERT INTO counters VALUES (999, 'x', 'y', 1)");
    sql("UPDATE users SET roles = array_append(roles, 'admin') WHERE org_id = 1");
    sql("UPDATE rooms SET custom_fields = '{\"order\": \"13\"}' WHERE custom_fields <> '{}'");
    let compared = compare().await;
    let differing: Vec<_> =
        compared.iter().filter(|table| !table.is_equal()).map(|table| (table.table, table.difference.clone().expect("a key"))).collect();
    assert_eq!(differing.iter().map(|(table, _)| *table).collect::<Vec<_>>(), ["users", "rooms", "room_tags", "messages", "counters"]);
    assert_eq!((&differing[2].1, &differing[3].1, differing[4].1.as_str()), (&gone, &changed, "(999, \"x\", \"y\")"));
    let rows = |table: &str| compared.iter().find(|compared| compared.table == table).expect("a table").rows;
    let [[tags, copied_tags], [counters, copied_counters]] = [rows("room_tags"), rows("counters")];
    assert_eq!((tags, counters + 1), (copied_tags + 1, copied_counters));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_not_equal_stays_barred() {
    let (lived, database) = (lived().await, Database::fresh());
    interrupted(&lived, &database, 20).await;
    let sql = |statement: &str| Postgres::shared().sql(database_of(database.url()), statement).expect("changed");
    sql("UPDATE organizations SET doc = doc || ' ' WHERE org_id = 2");
    let compared = copied(&lived, &database).await;
    assert_eq!(compared.iter().filter(|table| !table.is_equal()).map(|table| table.table).collect::<Vec<_>>(), ["organizations"]);
    assert_eq!(compared[0].difference.as_deref(), Some("(2)"));
    assert!(matches!(postgres(&database, &lived.parts).await, Err(OpenError::Unfinished)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_copied_to_is_refused() {
    let (lived, database) = (lived().await, Database::fresh());
    let nothing = copy::compare(&lived.file(), database.url(), FEW, &|_| {}).await;
    assert!(matches!(nothing, Err(CopyError::Nothing)), "{nothing:?}");

    // The source is written to in the middle of it.
    interrupted(&lived, &database, 20).await;
    let store = lived.open();
    let Left { scene, room, .. } = &lived.last;
    let post = Command::PostMessage(scene.post(*room, "late"));
    crate::scene::run(&*store, scene.org, post).await.expect("post");
    store.close().await;
    let changed = copy::copy(&lived.file(), database.url(), FEW, &|_| {}).await;
    assert!(matches!(changed, Err(CopyError::OtherSource)), "{changed:?}");

    let used = Database::fresh();
    let parts = Parts::default();
    let store = postgres(&used, &parts).await.expect("store");
    Scene::new(Arc::clone(&store), parts).await;
    store.close().await;
    let refused = copy::copy(&lived.file(), used.url(), FEW, &|_| {}).await;
    assert!(matches!(refused, Err(CopyError::NotEmpty { table: "organizations" })), "{refused:?}");

    let missing = copy::copy(&lived.folder.path().join("none.db"), used.url(), FEW, &|_| {}).await;
    assert!(matches!(missing, Err(CopyError::Source(_))), "{missing:?}");
    let file = rusqlite::Connection::open(lived.file()).expect("file");
    file.pragma_update(None, "user_version", 1).expect("version");
    drop(file);
    let older = copy::copy(&lived.file(), used.url(), FEW, &|_| {}).await;
    let is_older = matches!(older, Err(CopyError::Source(switchroom_store::sqlite::OpenError::Older)));
    assert!(is_older, "{older:?}");
}
