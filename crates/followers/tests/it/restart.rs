//! Followers that begin with parked lanes.

use std::time::Duration;

use switchroom_engine::ports::{ParkReason, ParkedRoom};
use switchroom_followers::WindowLimits;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::BEGIN;
use crate::support::{LIVE, World, room};

fn parked(world: &World, next_seq: i64) {
    let row = ParkedRoom {
        lane: room(0),
        next_seq,
        attempt: 2,
        next_at: BEGIN,
        reason: ParkReason::Failing,
        bodies: vec![b"kept".to_vec()],
        accepted: 1,
        alone: false,
    };
    world.store.with(|kept| kept.followers.get_mut(&LIVE).unwrap().parked.push(row));
}

#[tokio::test(start_paused = true)]
async fn a_parked_lane_that_was_ahead_of_the_cursor_goes_on_where_it_was() {
    let world = World::new();
    world.commit(&[room(1), room(0), room(0), room(0), room(1)]);
    // Event 2 was done, event 3 failed, and the cursor had not come by.
    parked(&world, 3);
    let endpoint = Endpoint::accepting();
    let running = world.follow(&endpoint);
    world.until_done(LIVE).await;
    assert_eq!((endpoint.accepted_of(room(0)), endpoint.accepted_of(room(1))), (vec![3, 4], vec![1, 5]));
    let first = endpoint.seen().into_iter().find(|seen| seen.seq == 3).unwrap().attempt;
    assert_eq!((first.number, first.accepted, &first.bodies[0][..]), (3, 1, &b"kept"[..]));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_kept_of_an_event_that_is_no_longer_wanted_is_not_taken_for_another() {
    let world = World::new();
    world.commit(&[room(0), room(0)]);
    parked(&world, 1);
    let endpoint = Endpoint::wanting(|committed| committed.event.seq != 1, |_, _| Does::Accept);
    let running = world.follow(&endpoint);
    world.until_done(LIVE).await;
    let seen = endpoint.seen();
    assert_eq!((seen.len(), seen[0].seq, seen[0].attempt.number, seen[0].attempt.bodies.len()), (1, 2, 1, 0));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_parked_lane_is_not_read_before_the_window_has_come_to_it() {
    let world = World::new();
    let mut rooms: Vec<_> = (1..20).map(room).collect();
    rooms.push(room(0));
    world.commit(&rooms);
    parked(&world, 20);
    let endpoint = Endpoint::new(|_, _| Does::Hang);
    let mut plan = world.plan(LIVE);
    plan.limits = WindowLimits { events: 8, ..WindowLimits::default() };
    let running = world.run(plan, &endpoint);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(world.store.with(|kept| kept.lane_reads), 0);
    drop(running);
}
