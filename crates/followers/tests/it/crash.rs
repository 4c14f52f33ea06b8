//! A follower that is gone without a word.

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn after_a_crash_at_most_a_window_is_sent_again_and_nothing_is_skipped() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Delay(Duration::from_millis(1)));
    let running = world.follow(&endpoint);
    world.commit(&(0..10_000).map(|n| room(n % 100)).collect::<Vec<_>>());
    endpoint.until(|seen| seen.len() == 5_000).await;
    world.crash(running).await;
    let kept = world.store.with(|kept| kept.cursor(LIVE));
    assert!(kept > 4_000 && kept < 5_000, "positions are kept on the way: {kept}");
    let running = world.follow(&endpoint);
    world.until_done(LIVE).await;
    let accepted = endpoint.accepted();
    assert!(accepted.len() <= 12_000, "{} were sent again", accepted.len() - 10_000);
    let mut distinct = accepted;
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct, (1..=10_000).collect::<Vec<_>>());
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_orderly_stop_sends_nothing_again() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Delay(Duration::from_millis(3)));
    let mut running = world.follow(&endpoint);
    world.commit(&(0..1_000).map(|n| room(n % 50)).collect::<Vec<_>>());
    for stop in [100, 500, 700] {
        endpoint.until(|seen| seen.len() >= stop).await;
        running.stop().await;
        world.kept().await;
        running = world.follow(&endpoint);
    }
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted().len(), 1_000);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_waits_no_longer_than_its_grace() {
    let world = World::new();
    let endpoint = Endpoint::new(|_, _| Does::Hang);
    let running = world.follow(&endpoint);
    world.commit(&[room(0)]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = tokio::time::Instant::now();
    running.stop().await;
    assert_eq!(begun.elapsed().as_secs(), 5);
}
