//! Followers that are told several events at a time.

use std::time::Duration;

use parking_lot::Mutex;
use switchroom_domain::subscription::Batching;
use switchroom_domain::{Committed, FollowerId};
use switchroom_followers::{End, Patience, RetrySchedule};
use tokio::time::Instant;
use uuid::Uuid;

use crate::support::batches::BatchEndpoint;
use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::{BEGIN, Random};
use crate::support::{LIVE, World, room, seeds};

const BATCHING: Batching = Batching { max_events: 10, max_wait_ms: 500 };

fn seqs(range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    range.collect()
}

fn is_even(committed: &Committed) -> bool {
    committed.event.seq % 2 == 0
}

#[tokio::test(start_paused = true)]
async fn events_are_gathered_until_they_are_enough_or_the_first_has_waited() {
    let world = World::new();
    let endpoint = BatchEndpoint::new(|_, _| Does::Accept);
    let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
    world.commit(&(0..25).map(|n| room(n % 3)).collect::<Vec<_>>());
    endpoint.until(|seen| seen.len() >= 2).await;
    assert_eq!(endpoint.accepted(), [seqs(1..=10), seqs(11..=20)]);
    let begun = Instant::now();
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.commit(&[room(7)]);
    world.until_done(LIVE).await;
    assert!(begun.elapsed() < Duration::from_millis(700), "{:?}", begun.elapsed());
    assert_eq!(endpoint.accepted()[2..], [seqs(21..=26)]);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn events_that_are_not_wanted_move_the_cursor() {
    let world = World::new();
    let endpoint = BatchEndpoint::wanting(is_even, |_, _| Does::Accept);
    let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
    world.commit(&[room(0); 5]);
    world.until_done(LIVE).await;
    assert_eq!(endpoint.accepted(), [[2, 4]]);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_failed_is_tried_again_with_the_same_events_and_bytes_even_after_a_restart() {
    for crashes in [false, true] {
        let world = World::new();
        let endpoint = BatchEndpoint::new(|_, _| Does::Fail);
        let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
        world.commit(&[room(0), room(1), None]);
        endpoint.until(|seen| seen.len() >= 2).await;
        // What comes later could make the batch another one.
        world.commit(&[room(0); 30]);
        world.store.until(|kept| kept.followers[&LIVE].parked.iter().any(|row| row.attempt == 2)).await;
        if crashes {
            world.crash(running).await;
        } else {
            running.stop().await;
        }
        endpoint.now_does(|_, _| Does::Accept);
        let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
        world.until_done(LIVE).await;
        let seen = endpoint.seen();
        assert_eq!(seen[..3].iter().map(|seen| seen.attempt.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(seen[..3].iter().all(|seen| seen.seqs == [1, 2, 3]));
        assert_eq!(seen[2].attempt.bodies, seen[1].attempt.bodies);
        assert_eq!(seen[2].attempt.bodies, ["[1, 2, 3] as of try 1"]);
        assert_eq!(endpoint.accepted(), [seqs(1..=3), seqs(4..=13), seqs(14..=23), seqs(24..=33)]);
        running.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_kept_batch_of_other_events_than_are_wanted_now_is_made_anew() {
    let world = World::new();
    let endpoint = BatchEndpoint::new(|_, _| Does::Fail);
    let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
    world.commit(&[room(0); 4]);
    endpoint.until(|seen| !seen.is_empty()).await;
    running.stop().await;
    world.kept().await;
    let narrower = BatchEndpoint::wanting(is_even, |_, attempt| if attempt.number == 1 { Does::Fail } else { Does::Accept });
    let running = world.run_batches(world.plan(LIVE), BATCHING, &narrower);
    narrower.until(|seen| !seen.is_empty()).await;
    world.kept().await;
    assert_eq!(world.store.with(|kept| kept.followers[&LIVE].parked.len()), 1, "the new batch takes the old one's place");
    world.until_done(LIVE).await;
    let seen = narrower.seen();
    assert_eq!((seen[0].seqs.as_slice(), seen[0].attempt.number, seen[0].attempt.bodies.len()), ([2, 4].as_slice(), 1, 0));
    assert_eq!(narrower.accepted(), [[2, 4]]);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn all_events_of_a_batch_that_is_given_up_are_dead_and_the_newest_says_when() {
    let world = World::new();
    world.store.commit(BEGIN.plus_seconds(-100), &[room(0), room(1)]);
    world.commit(&[None]);
    let mut plan = world.plan(LIVE);
    plan.retry = RetrySchedule::default().with_waits([Duration::from_secs(1)]).with_horizon(Duration::from_secs(10));
    let endpoint = BatchEndpoint::new(|_, _| Does::Fail);
    let running = world.run_batches(plan, BATCHING, &endpoint);
    world.until_done(LIVE).await;
    let dead = world.dead();
    assert_eq!(dead.iter().map(|letter| letter.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(dead.iter().all(|letter| usize::try_from(letter.attempts).unwrap() == endpoint.seen().len()));
    assert!(dead[0].died_at >= BEGIN.plus_seconds(10) && dead[0].died_at < BEGIN.plus_seconds(11), "{:?}", dead[0].died_at);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_parked_one_by_one_comes_first_and_nothing_twice() {
    for unordered in [false, true] {
        let world = World::new();
        let single = Endpoint::new(|committed, _| {
            let fails = committed.event.room == room(0) || committed.event.room.is_none();
            if fails { Does::Fail } else { Does::Accept }
        });
        let mut plan = world.plan(LIVE);
        plan.unordered = unordered;
        let running = world.run(plan, &single);
        world.commit(&[room(0), room(1), None, room(1), room(2)]);
        if !unordered {
            world.commit(&[room(0), None]);
        }
        let head = world.store.with(|kept| kept.head());
        world.store.until(|kept| kept.cursor(LIVE) == head).await;
        running.stop().await;
        world.kept().await;
        world.commit(&[room(0), room(1)]);

        let endpoint = BatchEndpoint::new(|_, attempt| if attempt.number % 3 != 0 { Does::Fail } else { Does::Accept });
        let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
        endpoint.until(|seen| seen.len() >= 2).await;
        running.stop().await;
        world.kept().await;
        let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
        world.until_done(LIVE).await;
        let expected: &[&[i64]] = if unordered { &[&[1], &[3], &[6, 7]] } else { &[&[1, 6], &[3, 7], &[8, 9]] };
        assert_eq!(endpoint.accepted(), expected);
        running.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_of_a_batch_is_no_event_s_when_events_are_told_one_by_one_again() {
    let world = World::new();
    let endpoint = BatchEndpoint::new(|_, _| Does::Fail);
    let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
    world.commit(&[None, room(1), None]);
    endpoint.until(|seen| !seen.is_empty()).await;
    running.stop().await;
    world.kept().await;
    assert_eq!(world.store.with(|kept| kept.followers[&LIVE].parked.len()), 1);
    let single = Endpoint::accepting();
    let running = world.follow(&single);
    world.until_done(LIVE).await;
    assert_eq!((single.accepted_of(None), single.accepted_of(room(1))), (vec![1, 3], vec![2]));
    assert!(single.seen().iter().all(|seen| seen.attempt.number == 1 && seen.attempt.bodies.is_empty()));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_replay_ends_at_its_end_without_waiting_for_more() {
    let replay = FollowerId(Uuid::from_u128(2));
    let world = World::new();
    world.commit(&[room(0); 25]);
    world.place(replay, 4);
    let mut plan = world.plan(replay);
    plan.until = Some(17);
    let endpoint = BatchEndpoint::new(|_, _| Does::Accept);
    let begun = Instant::now();
    assert_eq!(world.run_batches(plan, BATCHING, &endpoint).task.await.unwrap(), End::Finished);
    assert!(begun.elapsed() < Duration::from_millis(BATCHING.max_wait_ms));
    assert_eq!(endpoint.accepted(), [seqs(5..=14), seqs(15..=17)]);
    world.kept().await;
    assert_eq!(world.store.with(|kept| kept.cursor(replay)), 17);
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_nobody_is_there_or_patience_is_over_and_nothing_is_lost() {
    for (does, end) in [(Does::Leave, End::Gone), (Does::Fail, End::Failing)] {
        let world = World::new();
        world.commit(&[room(0); 3]);
        let endpoint = BatchEndpoint::new(move |_, _| does);
        let mut plan = world.plan(LIVE);
        plan.patience = Some(Patience::new(Duration::from_secs(3_600)));
        assert_eq!(world.run_batches(plan, BATCHING, &endpoint).task.await.unwrap(), end);
        world.kept().await;
        assert_eq!(world.store.with(|kept| kept.cursor(LIVE)), 0);
        endpoint.now_does(|_, _| Does::Accept);
        let running = world.run_batches(world.plan(LIVE), BATCHING, &endpoint);
        world.until_done(LIVE).await;
        assert_eq!(endpoint.accepted(), [[1, 2, 3]]);
        running.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn batches_are_throttled_and_a_stop_waits_for_the_one_in_flight() {
    let world = World::new();
    let endpoint = BatchEndpoint::new(|_, _| Does::Delay(Duration::from_millis(1)));
    let mut plan = world.plan(LIVE);
    plan.throttle = switchroom_followers::Throttle::new(Some(2));
    let begun = Instant::now();
    let running = world.run_batches(plan, BATCHING, &endpoint);
    world.commit(&[room(0); 40]);
    world.until_done(LIVE).await;
    assert!(begun.elapsed() >= Duration::from_millis(1_500), "{:?}", begun.elapsed());
    endpoint.now_does(|_, _| Does::Delay(Duration::from_secs(2)));
    world.commit(&[room(0); 10]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    running.stop().await;
    world.kept().await;
    assert_eq!((world.store.with(|kept| kept.cursor(LIVE)), endpoint.accepted().len()), (50, 5));
}

#[test]
fn through_failures_crashes_and_stops_everything_is_told_in_the_log_s_order() {
    seeds(0..40, chaos);
}

async fn chaos(seed: u64) {
    let mut random = Random::new(seed);
    let world = World::new();
    let fate = Mutex::new(Random::new(seed ^ 0xabcd));
    let endpoint = BatchEndpoint::wanting(is_even, move |_, _| {
        let mut fate = fate.lock();
        if fate.chance(30) { Does::Fail } else { Does::Delay(Duration::from_millis(fate.below(300))) }
    });
    let (mut running, mut crashes) = (None, 0);
    for _ in 0..40 {
        match random.below(6) {
            0 if running.is_some() => {
                world.crash(running.take().unwrap()).await;
                crashes += 1;
            }
            1 if running.is_some() => {
                running.take().map(crate::support::Running::stop).unwrap().await;
                world.kept().await;
            }
            2 => tokio::time::sleep(Duration::from_millis(random.below(3_000))).await,
            _ => {
                let rooms: Vec<_> = (0..random.below(30)).map(|_| room(random.below(5))).collect();
                world.commit(&rooms);
            }
        }
        if running.is_none() {
            running = Some(world.run_batches(world.plan(LIVE), BATCHING, &endpoint));
        }
    }
    world.until_done(LIVE).await;
    let told: Vec<i64> = endpoint.accepted().concat();
    let expected: Vec<i64> = (1..=world.store.with(|kept| kept.head())).filter(|seq| seq % 2 == 0).collect();
    let mut first_times = Vec::new();
    for seq in &told {
        if first_times.last().is_none_or(|last| seq > last) {
            first_times.push(*seq);
        }
    }
    assert_eq!(first_times, expected, "seed {seed}");
    if crashes == 0 {
        assert_eq!(told, expected, "seed {seed}: without a crash nothing is sent twice");
    }
    // One body is of one batch, whatever became of the follower in between.
    for seen in endpoint.seen().iter().filter(|seen| !seen.attempt.bodies.is_empty()) {
        assert_eq!(seen.attempt.bodies, [format!("{:?} as of try 1", seen.seqs)], "seed {seed}");
    }
}
