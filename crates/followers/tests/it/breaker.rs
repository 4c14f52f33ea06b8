//! An endpoint that fails everywhere is left alone.

use std::time::Duration;

use switchroom_engine::ports::Breaker;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};

#[tokio::test(start_paused = true)]
async fn it_opens_parks_nothing_more_and_leaves_the_cursor_where_it_is() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let running = world.follow(&endpoint);
    world.commit(&(0..1_000).map(room).collect::<Vec<_>>());
    world.store.until(|kept| kept.followers[&LIVE].breaker.is_some_and(|breaker| breaker.probes >= 20)).await;
    let state = world.store.with(|kept| kept.followers[&LIVE].clone());
    assert_eq!(state.parked.len(), 4, "the fifth one opened the breaker");
    assert_eq!(state.cursor, 4);
    let tries = endpoint.seen().len();
    // The tries that were in flight when it opened, and one for each probe and each retry of a parked lane as a probe.
    assert!(tries <= 5 + 3 + 25, "{tries} tries for {:?}", state.breaker);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn one_probe_runs_at_a_time_and_a_success_lets_everything_go_on() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Fail);
    let running = world.follow(&endpoint);
    let mut rooms: Vec<_> = (0..100).map(room).collect();
    rooms.extend((0..100).map(room));
    world.commit(&rooms);
    world.store.until(|kept| kept.followers[&LIVE].breaker.is_some()).await;
    endpoint.until(|seen| seen.len() > 10).await;
    endpoint.now_does(|_, _| Does::Accept);
    world.until_done(LIVE).await;
    assert_eq!(world.store.with(|kept| kept.followers[&LIVE].breaker), None);
    for n in 0..100 {
        let seqs = [n + 1, n + 101].map(|seq| i64::try_from(seq).unwrap());
        assert_eq!(endpoint.accepted_of(room(n)), seqs);
    }
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn it_stays_open_over_a_restart() {
    let world = World::new();
    world.commit(&(0..100).map(room).collect::<Vec<_>>());
    let next_at = crate::support::time::BEGIN.plus_seconds(1_000);
    world.store.with(|kept| kept.followers.get_mut(&LIVE).unwrap().breaker = Some(Breaker { probes: 3, next_at }));
    let endpoint = Endpoint::accepting();
    let running = world.follow(&endpoint);
    tokio::time::sleep(Duration::from_secs(999)).await;
    assert_eq!(endpoint.seen(), []);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted().len(), 100);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn lanes_that_always_fail_cannot_keep_it_open_for_the_others() {
    let world = World::new();
    let poisoned = |committed: &switchroom_domain::Committed| (1..=8).any(|n| committed.event.room == room(n));
    let endpoint = Endpoint::new(move |committed, _| if poisoned(committed) { Does::Fail } else { Does::Accept });
    let running = world.follow(&endpoint);
    world.commit(&(1..=8).map(room).collect::<Vec<_>>());
    world.store.until(|kept| kept.followers[&LIVE].breaker.is_some()).await;
    for n in 100..110 {
        world.commit(&[room(n)]);
    }
    endpoint.until(|seen| seen.iter().filter(|seen| seen.accepted).count() == 10).await;
    world.store.until(|kept| kept.cursor(LIVE) == 18 && kept.followers[&LIVE].breaker.is_none()).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_few_failing_lanes_among_others_never_open_it() {
    let world = World::new();
    let endpoint = Endpoint::new(|committed, _| if committed.event.seq % 3 == 0 { Does::Fail } else { Does::Accept });
    let running = world.follow(&endpoint);
    for n in 0..300 {
        world.commit(&[room(n)]);
        endpoint.until(|seen| seen.iter().any(|seen| seen.seq == i64::try_from(n).unwrap() + 1)).await;
        assert!(world.store.with(|kept| kept.followers[&LIVE].breaker.is_none()));
    }
    running.stop().await;
}
