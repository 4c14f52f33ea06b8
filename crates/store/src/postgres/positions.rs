//! Keeping positions of followers, however many, in one statement.

use std::collections::BTreeMap;

use switchroom_domain::{FollowerId, Timestamp};
use switchroom_engine::ports::{Breaker, DeadLetter, ParkedRoom, PositionFlush};
use uuid::Uuid;

use super::codec::{signed, to_doc};
use super::error::PgError;
use super::params::params;
use super::readers::Readers;
use crate::names;

/// A position counts only if it is of the follower's present epoch: the update finds that out, and holds the row, so that nobody
/// begins another epoch until all is kept. What is parked, unparked and given up counts only with its position. Two followers of a
/// subscription may have given up the same event: the later one counts.
const KEEP: &str = "
    WITH current AS (
        UPDATE followers AS f SET cursor = n.cursor, breaker_probes = n.probes, breaker_at = n.at, failing_since = n.failing_since
        FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::integer[], $6::bigint[], $7::bigint[])
            AS n (org_id, follower_id, epoch, cursor, probes, at, failing_since)
        WHERE f.org_id = n.org_id AND f.follower_id = n.follower_id AND f.epoch = n.epoch
        RETURNING f.org_id, f.follower_id, f.epoch
    ), unparked AS (
        DELETE FROM parked_rooms AS p
        USING current JOIN unnest($8::bigint[], $9::uuid[], $10::bigint[], $11::uuid[]) AS n (org_id, follower_id, epoch, lane)
            USING (org_id, follower_id, epoch)
        WHERE p.org_id = n.org_id AND p.follower_id = n.follower_id AND p.lane = n.lane
    ), dead AS (
        INSERT INTO dead_letters (org_id, follower_id, seq, event_id, room_id, attempts, died_at)
        SELECT DISTINCT ON (org_id, dead_of, seq) org_id, dead_of, seq, event_id, room_id, attempts, died_at
        FROM current JOIN unnest($12::bigint[], $13::uuid[], $14::bigint[], $15::uuid[], $16::bigint[], $17::uuid[], $18::uuid[],
                $19::integer[], $20::bigint[])
            AS n (org_id, follower_id, epoch, dead_of, seq, event_id, room_id, attempts, died_at)
            USING (org_id, follower_id, epoch)
        ORDER BY org_id, dead_of, seq, died_at DESC
        ON CONFLICT (org_id, follower_id, seq) DO UPDATE SET event_id = excluded.event_id, room_id = excluded.room_id,
            attempts = excluded.attempts, died_at = excluded.died_at
    )
    INSERT INTO parked_rooms (org_id, follower_id, lane, next_seq, attempt, next_at, reason, bodies, accepted, alone)
    SELECT org_id, follower_id, lane, next_seq, attempt, next_at, reason, bodies, accepted, alone
    FROM current JOIN unnest($21::bigint[], $22::uuid[], $23::bigint[], $24::uuid[], $25::bigint[], $26::integer[], $27::bigint[],
            $28::text[], $29::text[], $30::integer[], $31::boolean[])
        AS n (org_id, follower_id, epoch, lane, next_seq, attempt, next_at, reason, bodies, accepted, alone)
        USING (org_id, follower_id, epoch)
    ON CONFLICT (org_id, follower_id, lane) DO UPDATE SET next_seq = excluded.next_seq, attempt = excluded.attempt,
        next_at = excluded.next_at, reason = excluded.reason, bodies = excluded.bodies, accepted = excluded.accepted,
        alone = excluded.alone";

/// The positions to be kept, each once.
#[derive(Default)]
pub(super) struct Positions {
    whose: Whose,
    cursors: Vec<i64>,
    probes: Vec<Option<i32>>,
    breaker_times: Vec<Option<i64>>,
    failing_since: Vec<Option<i64>>,
    unparked: Lanes,
    dead: Dead,
    parked: Parked,
}

/// Of which follower, in which of its epochs.
#[derive(Default)]
struct Whose {
    orgs: Vec<i64>,
    followers: Vec<Uuid>,
    epochs: Vec<i64>,
}

impl Whose {
    fn push(&mut self, (org, follower, epoch): Key) {
        self.orgs.push(org);
        self.followers.push(follower);
        self.epochs.push(epoch);
    }
}

#[derive(Default)]
struct Lanes {
    whose: Whose,
    lanes: Vec<Uuid>,
}

#[derive(Default)]
struct Dead {
    whose: Whose,
    of: Vec<Uuid>,
    seqs: Vec<i64>,
    events: Vec<Uuid>,
    rooms: Vec<Option<Uuid>>,
    attempts: Vec<i32>,
    times: Vec<i64>,
}

#[derive(Default)]
struct Parked {
    whose: Whose,
    lanes: Vec<Uuid>,
    next_seqs: Vec<i64>,
    attempts: Vec<i32>,
    next_times: Vec<i64>,
    reasons: Vec<&'static str>,
    bodies: Vec<String>,
    accepted: Vec<i32>,
    alone: Vec<bool>,
}

/// Organization, follower, epoch.
type Key = (i64, Uuid, i64);

/// Where a follower stands after all its flushes. Each lane is parked, or no longer. What was given up is kept under another's name.
#[derive(Default)]
struct Position {
    cursor: i64,
    breaker: Option<Breaker>,
    failing_since: Option<Timestamp>,
    lanes: BTreeMap<Uuid, Option<ParkedRoom>>,
    dead: Vec<(FollowerId, DeadLetter)>,
}

impl Positions {
    pub(super) fn of(flushes: Vec<PositionFlush>) -> Result<Self, PgError> {
        let mut positions: BTreeMap<Key, Position> = BTreeMap::new();
        for flush in flushes {
            let position = positions.entry((flush.org.0, flush.follower.0, flush.epoch)).or_default();
            position.cursor = flush.cursor;
            position.breaker = flush.breaker;
            position.failing_since = flush.failing_since;
            position.dead.extend(flush.dead.into_iter().map(|dead| (flush.dead_of, dead)));
            position.lanes.extend(flush.unparked.into_iter().map(|lane| (lane.map_or(Uuid::nil(), Uuid::from), None)));
            position.lanes.extend(flush.parked.into_iter().map(|room| (room.lane.map_or(Uuid::nil(), Uuid::from), Some(room))));
        }
        let mut columns = Self::default();
        for (key, position) in positions {
            columns.push(key, position)?;
        }
        Ok(columns)
    }

    fn push(&mut self, key: Key, position: Position) -> Result<(), PgError> {
        self.whose.push(key);
        self.cursors.push(position.cursor);
        self.probes.push(position.breaker.map(|breaker| signed(breaker.probes)));
        self.breaker_times.push(position.breaker.map(|breaker| breaker.next_at.0));
        self.failing_since.push(position.failing_since.map(|since| since.0));
        for (of, letter) in position.dead {
            self.dead.push(key, of, &letter);
        }
        for (lane, room) in position.lanes {
            match room {
                Some(room) => self.parked.push(key, lane, &room)?,
                None => {
                    self.unparked.whose.push(key);
                    self.unparked.lanes.push(lane);
                }
            }
        }
        Ok(())
    }

    /// Keeps those whose epoch is the present one. May be done again.
    pub(super) async fn write(&self, readers: &Readers) -> Result<(), PgError> {
        let Self { whose, cursors, probes, breaker_times, failing_since, unparked, dead, parked } = self;
        let params = params![
            whose.orgs,
            whose.followers,
            whose.epochs,
            *cursors,
            *probes,
            *breaker_times,
            *failing_since,
            unparked.whose.orgs,
            unparked.whose.followers,
            unparked.whose.epochs,
            unparked.lanes,
            dead.whose.orgs,
            dead.whose.followers,
            dead.whose.epochs,
            dead.of,
            dead.seqs,
            dead.events,
            dead.rooms,
            dead.attempts,
            dead.times,
            parked.whose.orgs,
            parked.whose.followers,
            parked.whose.epochs,
            parked.lanes,
            parked.next_seqs,
            parked.attempts,
            parked.next_times,
            parked.reasons,
            parked.bodies,
            parked.accepted,
            parked.alone,
        ];
        readers.connection().await?.execute_typed(KEEP, params).await?;
        Ok(())
    }
}

impl Dead {
    fn push(&mut self, key: Key, of: FollowerId, letter: &DeadLetter) {
        self.whose.push(key);
        self.of.push(of.0);
        self.seqs.push(letter.seq);
        self.events.push(letter.event.0);
        self.rooms.push(letter.room.map(|room| room.0));
        self.attempts.push(signed(letter.attempts));
        self.times.push(letter.died_at.0);
    }
}

impl Parked {
    fn push(&mut self, key: Key, lane: Uuid, room: &ParkedRoom) -> Result<(), PgError> {
        let bodies: Vec<_> = room.bodies.iter().map(|body| String::from_utf8_lossy(body)).collect();
        self.whose.push(key);
        self.lanes.push(lane);
        self.next_seqs.push(room.next_seq);
        self.attempts.push(signed(room.attempt));
        self.next_times.push(room.next_at.0);
        self.reasons.push(names::of_reason(room.reason));
        self.bodies.push(to_doc(&bodies)?);
        self.accepted.push(signed(room.accepted));
        self.alone.push(room.alone);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{FollowerId, OrgId, RoomId, Timestamp};
    use switchroom_engine::ports::{ParkReason, ParkedRoom, PositionFlush};
    use switchroom_testbed::Postgres;
    use uuid::Uuid;

    use super::Positions;
    use crate::postgres::connection::Address;
    use crate::postgres::migrations;
    use crate::postgres::readers::Readers;
    use crate::postgres::transaction::Transaction;

    fn flush(epoch: i64, cursor: i64, parked: &[u128], unparked: &[u128]) -> PositionFlush {
        let lane = |lane: &u128| Some(*lane).filter(|lane| *lane != 0).map(|lane| RoomId(Uuid::from_u128(lane)));
        let room = |id| ParkedRoom {
            lane: lane(id),
            next_seq: cursor,
            attempt: 1,
            next_at: Timestamp(1),
            reason: ParkReason::Slow,
            bodies: vec![],
            accepted: 0,
            alone: false,
        };
        PositionFlush {
            org: OrgId::FIRST,
            follower: FollowerId(Uuid::from_u128(1)),
            epoch,
            cursor,
            breaker: None,
            failing_since: None,
            dead: vec![],
            dead_of: FollowerId(Uuid::from_u128(1)),
            parked: parked.iter().map(room).collect(),
            unparked: unparked.iter().map(lane).collect(),
        }
    }

    /// A statement writes a row once: what a follower reported twice is made one.
    #[test]
    fn each_row_is_written_once() {
        let positions =
            Positions::of(vec![flush(1, 5, &[0, 7], &[]), flush(1, 6, &[7, 8], &[0]), flush(2, 3, &[7], &[])]).expect("positions");
        assert_eq!((positions.whose.epochs, positions.cursors), (vec![1, 2], vec![6, 3]));
        assert_eq!(positions.unparked.lanes, [Uuid::nil()]);
        assert_eq!(positions.parked.whose.epochs, [1, 1, 2]);
        assert_eq!(positions.parked.lanes, [7, 8, 7].map(Uuid::from_u128));
        assert_eq!(positions.parked.next_seqs, [6, 6, 3]);
    }

    /// Whoever takes a follower over begins another epoch: a position that waits for that to be committed does not count any more.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_position_of_an_epoch_that_just_ends_is_passed_over() {
        let address = Address::of(&Postgres::shared().create_database().expect("a database")).expect("an address");
        let (mut client, connection) = address.connect().await.expect("a connection");
        tokio::spawn(connection);
        migrations::run(&mut client, migrations::Wanted::Made).await.expect("a schema");
        let begun = "INSERT INTO followers (org_id, follower_id, epoch, cursor) VALUES (1, '00000000-0000-0000-0000-000000000001', 1, 5)";
        client.batch_execute(begun).await.expect("a follower");
        let readers = Readers::new(&address, 3).expect("a pool");
        let state = async || {
            let row =
                client.query_typed_one("SELECT cursor, (SELECT count(*) FROM parked_rooms) FROM followers", &[]).await.expect("a row");
            (row.get::<_, i64>(0), row.get::<_, i64>(1))
        };

        let another = Transaction::durable(&readers).await.expect("a transaction");
        another.execute("UPDATE followers SET epoch = 2", &[]).await.expect("another epoch");
        let late = tokio::spawn({
            let readers = readers.clone();
            async move { Positions::of(vec![flush(1, 9, &[7], &[])]).expect("positions").write(&readers).await }
        });
        let waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while client.query_typed(waits, &[]).await.expect("who waits").is_empty() {
            tokio::task::yield_now().await;
        }
        another.commit().await.expect("committed");
        late.await.expect("ended").expect("passed over");
        assert_eq!(state().await, (5, 0));

        let next = Positions::of(vec![flush(2, 8, &[7], &[]), flush(1, 9, &[6], &[7])]).expect("positions");
        next.write(&readers).await.expect("kept");
        assert_eq!(state().await, (8, 1));
    }
}
