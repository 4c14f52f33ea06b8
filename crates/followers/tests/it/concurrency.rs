//! How many tries run at a time follows how the endpoint does.

use std::time::Duration;

use switchroom_followers::Concurrency;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};

#[tokio::test(start_paused = true)]
async fn it_grows_while_the_endpoint_answers_fast() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Delay(Duration::from_millis(10)));
    let mut plan = world.plan(LIVE);
    plan.concurrency = Concurrency { start: 1, most: 8 };
    let running = world.run(plan, &endpoint);
    world.commit(&(0..500).map(room).collect::<Vec<_>>());
    world.until_done(LIVE).await;
    assert_eq!(endpoint.most_in_flight(), 8);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn it_halves_once_when_several_are_too_much_and_grows_again_when_all_is_well() {
    let world = World::new();
    let slow = Does::Delay(Duration::from_millis(1_500));
    let endpoint = Endpoint::new(move |committed, attempt| match committed.event.seq {
        1..=4 if attempt.number == 1 => Does::Overload,
        _ => slow,
    });
    let mut plan = world.plan(LIVE);
    plan.concurrency = Concurrency { start: 8, most: 8 };
    let running = world.run(plan, &endpoint);
    world.commit(&(0..100).map(room).collect::<Vec<_>>());
    endpoint.until(|seen| seen.len() == 4).await;
    assert_eq!(endpoint.most_in_flight(), 8);
    endpoint.forget_most_in_flight();
    world.until_done(LIVE).await;
    assert_eq!(endpoint.most_in_flight(), 4, "slow answers do not raise it again");

    endpoint.now_does(|_, _| Does::Delay(Duration::from_millis(10)));
    world.commit(&(0..500).map(room).collect::<Vec<_>>());
    world.until_done(LIVE).await;
    assert_eq!(endpoint.most_in_flight(), 8);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn where_one_try_runs_at_a_time_parked_lanes_and_others_take_turns() {
    let world = World::new();
    // As soon as one of the failing lanes was tried, another one is due.
    let endpoint = Endpoint::new(|committed, _| match committed.event.seq {
        1..=4 => Does::Fail,
        _ => Does::Delay(Duration::from_millis(400)),
    });
    let mut plan = world.plan(LIVE);
    plan.concurrency = Concurrency { start: 1, most: 1 };
    plan.retry = plan.retry.with_waits([Duration::from_millis(1)]);
    let running = world.run(plan, &endpoint);
    world.commit(&(0..24).map(room).collect::<Vec<_>>());
    world.store.until(|kept| kept.cursor(LIVE) == 24).await;
    let seen = endpoint.seen();
    let last = seen.iter().rposition(|seen| seen.accepted).unwrap();
    let failed = seen[..last].iter().filter(|seen| !seen.accepted).count();
    assert!((20..=40).contains(&failed), "{failed} tries of parked lanes for 20 of the window");
    running.stop().await;
}
