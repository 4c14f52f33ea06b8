//! Where followers stand.

use switchroom_domain::command::{Answer, CancelReplay, Command, CreateSubscription, DeleteSubscription, SeekSubscription, StartReplay};
use switchroom_domain::replay::{Replay, ReplayScope, ReplayState};
use switchroom_domain::subscription::{Dialect, Sealed, Subscription, SubscriptionOptions};
use switchroom_domain::{FollowerId, RoomId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Breaker, DeadLetter, FollowerState, ParkReason, ParkedRoom, PositionFlush};

use crate::scene::Scene;

pub(crate) async fn subscribe(scene: &Scene, after: Option<i64>) -> Subscription {
    let command = CreateSubscription {
        id: scene.id(),
        url: "http://127.0.0.1:1/".to_owned(),
        dialect: Dialect::Native,
        events: vec!["*".to_owned()],
        secret: Sealed("x".to_owned()),
        retry_schedule_ms: None,
        after,
        managed_by: None,
        enabled: true,
        options: SubscriptionOptions::default(),
    };
    match scene.run(Command::CreateSubscription(command)).await.expect("subscription") {
        Answer::Subscription { subscription } => subscription,
        answer => panic!("not a subscription: {answer:?}"),
    }
}

pub(crate) async fn state(scene: &Scene, follower: FollowerId) -> Option<FollowerState> {
    scene.store.follower_state(scene.org, follower).await.expect("read")
}

fn parked(scene: &Scene, lane: Option<RoomId>) -> ParkedRoom {
    ParkedRoom {
        lane,
        next_seq: 2,
        attempt: 3,
        next_at: scene.now(),
        reason: ParkReason::Failing,
        bodies: vec![b"{\"a\":1}".to_vec(), "{\"b\":\"\u{e9}\"}".as_bytes().to_vec()],
        accepted: 1,
        alone: false,
    }
}

pub(crate) async fn a_position_is_kept_until_it_is_set_from_outside(scene: &Scene) {
    let head = scene.store.head_seq(scene.org).await.expect("head");
    let subscription = subscribe(scene, None).await;
    let follower = FollowerId(subscription.id.0);
    let started = state(scene, follower).await.expect("state");
    assert_eq!((started.cursor, started.parked.len(), started.breaker), (head + 1, 0, None));

    let room: RoomId = scene.id();
    let alone = ParkedRoom { alone: true, ..parked(scene, Some(scene.id())) };
    let flush = PositionFlush {
        org: scene.org,
        follower,
        epoch: started.epoch,
        cursor: head + 5,
        breaker: Some(Breaker { probes: 2, next_at: scene.now() }),
        failing_since: Some(scene.now()),
        dead: vec![],
        dead_of: follower,
        parked: vec![parked(scene, Some(room)), parked(scene, None), alone.clone()],
        unparked: vec![],
    };
    scene.store.flush_positions(vec![flush.clone()]).await.expect("flush");
    let kept = state(scene, follower).await.expect("state");
    assert_eq!((kept.cursor, kept.breaker, kept.failing_since, kept.parked.len()), (head + 5, flush.breaker, flush.failing_since, 3));
    assert!(flush.parked.iter().all(|parked| kept.parked.contains(parked)));

    let next = PositionFlush { cursor: head + 6, breaker: None, parked: vec![], unparked: vec![None, alone.lane], ..flush.clone() };
    scene.store.flush_positions(vec![next]).await.expect("flush");
    let kept = state(scene, follower).await.expect("state");
    assert_eq!((kept.cursor, kept.breaker), (head + 6, None));
    assert_eq!(kept.parked, [parked(scene, Some(room))]);

    scene.run(Command::SeekSubscription(SeekSubscription { subscription: subscription.id, after: 1 })).await.expect("seek");
    let sought = state(scene, follower).await.expect("state");
    assert_eq!((sought.cursor, sought.failing_since, sought.parked.len()), (1, None, 0));
    let campaigns = state(scene, subscription.id.campaigns()).await.expect("state");
    assert_eq!((campaigns.cursor, campaigns.epoch), (1, started.epoch + 1));
    assert!(sought.epoch > started.epoch);
    // What the old run knew no longer counts.
    scene.store.flush_positions(vec![flush]).await.expect("flush");
    assert_eq!(state(scene, follower).await, Some(sought));

    assert!(scene.run(Command::SeekSubscription(SeekSubscription { subscription: subscription.id, after: 1_000 })).await.is_err());
    let from_start = subscribe(scene, Some(0)).await;
    assert_eq!(state(scene, FollowerId(from_start.id.0)).await.expect("state").cursor, 0);
    assert_eq!(scene.store.all_subscriptions().await.expect("all").len(), 2);
}

pub(crate) async fn a_deleted_subscription_leaves_no_position(scene: &Scene) {
    let subscription = subscribe(scene, None).await;
    let replay = start_replay(scene, subscription.id, 0).await.id;
    let live = subscription.id.live();
    let parked = vec![parked(scene, None)];
    let flush = PositionFlush { dead: vec![dead(scene, 1)], parked, ..flush(scene, subscription.id.campaigns(), live, 1) };
    scene.store.flush_positions(vec![flush.clone()]).await.expect("flush");
    assert_eq!((dead_seqs(scene, live).await, state(scene, flush.follower).await.expect("state").parked.len()), (vec![1], 1));
    scene.run(Command::DeleteSubscription(DeleteSubscription { subscription: subscription.id })).await.expect("delete");
    for follower in [live, flush.follower, replay] {
        assert_eq!(state(scene, follower).await, None);
    }
    assert!(dead_seqs(scene, live).await.is_empty());
    // What still comes of it is passed over.
    scene.store.flush_positions(vec![flush]).await.expect("flush");
    assert!(dead_seqs(scene, live).await.is_empty());
    assert_eq!(scene.store.subscription(scene.org, subscription.id).await.expect("read"), None);
    assert_eq!(scene.store.running_replays().await.expect("replays"), []);
}

/// What a follower reports at the beginning of its first epoch.
fn flush(scene: &Scene, follower: FollowerId, dead_of: FollowerId, cursor: i64) -> PositionFlush {
    PositionFlush {
        org: scene.org,
        follower,
        epoch: 1,
        cursor,
        breaker: None,
        failing_since: None,
        dead: vec![],
        dead_of,
        parked: vec![],
        unparked: vec![],
    }
}

fn dead(scene: &Scene, seq: i64) -> DeadLetter {
    DeadLetter { seq, event: scene.id(), room: Some(scene.id()), attempts: 12, died_at: scene.now() }
}

async fn dead_seqs(scene: &Scene, of: FollowerId) -> Vec<i64> {
    let page = scene.store.dead_letters(scene.org, of, 0, 100).await.expect("dead letters");
    page.items.iter().map(|dead| dead.seq).collect()
}

async fn start_replay(scene: &Scene, subscription: SubscriptionId, after: i64) -> Replay {
    let start = StartReplay { id: scene.id(), subscription, after, until: None, scope: ReplayScope::All };
    match scene.run(Command::StartReplay(start)).await.expect("replay") {
        Answer::Replay { replay } => replay,
        answer => panic!("not a replay: {answer:?}"),
    }
}

pub(crate) async fn what_was_given_up_is_kept_once(scene: &Scene) {
    let subscription = subscribe(scene, None).await.id;
    let (live, campaigns) = (subscription.live(), subscription.campaigns());
    let letters = [3, 1, 2].map(|seq| dead(scene, seq));
    let of_no_room = DeadLetter { room: None, ..dead(scene, 4) };
    let by_live = PositionFlush { dead: [&letters[..], std::slice::from_ref(&of_no_room)].concat(), ..flush(scene, live, live, 4) };
    scene.store.flush_positions(vec![by_live]).await.expect("flush");

    // Given up once more, by both at the same time: the later one counts.
    scene.parts.clock.advance_seconds(1);
    let again = DeadLetter { attempts: 20, ..dead(scene, 2) };
    let earlier = DeadLetter { died_at: Timestamp(scene.now().0 - 1), ..dead(scene, 2) };
    let flushes = vec![
        PositionFlush { dead: vec![earlier], ..flush(scene, campaigns, live, 4) },
        PositionFlush { dead: vec![again.clone()], ..flush(scene, live, live, 4) },
        PositionFlush { dead: vec![dead(scene, 5)], epoch: 0, ..flush(scene, live, live, 9) },
    ];
    scene.store.flush_positions(flushes).await.expect("flush");
    let page = scene.store.dead_letters(scene.org, live, 0, 3).await.expect("dead letters");
    assert_eq!((page.items, page.more), (vec![letters[1].clone(), again, letters[0].clone()], true));
    let page = scene.store.dead_letters(scene.org, live, 3, 3).await.expect("dead letters");
    assert_eq!((page.items, page.more), (vec![of_no_room], false));
    assert!(dead_seqs(scene, campaigns).await.is_empty());

    let seek = SeekSubscription { subscription, after: 1 };
    scene.run(Command::SeekSubscription(seek)).await.expect("seek");
    assert_eq!(dead_seqs(scene, live).await, [1, 2, 3, 4], "dead letters stay where they are");
}

/// What a replay has come past is no longer dead, but for what died of it.
pub(crate) async fn a_finished_replay_takes_the_dead_letters_with_it(scene: &Scene) {
    let subscription = subscribe(scene, None).await.id;
    let (other, live) = (subscribe(scene, None).await.id.live(), subscription.live());
    let letters = |seqs: std::ops::RangeInclusive<i64>| seqs.map(|seq| dead(scene, seq)).collect();
    let by_live = PositionFlush { dead: letters(1..=9), ..flush(scene, live, live, 9) };
    let by_other = PositionFlush { dead: letters(1..=9), ..flush(scene, other, other, 9) };
    scene.store.flush_positions(vec![by_live, by_other]).await.expect("flush");
    scene.parts.clock.advance_seconds(60);
    let replay = start_replay(scene, subscription, 2).await;
    scene.parts.clock.advance_seconds(60);
    // The third dies again, the sixth waits.
    let parked = vec![ParkedRoom { next_seq: 6, ..parked(scene, None) }, ParkedRoom { next_seq: 7, ..parked(scene, Some(scene.id())) }];
    let by_replay = PositionFlush { dead: letters(3..=3), parked, ..flush(scene, replay.id, live, 8) };
    scene.store.flush_positions(vec![by_replay]).await.expect("flush");
    scene.store.finish_replay(scene.org, replay.id).await.expect("finish");
    assert_eq!(dead_seqs(scene, live).await, [1, 2, 3, 6, 7, 8, 9]);
    assert_eq!(dead_seqs(scene, other).await.len(), 9);

    // One without parked rooms has come as far as its cursor.
    scene.parts.clock.advance_seconds(60);
    let replay = start_replay(scene, subscription, 0).await;
    scene.store.flush_positions(vec![flush(scene, replay.id, live, 8)]).await.expect("flush");
    scene.store.finish_replay(scene.org, replay.id).await.expect("finish");
    assert_eq!(dead_seqs(scene, live).await, [9]);
}

pub(crate) async fn a_cancelled_replay_stays_cancelled(scene: &Scene) {
    let subscription = subscribe(scene, None).await.id;
    let replay = start_replay(scene, subscription, 0).await;
    let cancel = Command::CancelReplay(CancelReplay { subscription, replay: replay.id });
    let Answer::Replay { replay: cancelled } = scene.run(cancel).await.expect("cancel") else { panic!("not a replay") };
    assert_eq!(cancelled.state, ReplayState::Cancelled);
    // It still has a position.
    assert_eq!(scene.store.running_replays().await.expect("replays"), [cancelled.clone()]);
    assert!(state(scene, replay.id).await.is_some());
    scene.store.finish_replay(scene.org, replay.id).await.expect("finish");
    assert_eq!((scene.store.running_replays().await.expect("replays"), state(scene, replay.id).await), (vec![], None));
    assert_eq!(scene.store.replay(scene.org, replay.id).await.expect("read"), Some(cancelled));
}

pub(crate) async fn a_subscriptions_replays_are_paged(scene: &Scene) {
    let [one, other] = [subscribe(scene, None).await.id, subscribe(scene, None).await.id];
    let mut replays = Vec::new();
    for _ in 0..3 {
        replays.push(start_replay(scene, one, 0).await);
        start_replay(scene, other, 0).await;
    }
    let page = scene.store.replays(scene.org, one, None, 2).await.expect("replays");
    assert_eq!((&page.items[..], page.more), (&replays[..2], true));
    let page = scene.store.replays(scene.org, one, Some(replays[1].id.0), 2).await.expect("replays");
    assert_eq!((&page.items[..], page.more), (&replays[2..], false));
}

pub(crate) async fn a_finished_replay_leaves_no_position(scene: &Scene) {
    let subscription = subscribe(scene, None).await;
    let until = scene.store.head_seq(scene.org).await.expect("head");
    let replay = start_replay(scene, subscription.id, 1).await;
    let id = replay.id;
    assert_eq!((replay.after, replay.until, replay.state), (1, until, ReplayState::Running));
    assert_eq!(state(scene, id).await.expect("state").cursor, 1);
    assert_eq!(scene.store.running_replays().await.expect("replays"), [replay]);
    scene.store.finish_replay(scene.org, id).await.expect("finish");
    assert_eq!(state(scene, id).await, None);
    assert_eq!(scene.store.running_replays().await.expect("replays"), []);
    assert_eq!(scene.store.replay(scene.org, id).await.expect("read").expect("kept").state, ReplayState::Done);
}

/// What is begun and what ends it may be one batch.
pub(crate) async fn a_subscription_deleted_at_once_leaves_nothing(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    for _ in 0..5 {
        let subscription = subscribe(scene, None).await.id;
        let job = scene.id();
        let start = Command::StartReplay(StartReplay { id: job, subscription, after: 0, until: None, scope: ReplayScope::All });
        let seek = Command::SeekSubscription(SeekSubscription { subscription, after: 0 });
        let delete = Command::DeleteSubscription(DeleteSubscription { subscription });
        // While the message is written, the others wait together.
        let message = scene.run(Command::PostMessage(scene.post(room, "hello")));
        let (message, start, seek, delete) = tokio::join!(message, scene.run(start), scene.run(seek), scene.run(delete));
        assert!(message.is_ok() && start.is_ok() && seek.is_ok() && delete.is_ok());
        assert_eq!(state(scene, job).await, None);
        assert_eq!(state(scene, FollowerId(subscription.0)).await, None);
        assert!(scene.store.replay(scene.org, job).await.expect("read").is_none());
    }
}
