//! Two followers of one endpoint, of which one goes first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use switchroom_domain::FollowerId;
use switchroom_followers::Precedence;
use uuid::Uuid;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};

const SECOND: FollowerId = FollowerId(Uuid::from_u128(2));

#[tokio::test(start_paused = true)]
async fn the_second_makes_one_try_at_a_time_while_the_first_is_behind() {
    let world = World::new();
    world.place(SECOND, 0);
    let flag = Arc::new(AtomicBool::new(false));
    let first = Endpoint::new(|_, _| Does::Delay(Duration::from_millis(100)));
    let second = Endpoint::new(|_, _| Does::Delay(Duration::from_millis(100)));
    let mut plan = world.plan(LIVE);
    plan.precedence = Precedence::First(Arc::clone(&flag));
    let leading = world.run(plan, &first);
    world.commit(&(0..100).map(room).collect::<Vec<_>>());
    first.until(|seen| !seen.is_empty()).await;
    assert!(flag.load(Ordering::Relaxed));
    let mut plan = world.plan(SECOND);
    plan.precedence = Precedence::Second(Arc::clone(&flag));
    let following = world.run(plan, &second);
    first.until(|seen| seen.len() >= 90).await;
    assert_eq!(second.most_in_flight(), 1);
    assert!(second.seen().len() > 10, "it is held back, not stopped");
    world.until_done(LIVE).await;
    assert!(!flag.load(Ordering::Relaxed), "it has nothing more to do");
    world.until_done(SECOND).await;
    assert_eq!(second.most_in_flight(), 4);
    leading.stop().await;
    following.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_first_one_that_is_gone_holds_nobody_back() {
    for crashes in [false, true] {
        let world = World::new();
        let flag = Arc::new(AtomicBool::new(false));
        let endpoint = Endpoint::new(|_, _| Does::Hang);
        let mut plan = world.plan(LIVE);
        plan.precedence = Precedence::First(Arc::clone(&flag));
        let running = world.run(plan, &endpoint);
        world.commit(&(0..100).map(room).collect::<Vec<_>>());
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(flag.load(Ordering::Relaxed));
        if crashes {
            world.crash(running).await;
        } else {
            running.stop().await;
        }
        assert!(!flag.load(Ordering::Relaxed));
    }
}
