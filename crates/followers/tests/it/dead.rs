//! What is given up is kept as dead letters.

use std::sync::atomic::Ordering;
use std::time::Duration;

use switchroom_domain::FollowerId;
use switchroom_followers::RetrySchedule;
use uuid::Uuid;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::BEGIN;
use crate::support::{LIVE, World, room};

fn short() -> RetrySchedule {
    RetrySchedule::default().with_waits([Duration::from_secs(1)]).with_horizon(Duration::from_secs(3))
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_given_up_is_told_with_the_flush_that_passes_it() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 1 { Does::Fail } else { Does::Accept });
    let mut plan = world.plan(LIVE);
    plan.retry = short();
    let running = world.run(plan, &endpoint);
    world.commit(&[room(0), room(0)]);
    world.store.until(|kept| kept.followers[&LIVE].parked.is_empty() && kept.cursor(LIVE) == 2).await;
    let dead = world.dead();
    let tries = endpoint.seen().iter().filter(|seen| seen.seq == 1).count();
    assert_eq!((dead.len(), dead[0].seq, dead[0].room), (1, 1, room(0)));
    assert_eq!(dead[0].event, world.store.with(|kept| kept.events[0].event.id));
    assert_eq!(usize::try_from(dead[0].attempts).unwrap(), tries);
    assert!(dead[0].died_at >= BEGIN.plus_seconds(3) && dead[0].died_at < BEGIN.plus_seconds(4), "{:?}", dead[0].died_at);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn none_is_lost_while_positions_cannot_be_kept() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let mut plan = world.plan(LIVE);
    plan.retry = short().with_horizon(Duration::ZERO);
    world.store.broken.store(true, Ordering::Relaxed);
    let running = world.run(plan, &endpoint);
    for n in 0..10 {
        world.commit(&[room(n)]);
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    assert_eq!(world.dead(), []);
    world.store.broken.store(false, Ordering::Relaxed);
    world.until_done(LIVE).await;
    assert_eq!(world.dead().iter().map(|letter| letter.seq).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn those_of_a_replay_are_kept_with_the_live_ones() {
    let replay = FollowerId(Uuid::from_u128(2));
    let world = World::new();
    let until = world.commit(&[room(0), room(1)]);
    world.place(replay, 0);
    let mut plan = world.plan(replay);
    plan.until = Some(until);
    plan.retry = short();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq == 2 { Does::Fail } else { Does::Accept });
    world.run(plan, &endpoint).task.await.unwrap();
    world.kept().await;
    assert_eq!(world.dead().iter().map(|letter| letter.seq).collect::<Vec<_>>(), [2]);
}
