//! Lanes that fail or hang are served apart, and come back without losing or reordering anything.

use std::sync::atomic::Ordering;
use std::time::Duration;

use switchroom_engine::ports::ParkReason;
use switchroom_followers::{End, WindowLimits};

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};

#[tokio::test(start_paused = true)]
async fn a_failing_lane_is_parked_and_delays_no_other() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.room == room(0) { Does::Fail } else { Does::Accept });
    let running = world.follow(&endpoint);
    world.commit(&[room(0), room(1), room(0), room(2), None]);
    world.store.until(|kept| kept.cursor(LIVE) == 5).await;
    let mut accepted = endpoint.accepted();
    accepted.sort_unstable();
    assert_eq!(accepted, [2, 4, 5]);
    let parked = world.store.with(|kept| kept.followers[&LIVE].parked.clone());
    let row = &parked[0];
    assert_eq!((parked.len(), row.lane, row.next_seq, row.attempt, row.reason), (1, room(0), 1, 1, ParkReason::Failing));
    assert_eq!((&row.bodies, row.accepted), (&vec![b"event 1 as of try 1".to_vec()], 1));

    endpoint.now_does(|_, _| Does::Accept);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted_of(room(0)), [1, 3]);
    world.commit(&[room(0)]);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted_of(room(0)), [1, 3, 6]);
    assert_eq!(running.stop().await, End::Stopped);
}

#[tokio::test(start_paused = true)]
async fn a_retry_gets_the_number_and_the_bodies_of_the_try_before_even_after_a_restart() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let running = world.follow(&endpoint);
    world.commit(&[room(0)]);
    endpoint.until(|seen| seen.len() == 2).await;
    running.stop().await;
    endpoint.now_does(|_, _| Does::Accept);
    world.store.until(|kept| kept.followers[&LIVE].parked.iter().any(|row| row.attempt == 2)).await;
    let again = world.follow(&endpoint);
    world.until_done(LIVE).await;
    let seen = endpoint.seen();
    assert_eq!(seen.iter().map(|seen| seen.attempt.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(seen.iter().map(|seen| seen.attempt.accepted).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(seen[0].attempt.bodies.is_empty());
    assert_eq!(seen[2].attempt.bodies, ["event 1 as of try 1"]);
    again.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_committed_while_a_parked_lane_drains_comes_after_what_was_parked() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let running = world.follow(&endpoint);
    // More than one reading of the lane.
    world.commit(&[room(0); 200]);
    endpoint.until(|seen| seen.len() == 1).await;
    endpoint.now_does(|_, _| Does::Delay(Duration::from_millis(1)));
    for expected in [50, 60, 70, 199] {
        endpoint.until(|seen| seen.len() > expected).await;
        world.commit(&[room(0), room(1), room(0)]);
    }
    world.until_done(LIVE).await;
    let accepted = endpoint.accepted_of(room(0));
    assert!(accepted.is_sorted(), "{accepted:?}");
    assert_eq!(accepted.len(), 208);
    assert_eq!(endpoint.accepted_of(room(1)).len(), 4);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_hanging_lane_is_parked_when_the_window_is_full_and_delays_no_other() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 1 { Does::Delay(Duration::from_secs(60)) } else { Does::Accept });
    let mut plan = world.plan(LIVE);
    plan.limits = WindowLimits { events: 16, ..WindowLimits::default() };
    let running = world.run(plan, &endpoint);
    let mut rooms = vec![room(0), room(0)];
    rooms.extend((1..100).map(room));
    world.commit(&rooms);
    endpoint.until(|seen| seen.len() == 99).await;
    let mut accepted = endpoint.accepted();
    accepted.sort_unstable();
    assert_eq!(accepted, (3..=101).collect::<Vec<_>>());
    world.store.until(|kept| kept.cursor(LIVE) == 101).await;
    let parked = world.store.with(|kept| kept.followers[&LIVE].parked.clone());
    assert_eq!((parked.len(), parked[0].lane, parked[0].next_seq, parked[0].reason), (1, room(0), 1, ParkReason::Slow));
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted_of(room(0)), [1, 2]);
    assert_eq!(endpoint.seen().iter().filter(|seen| seen.seq == 1).count(), 1, "the try in flight went on");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_busy_lane_that_answers_soon_is_not_parked() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Delay(Duration::from_millis(20)));
    let mut plan = world.plan(LIVE);
    plan.limits = WindowLimits { events: 16, ..WindowLimits::default() };
    let running = world.run(plan, &endpoint);
    world.commit(&[room(0); 100]);
    world.until_done(LIVE).await;
    assert_eq!(world.store.with(|kept| kept.lane_reads), 0);
    assert_eq!(endpoint.accepted(), (1..=100).collect::<Vec<_>>());
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn parked_lanes_that_hang_use_half_of_the_concurrency_at_the_most() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, attempt| match (committed.event.room, attempt.number) {
        (Some(_), 1) if committed.event.seq % 2 == 1 => Does::Fail,
        (Some(_), 2..) => Does::Hang,
        _ => Does::Accept,
    });
    let running = world.follow(&endpoint);
    world.commit(&(0..40).map(room).collect::<Vec<_>>());
    world.store.until(|kept| kept.cursor(LIVE) == 40).await;
    // All retries are due, and hang; yet new events go through.
    tokio::time::sleep(Duration::from_secs(10)).await;
    world.commit(&(100..200).map(|n| if n % 2 == 0 { None } else { room(n) }).collect::<Vec<_>>());
    endpoint.until(|seen| seen.iter().any(|seen| seen.seq == 139)).await;
    assert!(endpoint.most_in_flight() <= 4);
    drop(running);
}

#[tokio::test(start_paused = true)]
async fn events_that_are_not_wanted_move_the_cursor() {
    let world = World::new();
    let endpoint = Endpoint::wanting(|committed| committed.event.room.is_some(), |_, _| Does::Accept);
    let running = world.follow(&endpoint);
    world.commit(&[None, None, room(0), None]);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted(), [3]);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_fails_at_this_event_only() {
    let world = World::new();
    let endpoint =
        Endpoint::new(|committed, attempt| if committed.event.seq == 1 && attempt.number == 1 { Does::Panic } else { Does::Accept });
    let running = world.follow(&endpoint);
    world.commit(&[room(0), room(1), room(0)]);
    world.until_done(LIVE).await;
    assert_eq!((endpoint.accepted_of(room(0)), endpoint.accepted_of(room(1))), (vec![1, 3], vec![2]));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn positions_are_kept_in_batches() {
    let world = World::new();
    let endpoint = Endpoint::accepting();
    let running = world.follow(&endpoint);
    for _ in 0..1_000 {
        world.commit(&[room(0), room(1)]);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    world.until_done(LIVE).await;
    let flushes = world.store.with(|kept| kept.flushes);
    assert!((5..=20).contains(&flushes), "{flushes} flushes in a second");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn positions_that_could_not_be_kept_are_kept_later() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 1 { Does::Fail } else { Does::Accept });
    world.store.broken.store(true, Ordering::Relaxed);
    let running = world.follow(&endpoint);
    world.commit(&[room(0), room(1)]);
    endpoint.until(|seen| seen.len() == 3).await;
    endpoint.now_does(|_, _| Does::Accept);
    world.commit(&[room(2)]);
    endpoint.until(|seen| seen.iter().any(|seen| seen.seq == 1 && seen.accepted)).await;
    assert_eq!(world.store.with(|kept| kept.cursor(LIVE)), 0);
    world.store.broken.store(false, Ordering::Relaxed);
    world.until_done(LIVE).await;
    running.stop().await;
}
