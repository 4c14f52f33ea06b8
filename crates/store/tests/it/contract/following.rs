//! Where followers stand.

use switchroom_domain::command::{Answer, Command, CreateSubscription, DeleteSubscription, SeekSubscription, StartReplay};
use switchroom_domain::replay::{ReplayScope, ReplayState};
use switchroom_domain::subscription::{Dialect, Sealed, Subscription, SubscriptionOptions};
use switchroom_domain::{FollowerId, RoomId};
use switchroom_engine::ports::{Breaker, FollowerState, ParkReason, ParkedRoom, PositionFlush};

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
    let flush = PositionFlush {
        org: scene.org,
        follower,
        epoch: started.epoch,
        cursor: head + 5,
        breaker: Some(Breaker { probes: 2, next_at: scene.now() }),
        failing_since: None,
        dead: vec![],
        dead_of: follower,
        parked: vec![parked(scene, Some(room)), parked(scene, None)],
        unparked: vec![],
    };
    scene.store.flush_positions(vec![flush.clone()]).await.expect("flush");
    let kept = state(scene, follower).await.expect("state");
    assert_eq!((kept.cursor, kept.breaker, kept.parked.len()), (head + 5, flush.breaker, 2));
    assert!(flush.parked.iter().all(|parked| kept.parked.contains(parked)));

    let next = PositionFlush { cursor: head + 6, breaker: None, parked: vec![], unparked: vec![None], ..flush.clone() };
    scene.store.flush_positions(vec![next]).await.expect("flush");
    let kept = state(scene, follower).await.expect("state");
    assert_eq!((kept.cursor, kept.breaker), (head + 6, None));
    assert_eq!(kept.parked, [parked(scene, Some(room))]);

    scene.run(Command::SeekSubscription(SeekSubscription { subscription: subscription.id, after: 1 })).await.expect("seek");
    let sought = state(scene, follower).await.expect("state");
    assert_eq!((sought.cursor, sought.parked.len()), (1, 0));
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
    let replay: FollowerId = scene.id();
    scene
        .run(Command::StartReplay(StartReplay {
            id: replay,
            subscription: subscription.id,
            after: 0,
            until: None,
            scope: ReplayScope::All,
        }))
        .await
        .expect("replay");
    scene.run(Command::DeleteSubscription(DeleteSubscription { subscription: subscription.id })).await.expect("delete");
    assert_eq!(state(scene, FollowerId(subscription.id.0)).await, None);
    assert_eq!(state(scene, replay).await, None);
    assert_eq!(scene.store.subscription(scene.org, subscription.id).await.expect("read"), None);
    assert_eq!(scene.store.running_replays().await.expect("replays"), []);
}

pub(crate) async fn a_finished_replay_leaves_no_position(scene: &Scene) {
    let subscription = subscribe(scene, None).await;
    let id: FollowerId = scene.id();
    let until = scene.store.head_seq(scene.org).await.expect("head");
    let command = Command::StartReplay(StartReplay { id, subscription: subscription.id, after: 1, until: None, scope: ReplayScope::All });
    let Answer::Replay { replay } = scene.run(command).await.expect("replay") else { panic!("not a replay") };
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
