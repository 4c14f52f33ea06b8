//! What can be watched of a follower.

use std::time::Duration;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::recorder::Shown;
use crate::support::{LIVE, World, room};

#[tokio::test(start_paused = true)]
async fn the_lag_is_the_age_of_the_oldest_event_that_is_not_done() {
    let world = World::new();
    let shown = Shown::default();
    let endpoint = Endpoint::new(|committed, _| match committed.event.seq {
        1 => Does::Delay(Duration::from_secs(60)),
        _ => Does::Accept,
    });
    let mut plan = world.plan(LIVE);
    plan.gauges = shown.gauges();
    let running = world.run(plan, &endpoint);
    world.commit(&[room(0), room(0), room(1)]);
    tokio::time::sleep(Duration::from_secs(31)).await;
    assert_eq!((shown.of("lag_events"), shown.of("concurrency"), shown.of("parked_rooms")), (3.0, 4.0, 0.0));
    assert!((25.0..=31.0).contains(&shown.of("lag_seconds")), "{}", shown.of("lag_seconds"));
    world.until_done(LIVE).await;
    assert_eq!((shown.of("lag_events"), shown.of("lag_seconds")), (0.0, 0.0));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_parked_room_does_not_count_and_is_told_by_itself() {
    let world = World::new();
    let shown = Shown::default();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let mut plan = world.plan(LIVE);
    plan.gauges = shown.gauges();
    let running = world.run(plan, &endpoint);
    world.commit(&[room(0)]);
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!((shown.of("lag_seconds"), shown.of("parked_rooms")), (0.0, 1.0));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_not_read_counts_and_a_follower_that_is_gone_shows_nothing() {
    for crashes in [false, true] {
        let world = World::new();
        let shown = Shown::default();
        let endpoint = Endpoint::new(|_, _| Does::Fail);
        let mut plan = world.plan(LIVE);
        plan.gauges = shown.gauges();
        let running = world.run(plan, &endpoint);
        world.commit(&(0..5_000).map(room).collect::<Vec<_>>());
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert_eq!((shown.of("lag_events"), shown.of("breaker_open")), (4_996.0, 1.0));
        assert!((95.0..=100.0).contains(&shown.of("lag_seconds")), "{}", shown.of("lag_seconds"));
        if crashes {
            world.crash(running).await;
        } else {
            running.stop().await;
        }
        for name in ["lag_events", "lag_seconds", "parked_rooms", "breaker_open", "concurrency"] {
            assert_eq!(shown.of(name), 0.0, "{name}");
        }
    }
}
