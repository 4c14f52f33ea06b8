//! At most so many tries a second.

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn tries_are_spread_evenly_and_retries_count() {
    let world = World::new();
    let endpoint =
        Endpoint::new(|committed, attempt| if committed.event.seq % 2 == 0 && attempt.number == 1 { Does::Fail } else { Does::Accept });
    let mut plan = world.plan(LIVE);
    plan.throttle = switchroom_followers::Throttle::new(Some(10));
    let begun = Instant::now();
    let running = world.run(plan, &endpoint);
    world.commit(&(0..50).map(room).collect::<Vec<_>>());
    for second in 1..=7 {
        tokio::time::sleep_until(begun + std::time::Duration::from_millis(second * 1_000 - 50)).await;
        let tries = u64::try_from(endpoint.seen().len()).unwrap();
        assert!((second * 10 - 1..=second * 10).contains(&tries), "{tries} tries in {second} seconds");
    }
    world.until_done(LIVE).await;
    assert_eq!(endpoint.seen().len(), 75);
    running.stop().await;
}
