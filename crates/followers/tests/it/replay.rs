//! Followers with an end, beside the live one.

use switchroom_domain::FollowerId;
use switchroom_followers::{Concurrency, End};
use uuid::Uuid;

use crate::support::endpoint::{Does, Endpoint};
use crate::support::{LIVE, World, room};

const REPLAY: FollowerId = FollowerId(Uuid::from_u128(2));

#[tokio::test(start_paused = true)]
async fn it_ends_at_its_end_with_parked_lanes_done_too_and_does_not_disturb_the_live_run() {
    let world = World::new();
    let live = Endpoint::accepting();
    let running = world.follow(&live);
    let until = world.commit(&(0..300).map(|n| room(n % 10)).collect::<Vec<_>>());
    world.until_done(LIVE).await;

    world.place(REPLAY, 100);
    let replayed =
        Endpoint::new(|committed, attempt| if committed.event.room == room(3) && attempt.number < 3 { Does::Fail } else { Does::Accept });
    let mut plan = world.plan(REPLAY);
    plan.until = Some(until);
    plan.concurrency = Concurrency { start: 2, most: 2 };
    let replay = world.run(plan, &replayed);
    for _ in 0..20 {
        let seq = world.commit(&[room(3), room(4)]);
        live.until(|seen| seen.iter().any(|seen| seen.seq == seq)).await;
    }
    assert_eq!(replay.task.await.unwrap(), End::Finished);
    let mut accepted = replayed.accepted();
    accepted.sort_unstable();
    assert_eq!(accepted, (101..=300).collect::<Vec<_>>());
    assert!(replayed.accepted_of(room(3)).is_sorted());
    assert!(replayed.most_in_flight() <= 2);
    world.until_done(LIVE).await;
    assert_eq!(live.accepted().len(), 340, "nothing was told to the live run twice");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn one_that_has_nothing_to_do_is_finished_at_once() {
    let world = World::new();
    let head = world.commit(&[room(0)]);
    world.place(REPLAY, head);
    let mut plan = world.plan(REPLAY);
    plan.until = Some(head);
    let replay = world.run(plan, &Endpoint::new(|_, _| Does::Hang));
    assert_eq!(replay.task.await.unwrap(), End::Finished);
}
