//! Everything at once, with many seeds: failures, overload, slow answers, crashes, stops, small windows, a limit that moves, events that
//! are given up, order and none, events while it runs.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use switchroom_domain::{Committed, RoomId};
use switchroom_followers::{Concurrency, WindowLimits};

use crate::support::endpoint::{Does, Endpoint};
use crate::support::time::Random;
use crate::support::{LIVE, World, room, seeds};

const ROOMS: u64 = 12;

#[test]
fn every_lane_is_told_everything_in_order() {
    seeds(0..150, chaos);
}

async fn chaos(seed: u64) {
    let mut random = Random::new(seed);
    let world = World::new();
    let endpoint = endpoint(seed);
    let mut running = None;
    let mut crashes = 0;
    let unordered = |random: &mut Random| is_unordered(seed) || (is_mixed(seed) && random.chance(50));
    let gives_up = seed.is_multiple_of(3);
    for _ in 0..random.below(40) + 10 {
        match random.below(10) {
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
                for _ in 0..random.below(5) + 1 {
                    let rooms: Vec<_> = (0..random.below(30)).map(|_| lane(&mut random)).collect();
                    world.commit(&rooms);
                    tokio::time::sleep(Duration::from_millis(random.below(50))).await;
                }
            }
        }
        if running.is_none() {
            let mut plan = world.plan(LIVE);
            let most = usize::try_from(random.below(6)).unwrap() + 1;
            plan.concurrency = Concurrency { start: most.div_ceil(2), most };
            plan.unordered = unordered(&mut random);
            if gives_up {
                plan.retry = plan.retry.with_horizon(Duration::from_secs(2));
            }
            plan.limits = WindowLimits { events: usize::try_from(random.below(60)).unwrap() + 4, bytes: 200_000 };
            running = Some(world.run(plan, &endpoint));
        }
    }
    endpoint.now_does(|_, _| Does::Accept);
    if let Err(late) = tokio::time::timeout(Duration::from_secs(3_600), world.until_done(LIVE)).await {
        panic!("seed {seed}: {late}: {:?}", world.store.with(|kept| (kept.head(), kept.followers[&LIVE].clone())));
    }
    for n in 0..ROOMS {
        check(seed, &world, &endpoint, n, crashes);
    }
    let dead: Vec<i64> = world.dead().iter().map(|letter| letter.seq).collect();
    assert!(gives_up || dead.is_empty(), "seed {seed}: {dead:?}");
    if crashes == 0 {
        let mut distinct = dead.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), dead.len(), "seed {seed}: nothing dies twice");
    }
}

fn is_unordered(seed: u64) -> bool {
    seed.is_multiple_of(5)
}

/// Whether order comes and goes.
fn is_mixed(seed: u64) -> bool {
    seed % 6 == 1
}

/// Half of the events are of one busy room; some are of none.
fn lane(random: &mut Random) -> Option<RoomId> {
    match random.below(2 * ROOMS) {
        0 => None,
        n if n < ROOMS => room(n),
        _ => room(1),
    }
}

fn is_wanted(committed: &Committed) -> bool {
    committed.event.seq % 7 != 0
}

fn endpoint(seed: u64) -> Arc<Endpoint> {
    let random = Mutex::new(Random::new(seed ^ 0xabcd));
    let troubled = seed % 4;
    Endpoint::wanting(is_wanted, move |committed, _| {
        let mut random = random.lock();
        let rare = committed.event.room != room(1);
        match troubled {
            0 if random.chance(20) => Does::Fail,
            1 if random.chance(if rare { 2 } else { 60 }) => Does::Fail,
            2 if random.chance(10) => Does::Delay(Duration::from_millis(random.below(2_000))),
            3 if random.chance(85) => {
                if random.chance(30) {
                    Does::Overload
                } else {
                    Does::Fail
                }
            }
            _ => Does::Delay(Duration::from_millis(random.below(5))),
        }
    })
}

fn check(seed: u64, world: &World, endpoint: &Endpoint, n: u64, crashes: usize) {
    let lane = if n == 0 { None } else { room(n) };
    let expected: Vec<i64> = world.store.with(|kept| {
        kept.events
            .iter()
            .filter(|committed| committed.event.room == lane && is_wanted(committed))
            .map(|committed| committed.event.seq)
            .collect()
    });
    let dead: HashSet<i64> = world.dead().iter().map(|letter| letter.seq).collect();
    let accepted = endpoint.accepted_of(lane);
    let mut distinct = accepted.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let missing: Vec<i64> = expected.iter().copied().filter(|seq| distinct.binary_search(seq).is_err()).collect();
    assert!(missing.iter().all(|seq| dead.contains(seq)), "seed {seed}, lane {n}: {missing:?} neither told nor dead");
    assert!(distinct.iter().all(|seq| expected.binary_search(seq).is_ok()), "seed {seed}, lane {n}: {distinct:?}");
    if !is_unordered(seed) && !is_mixed(seed) {
        // An event is accepted only when every earlier one of its lane has been, or is dead.
        let mut first_times = Vec::new();
        for seq in &accepted {
            if first_times.last().is_none_or(|last| seq > last) {
                first_times.push(*seq);
            }
        }
        assert_eq!(first_times, distinct, "seed {seed}, lane {n}");
    }
    if crashes == 0 {
        assert_eq!(accepted.len(), distinct.len(), "seed {seed}, lane {n}: without a crash nothing is sent twice");
        assert!(accepted.iter().all(|seq| !dead.contains(seq)), "seed {seed}, lane {n}: what is dead is not told");
    }
}
