//! Followers without order: an event that fails holds back nothing.

use switchroom_domain::{EventId, FollowerId, RoomId};
use switchroom_engine::ports::{ParkReason, ParkedRoom};
use switchroom_followers::Plan;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::BEGIN;
use crate::support::{LIVE, World, room};

fn unordered(world: &World, follower: FollowerId) -> Plan {
    Plan { unordered: true, ..world.plan(follower) }
}

fn event_id(world: &World, seq: usize) -> EventId {
    world.store.with(|kept| kept.events[seq - 1].event.id)
}

fn kept(lane: Option<RoomId>, next_seq: i64, alone: bool) -> ParkedRoom {
    let bodies = vec![b"kept".to_vec()];
    ParkedRoom { lane, next_seq, attempt: 2, next_at: BEGIN, reason: ParkReason::Failing, bodies, accepted: 1, alone }
}

fn sorted(mut seqs: Vec<i64>) -> Vec<i64> {
    seqs.sort_unstable();
    seqs
}

#[tokio::test(start_paused = true)]
async fn the_later_events_of_a_room_go_on_and_the_one_that_failed_waits_alone() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 2 { Does::Fail } else { Does::Accept });
    let running = world.run(unordered(&world, LIVE), &endpoint);
    world.commit(&[room(0); 5]);
    world.store.until(|kept| kept.cursor(LIVE) == 5).await;
    assert_eq!(sorted(endpoint.accepted()), [1, 3, 4, 5]);
    let parked = world.store.with(|kept| kept.followers[&LIVE].parked.clone());
    let EventId(id) = event_id(&world, 2);
    assert_eq!((parked.len(), parked[0].lane, parked[0].next_seq, parked[0].alone), (1, Some(RoomId(id)), 2, true));
    running.stop().await;
    world.kept().await;

    endpoint.now_does(|_, _| Does::Accept);
    let running = world.run(unordered(&world, LIVE), &endpoint);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted()[4..], [2]);
    let last = endpoint.seen().pop().unwrap().attempt;
    assert!(last.number > 1 && last.bodies == ["event 2 as of try 1"]);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_room_that_was_parked_with_order_is_told_once_and_its_later_events_do_not_wait_for_it() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.room == room(0) { Does::Fail } else { Does::Accept });
    let running = world.follow(&endpoint);
    world.commit(&[room(0), room(1), room(0), room(0)]);
    world.store.until(|kept| kept.cursor(LIVE) == 4).await;
    running.stop().await;
    world.kept().await;

    endpoint.now_does(|committed, _| if committed.event.seq == 1 { Does::Fail } else { Does::Accept });
    let running = world.run(unordered(&world, LIVE), &endpoint);
    world.commit(&[room(0), room(0)]);
    endpoint.until(|seen| seen.iter().filter(|seen| seen.accepted).count() == 5).await;
    assert_eq!(sorted(endpoint.accepted()), [2, 3, 4, 5, 6]);
    // Stopped in between, what is left is still told once.
    running.stop().await;
    world.kept().await;
    let running = world.run(unordered(&world, LIVE), &endpoint);
    endpoint.now_does(|_, _| Does::Accept);
    world.until_done(LIVE).await;
    assert_eq!(sorted(endpoint.accepted()), [1, 2, 3, 4, 5, 6]);
    let first = endpoint.seen().into_iter().rfind(|seen| seen.seq == 1).unwrap().attempt;
    assert!(first.number > 2 && first.bodies == ["event 1 as of try 1"], "{first:?}");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_event_that_was_parked_alone_is_told_once_with_order_too() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 1 { Does::Fail } else { Does::Accept });
    let running = world.run(unordered(&world, LIVE), &endpoint);
    world.commit(&[room(0), room(0)]);
    world.store.until(|kept| kept.cursor(LIVE) == 2).await;
    running.stop().await;
    world.kept().await;

    let running = world.follow(&endpoint);
    world.commit(&[room(0)]);
    endpoint.until(|seen| seen.iter().any(|seen| seen.seq == 3)).await;
    endpoint.now_does(|_, _| Does::Accept);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted(), [2, 3, 1]);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_parked_ahead_of_the_cursor_is_not_lost_when_the_mode_has_changed() {
    // Alone, then with order: 3 failed, and the cursor had not come by.
    let world = World::new();
    world.commit(&[room(0); 5]);
    let EventId(id) = event_id(&world, 3);
    world.store.with(|kept| kept.followers.get_mut(&LIVE).unwrap().parked.push(self::kept(Some(RoomId(id)), 3, true)));
    let endpoint = Endpoint::accepting();
    let running = world.follow(&endpoint);
    world.until_done(LIVE).await;
    assert_eq!(sorted(endpoint.accepted()), [1, 2, 3, 4, 5]);
    let third = endpoint.seen().into_iter().find(|seen| seen.seq == 3).unwrap().attempt;
    assert_eq!((third.number, third.accepted, &third.bodies[0][..]), (3, 1, &b"kept"[..]));
    running.stop().await;

    // With order, then without: the room had done 1 and 2, but that is forgotten.
    let world = World::new();
    world.commit(&[room(0); 5]);
    world.store.with(|kept| kept.followers.get_mut(&LIVE).unwrap().parked.push(self::kept(room(0), 3, false)));
    let endpoint = Endpoint::accepting();
    let running = world.run(unordered(&world, LIVE), &endpoint);
    world.until_done(LIVE).await;
    assert_eq!(sorted(endpoint.accepted()), [1, 2, 3, 4, 5]);
    running.stop().await;
}
