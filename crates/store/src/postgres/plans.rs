//! What lists read: tests on a database with many rooms, of which each list wants few.

use std::error::Error;

use serde_json::Value;
use switchroom_domain::priority::Priority;
use switchroom_domain::room::RoomStatus;
use switchroom_domain::{ChannelId, ContactId, OrgId, Person, RoomId, SubscriptionId, TeamId, Timestamp, UserId};
use switchroom_engine::ports::{
    AttemptOutcome, AttemptsQuery, Direction, DocumentKind, EXACT_TOTAL, RoomSearch, RoomSort, RoomsQuery, Term,
};
use switchroom_testbed::Postgres;
use tokio::sync::OnceCell;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

use super::connection::Address;
use super::params::{Param, params};
use super::readers::Readers;
use super::search::GRAMMAR;
use super::search::find::{BOUNDS, MATCHING};
use super::transaction::Transaction;
use super::{attempts, find_rooms, list_rooms, log, migrations};

/// Rooms of the organization that is looked at.
const ROOMS: usize = 12_000;
/// How many are listed.
const LIMIT: usize = 15;

/// Of the first organization's rooms few are open; of the second's, all: so what PostgreSQL believes of the tables as a whole is true
/// of neither.
const FILL: &str = "
    CREATE FUNCTION id(kind bigint, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
        RETURN (lpad(to_hex(kind), 4, '0') || lpad(to_hex(i), 28, '0'))::uuid;
    CREATE TABLE made AS
        SELECT 1 AS org_id, i, CASE WHEN i % 100 = 0 THEN 'queued' WHEN i % 100 = 1 THEN 'assigned' ELSE 'resolved' END AS status
        FROM generate_series(1, 12000) AS i
        UNION ALL SELECT 2, i, 'queued' FROM generate_series(1, 6000) AS i;
    INSERT INTO rooms (org_id, room_id, number, channel_id, contact_id, kind, origin, created_at, open, team_id, priority, name, custom_fields)
        SELECT org_id, id(1, i), i, id(2, i % 4), id(3, i / 4), 'conversation', 'api', i * 1000, status <> 'resolved', id(4, i % 5),
            CASE WHEN i % 2 = 0 THEN 'high' END, 'room ' || i, '{}'
        FROM made;
    INSERT INTO room_heads (org_id, room_id, status, assignee_id, last_activity_at, last_message_at, doc)
        SELECT org_id, id(1, i), status, CASE WHEN status <> 'queued' THEN id(5, i % 97) END, i * 7919 % 1000003, i, repeat('x', 1000)
        FROM made;
    INSERT INTO room_tags (org_id, room_id, tag) SELECT org_id, id(1, i), CASE WHEN i % 300 = 0 THEN 'vip' ELSE 'other' END FROM made;
    INSERT INTO participants (org_id, room_id, person_id, is_user, joined, doc)
        SELECT org_id, id(1, i), id(3, i / 4), false, true, '{}' FROM made
        UNION ALL SELECT org_id, id(1, i), id(5, i % 97), true, true, '{}' FROM made;
    INSERT INTO messages (org_id, message_id, room_id, created_at, internal, author_id, doc)
        SELECT org_id, id(6, i), id(1, i), i, false, id(5, i % 97), '{}' FROM made;
    INSERT INTO counters (org_id, dimension, key, value) SELECT org_id, 'rooms_by_status', status, count(*) FROM made GROUP BY 1, 2, 3;
    INSERT INTO events (org_id, seq, room_id, kind, at, doc)
        SELECT org_id, i, CASE WHEN i % 1000 <> 0 THEN id(1, i % 700) END, 'room.opened', i, '{}' FROM made;
    CREATE TABLE attempts_1 PARTITION OF attempts FOR VALUES IN (1);
    INSERT INTO attempts (segment, org_id, subscription_id, attempt_id, follower_id, event_id, seq, room_id, number, at, micros, status,
            outcome)
        SELECT i / 6001, org_id, id(7, 1), id(8, i), id(7, 1), id(9, i), i, CASE WHEN i % 1000 <> 0 THEN id(1, i % 700) END, 1, i, 1,
            CASE WHEN i % 1000 = 1 THEN 503 ELSE 200 END, CASE WHEN i % 1000 = 1 THEN 'failed' ELSE 'delivered' END
        FROM made;
    DROP TABLE made;
    INSERT INTO search_documents (org_id, kind, number, id, terms)
        SELECT 1, 2, i, id(6, i), array_to_tsvector(ARRAY[block || 'often', block || CASE WHEN i % 100 = 0 THEN 'seldom' ELSE 'else' END])
        FROM generate_series(0, 40000) AS i CROSS JOIN LATERAL (SELECT '2x1x' || to_hex(i >> 14) || 'x') AS b (block);
    ANALYZE;";

fn id(kind: u128, i: u128) -> Uuid {
    Uuid::from_u128(kind << 112 | i)
}

async fn readers() -> Readers {
    Readers::new(&address().await, 1).expect("a pool")
}

async fn address() -> Address {
    static URL: OnceCell<String> = OnceCell::const_new();
    let fill = async || {
        let url = Postgres::shared().create_database().expect("a database");
        let (mut client, connection) = Address::of(&url).expect("an address").connect().await.expect("a connection");
        tokio::spawn(connection);
        migrations::run(&mut client, migrations::Wanted::Made).await.expect("a schema");
        client.batch_execute(FILL).await.expect("filled");
        url
    };
    Address::of(URL.get_or_init(fill).await).expect("an address")
}

/// What EXPLAIN answers with.
struct Json(Value);

impl<'a> FromSql<'a> for Json {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(serde_json::from_slice(raw)?))
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::JSON
    }
}

/// A statement that was carried out, and how.
struct Explained {
    plan: Value,
    /// Rows and entries of indexes that were read.
    read: f64,
}

async fn explain(readers: &Readers, sql: &str, params: &[Param<'_>]) -> Explained {
    let sql = format!("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}");
    let snapshot = Transaction::snapshot(readers).await.expect("a snapshot");
    let rows = snapshot.rows(&sql, params).await.expect("a plan");
    snapshot.commit().await.expect("finished");
    let Json(mut plan) = rows[0].get(0);
    let plan = plan[0]["Plan"].take();
    Explained { read: rows_read(&plan), plan }
}

/// A scan's rows, and those that it read in vain, each time it was done.
fn rows_read(node: &Value) -> f64 {
    let number = |name: &str| node[name].as_f64().unwrap_or_default();
    let is_scan = node.get("Relation Name").is_some() || node.get("Index Name").is_some();
    let rows = number("Actual Rows") + number("Rows Removed by Filter") + number("Rows Removed by Index Recheck");
    let own = if is_scan { rows * number("Actual Loops") } else { 0.0 };
    own + node["Plans"].as_array().into_iter().flatten().map(rows_read).sum::<f64>()
}

async fn find(readers: &Readers, search: RoomSearch) -> Explained {
    let search = RoomSearch { limit: LIMIT, ..search };
    let filter = find_rooms::filter(OrgId::FIRST, &search);
    explain(readers, &find_rooms::statement(&filter, &search), &filter.params()).await
}

async fn list(readers: &Readers, query: RoomsQuery) -> Explained {
    let (sql, filter) = list_rooms::statement(OrgId::FIRST, &RoomsQuery { limit: LIMIT, ..query });
    explain(readers, &sql, &filter.params()).await
}

/// What vendors' lists are sorted by unless they ask otherwise must not read every room there is.
#[tokio::test]
async fn the_newest_rooms_are_found_without_sorting_all() {
    let readers = readers().await;
    for sort in [RoomSort::Number, RoomSort::CreatedAt] {
        for direction in [Direction::Ascending, Direction::Descending] {
            let explained = find(&readers, RoomSearch { sort: vec![(sort, direction)], ..RoomSearch::default() }).await;
            assert!(explained.read <= 100.0, "{} rows read: {:#}", explained.read, explained.plan);
        }
    }
    // In the order of their numbers, without being asked.
    let explained = find(&readers, RoomSearch::default()).await;
    assert!(explained.read <= 100.0, "{} rows read: {:#}", explained.read, explained.plan);
}

/// Of a contact, of the queue, of a tag there are few: nothing else must be read, however they are sorted.
#[tokio::test]
async fn few_rooms_are_found_by_what_makes_them_few() {
    let readers = readers().await;
    let person = Person::User(UserId(id(5, 7)));
    let by_contact = RoomSearch { contact: Some(ContactId(id(3, 77))), ..RoomSearch::default() };
    let queued = RoomSearch { statuses: vec![RoomStatus::Queued], ..RoomSearch::default() };
    let of_team = RoomSearch { statuses: vec![RoomStatus::Queued], team: Some(TeamId(id(4, 0))), ..RoomSearch::default() };
    let tagged = RoomSearch { tags: vec!["vip".to_owned(), "none".to_owned()], ..RoomSearch::default() };
    let of_person = RoomSearch { participants: vec![person], ..RoomSearch::default() };
    let said = RoomSearch { authors: vec![person], with_user: Some(true), ..RoomSearch::default() };
    let assigned = RoomSearch { assignees: vec![UserId(id(5, 7))], ..RoomSearch::default() };
    // So many rooms there are, each of which is read from a few tables.
    let few = [(by_contact, 4), (queued, 120), (of_team, 120), (tagged, 40), (of_person, 124), (said, 124), (assigned, 124)];
    for (search, there_are) in few {
        for sort in [vec![], vec![(RoomSort::Number, Direction::Ascending)], vec![(RoomSort::CreatedAt, Direction::Descending)]] {
            let explained = find(&readers, RoomSearch { sort, ..search.clone() }).await;
            let most = f64::from(there_are) * 8.0;
            assert!(explained.read <= most, "{} rows read, not {most}: {:#}", explained.read, explained.plan);
        }
    }
}

#[tokio::test]
async fn a_page_of_rooms_reads_a_page_of_each_status() {
    let readers = readers().await;
    let any = RoomsQuery::default;
    let after = Some((Timestamp(500_000), RoomId(id(1, 5))));
    let open = vec![RoomStatus::Queued, RoomStatus::Assigned];
    let queries = [
        (any(), 70),
        (RoomsQuery { after, ..any() }, 70),
        (RoomsQuery { statuses: open.clone(), after, ..any() }, 40),
        (RoomsQuery { assignee: Some(Some(UserId(id(5, 7)))), ..any() }, 70),
        (RoomsQuery { assignee: Some(Some(UserId(id(5, 7)))), after, ..any() }, 70),
        (RoomsQuery { assignee: Some(None), statuses: open, ..any() }, 150),
        (RoomsQuery { contact: Some(ContactId(id(3, 77))), ..any() }, 10),
        (RoomsQuery { tag: Some("vip".to_owned()), ..any() }, 100),
        // Every fourth, every fifth, every second one.
        (RoomsQuery { channel: Some(ChannelId(id(2, 1))), ..any() }, 1_000),
        (RoomsQuery { team: Some(TeamId(id(4, 1))), ..any() }, 1_000),
        (RoomsQuery { priority: Some(Priority::High), ..any() }, 1_000),
    ];
    for (query, most) in queries {
        let explained = list(&readers, query.clone()).await;
        assert!(explained.read <= f64::from(most), "{query:?}: {} rows read: {:#}", explained.read, explained.plan);
    }
}

/// Of very many rooms only so many are counted as are told exactly.
#[tokio::test]
async fn a_total_is_exact_up_to_a_bound() {
    let readers = readers().await;
    let total = async |search: RoomSearch| find_rooms::find(&readers, OrgId::FIRST, &search).await.expect("rooms").total;
    assert_eq!(total(RoomSearch::default()).await, i64::try_from(ROOMS).expect("few"));
    let resolved = RoomSearch { statuses: vec![RoomStatus::Resolved], ..RoomSearch::default() };
    assert!(EXACT_TOTAL < 11_760 && total(resolved).await == 12_000, "about so many");
    let named = RoomSearch { name: Some("ROOM 1199".to_owned()), ..RoomSearch::default() };
    assert_eq!(total(named).await, 11);
}

/// The events of no room are few among those of rooms.
#[tokio::test]
async fn a_lane_is_read_without_the_others() {
    let readers = readers().await;
    let of_no_room = explain(&readers, log::OF_NO_ROOM, params![1_i64, 3_000_i64, 5_i64]).await;
    assert!(of_no_room.read <= 10.0, "{:#}", of_no_room.plan);
    let of_a_room = explain(&readers, log::OF_A_ROOM, params![1_i64, id(1, 3), 3_000_i64, 5_i64]).await;
    assert!(of_a_room.read <= 10.0, "{:#}", of_a_room.plan);
}

/// A time's place in the log is found by halving.
#[tokio::test]
async fn a_time_is_looked_up_in_few_events() {
    let found = explain(&readers().await, log::SEQ_BEFORE, params![1_i64, 7_000_i64]).await;
    // The head, and of 12,000 events as many as they can be halved; each step is read again from what the one before it left.
    assert!(found.read <= 16.0 * 2.0, "{} rows read: {:#}", found.read, found.plan);
}

/// Of many attempts a page reads a page, and what is seldom is found without reading what is not.
#[tokio::test]
async fn a_page_of_attempts_reads_few() {
    let readers = readers().await;
    let any = || AttemptsQuery::of(SubscriptionId(id(7, 1)), LIMIT);
    let queries = [
        (any(), 40),
        (AttemptsQuery { before: Some(id(8, 3_000)), ..any() }, 40),
        (AttemptsQuery { outcome: Some(AttemptOutcome::Failed), ..any() }, 40),
        (AttemptsQuery { status: Some(503), ..any() }, 40),
        (AttemptsQuery { seq: Some(3_000), ..any() }, 5),
        // Each of its eighteen events is looked up in each segment.
        (AttemptsQuery { room: Some(RoomId(id(1, 5))), ..any() }, 18 * 4),
    ];
    for (query, most) in queries {
        let (sql, filter) = attempts::statement(OrgId::FIRST, &query);
        let explained = explain(&readers, &sql, &filter.params()).await;
        assert!(explained.read <= f64::from(most), "{query:?}: {} rows read: {:#}", explained.read, explained.plan);
        assert!(explained.plan["Actual Rows"].as_f64().is_some_and(|rows| rows >= 1.0), "{query:?} finds nothing");
    }
}

/// A search reads what matches in the blocks that it looks into, and nothing else of an index that may be as large as it likes.
#[tokio::test]
async fn a_search_reads_what_matches_in_a_block() {
    let readers = readers().await;
    let bounds = explain(&readers, BOUNDS, params![1_i64, 2_i16, id(6, 39_000), id(6, 50)]).await;
    assert!(bounds.read <= 3.0, "{} rows read: {:#}", bounds.read, bounds.plan);
    const LIMIT: i32 = 50;
    let term = |text: &str| Term { text: text.to_owned(), begins: false };
    // Of 16,384 documents in the block before the last.
    for (wanted, there_are) in [(vec![term("seldom")], 164), (vec![term("often"), term("seldom")], 164), (vec![term("nowhere")], 0)] {
        let expression = GRAMMAR.expression(OrgId::FIRST, DocumentKind::Message, &[1], &wanted, &[]);
        let explained = explain(&readers, MATCHING, params![expression, 1_i64, 2_i16, 100_000_i64, 0_i64, i64::from(LIMIT)]).await;
        // Entries of the index, and the rows that they lead to.
        let most = f64::from(there_are) * 2.0;
        assert!(explained.read <= most, "{wanted:?}: {} rows read: {:#}", explained.read, explained.plan);
        assert_eq!(explained.plan["Actual Rows"].as_f64(), Some(f64::from(there_are.min(LIMIT))), "{wanted:?}");
    }
}
