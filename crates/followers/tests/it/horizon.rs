//! Events that are given up.

use std::time::Duration;

use switchroom_followers::RetrySchedule;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::BEGIN;
use crate::support::{LIVE, World, room};

const DAY: i64 = 24 * 3600;

#[tokio::test(start_paused = true)]
async fn an_event_is_tried_for_three_days_from_its_commit_and_then_its_lane_goes_on() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 1 { Does::Fail } else { Does::Accept });
    let mut plan = world.plan(LIVE);
    plan.retry = RetrySchedule::default();
    let running = world.run(plan, &endpoint);
    world.commit(&[room(0), room(0), room(1)]);
    world.until_done(LIVE).await;
    let seen = endpoint.seen();
    let tries = seen.iter().filter(|seen| seen.seq == 1).count();
    // 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h make 51.6 h; the next wait is cut to end at 72 h.
    assert_eq!(tries, 10);
    assert_eq!(seen[0].attempt.deadline, BEGIN.plus_seconds(3 * DAY));
    assert_eq!((endpoint.accepted_of(room(0)), endpoint.accepted_of(room(1))), (vec![2], vec![3]));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_backlog_beyond_the_horizon_gets_one_try_each_and_not_all_at_once() {
    let world = World::new();
    world.store.commit(BEGIN.plus_seconds(-4 * DAY), &[room(0); 4]);
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let running = world.follow(&endpoint);
    let begun = tokio::time::Instant::now();
    world.until_done(LIVE).await;
    assert_eq!(endpoint.seen().iter().map(|seen| (seen.seq, seen.attempt.number)).collect::<Vec<_>>(), [(1, 1), (2, 1), (3, 1), (4, 1)]);
    assert!(begun.elapsed() > Duration::from_millis(2_500), "a wait lies between them");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_follower_that_is_told_old_events_has_the_whole_horizon_for_them() {
    let world = World::new();
    world.store.commit(BEGIN.plus_seconds(-30 * DAY), &[room(0)]);
    let endpoint = Endpoint::new(|_, attempt| if attempt.number < 5 { Does::Fail } else { Does::Accept });
    let mut plan = world.plan(LIVE);
    plan.since = BEGIN;
    let running = world.run(plan, &endpoint);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted(), [1]);
    running.stop().await;
}
