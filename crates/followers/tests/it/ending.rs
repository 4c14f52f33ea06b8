//! Followers that end because there is nobody to tell.

use std::time::Duration;

use switchroom_engine::ports::Clock;
use switchroom_followers::{End, Patience, Plan, RetrySchedule};

use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::BEGIN;
use crate::support::{LIVE, World, room};

const HOUR: Duration = Duration::from_secs(3_600);

fn patient(world: &World) -> Plan {
    Plan { patience: Some(Patience::new(HOUR)), ..world.plan(LIVE) }
}

#[tokio::test(start_paused = true)]
async fn it_ends_after_an_hour_of_nothing_but_failure_and_nothing_is_lost() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    world.commit(&(0..20).map(room).collect::<Vec<_>>());
    let begun = tokio::time::Instant::now();
    let end = world.run(patient(&world), &endpoint).task.await.unwrap();
    assert_eq!(end, End::Failing);
    assert!(begun.elapsed() >= HOUR && begun.elapsed() < HOUR + Duration::from_secs(120), "{:?}", begun.elapsed());
    world.kept().await;
    assert_eq!(world.store.with(|kept| kept.followers[&LIVE].failing_since), Some(BEGIN));
    endpoint.now_does(|_, _| Does::Accept);
    let running = world.follow(&endpoint);
    world.until_done(LIVE).await;
    let mut accepted = endpoint.accepted();
    accepted.sort_unstable();
    assert_eq!(accepted, (1..=20).collect::<Vec<_>>());
    assert_eq!((world.dead(), world.store.with(|kept| kept.followers[&LIVE].failing_since)), (vec![], None));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_success_starts_the_hour_anew_and_a_restart_does_not() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 2 { Does::Accept } else { Does::Fail });
    world.commit(&[room(0)]);
    let running = world.run(patient(&world), &endpoint);
    tokio::time::sleep(HOUR / 2).await;
    world.commit(&[room(1)]);
    endpoint.until(|seen| seen.iter().any(|seen| seen.accepted)).await;
    let succeeded = tokio::time::Instant::now();
    tokio::time::sleep(HOUR / 4).await;
    running.stop().await;
    world.kept().await;
    let end = world.run(patient(&world), &endpoint).task.await.unwrap();
    assert_eq!(end, End::Failing);
    assert!(succeeded.elapsed() >= HOUR && succeeded.elapsed() < HOUR + Duration::from_secs(10), "{:?}", succeeded.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_event_of_which_nothing_is_told_is_no_success() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq % 2 == 0 { Does::Nothing } else { Does::Fail });
    world.commit(&(0..20).map(room).collect::<Vec<_>>());
    let begun = tokio::time::Instant::now();
    let running = world.run(patient(&world), &endpoint);
    tokio::time::sleep(HOUR / 2).await;
    world.commit(&[room(21), room(22)]);
    assert_eq!(running.task.await.unwrap(), End::Failing);
    assert!(begun.elapsed() < HOUR + Duration::from_secs(120), "{:?}", begun.elapsed());
    world.kept().await;
    assert_eq!((world.dead(), world.store.with(|kept| kept.followers[&LIVE].failing_since)), (vec![], Some(BEGIN)));
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_while_another_follower_of_the_endpoint_gets_something_accepted() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    world.commit(&[room(0)]);
    let patience = Patience::new(HOUR);
    let running = world.run(Plan { patience: Some(patience.clone()), ..world.plan(LIVE) }, &endpoint);
    tokio::time::sleep(HOUR / 2).await;
    let accepted = tokio::time::Instant::now();
    patience.accepted(world.clock.now());
    assert_eq!(running.task.await.unwrap(), End::Failing);
    assert!(accepted.elapsed() >= HOUR, "{:?}", accepted.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_event_at_which_patience_ends_is_not_given_up() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    world.commit(&[room(0)]);
    let mut plan = patient(&world);
    plan.patience = Some(Patience::new(Duration::ZERO));
    plan.retry = RetrySchedule::default().with_horizon(Duration::ZERO);
    assert_eq!(world.run(plan, &endpoint).task.await.unwrap(), End::Failing);
    world.kept().await;
    assert_eq!((world.dead(), world.store.with(|kept| kept.cursor(LIVE))), (vec![], 0));
}

#[tokio::test(start_paused = true)]
async fn where_nobody_is_there_any_more_it_ends_at_once_and_lets_the_tries_in_flight_end() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| match committed.event.seq {
        2 => Does::Leave,
        _ => Does::Delay(Duration::from_secs(3)),
    });
    world.commit(&(0..10).map(room).collect::<Vec<_>>());
    assert_eq!(world.follow(&endpoint).task.await.unwrap(), End::Gone);
    world.kept().await;
    let mut accepted = endpoint.accepted();
    accepted.sort_unstable();
    assert_eq!(accepted, [1, 3, 4], "what was in flight came to its end, and nothing more was started");

    endpoint.now_does(|_, _| Does::Accept);
    let running = world.follow(&endpoint);
    world.until_done(LIVE).await;
    let mut accepted = endpoint.accepted();
    accepted.sort_unstable();
    assert_eq!(accepted, (1..=10).collect::<Vec<_>>());
    let second = endpoint.seen().into_iter().rfind(|seen| seen.seq == 2).unwrap();
    assert_eq!(second.attempt.number, 1, "the event counts as not handled");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_parked_lane_whose_endpoint_is_gone_is_kept() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, attempt| if attempt.number == 1 { Does::Fail } else { Does::Leave });
    world.commit(&[room(0), room(0)]);
    assert_eq!(world.follow(&endpoint).task.await.unwrap(), End::Gone);
    world.kept().await;
    let parked = world.store.with(|kept| kept.followers[&LIVE].parked.clone());
    assert_eq!((parked.len(), parked[0].next_seq, parked[0].attempt), (1, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_stop_cuts_short_what_is_still_in_flight_when_it_ends_by_itself() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 1 { Does::Leave } else { Does::Hang });
    world.commit(&[room(0), room(1)]);
    let running = world.follow(&endpoint);
    endpoint.until(|seen| seen.len() == 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = tokio::time::Instant::now();
    assert_eq!(running.stop().await, End::Gone);
    assert_eq!(begun.elapsed().as_secs(), 5);
}
