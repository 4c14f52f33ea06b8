//! Idempotency, attempts, forgetting.

use switchroom_domain::command::{Answer, Command, EditMessage, PostMessage, ResolveRoom};
use switchroom_domain::idempotency::IdempotencyKey;
use switchroom_domain::{Access, Envelope, EventId, FollowerId, Refusal, SubscriptionId};
use switchroom_engine::ports::{
    Attempt, AttemptOutcome, AttemptsKept, AttemptsQuery, DeadLetter, Exchange, Outcome, PositionFlush, StoreError,
};
use uuid::Uuid;

use crate::contract::following::subscribe;
use crate::scene::{Scene, text_content};

async fn with_key(scene: &Scene, hash: u8, fingerprint: u8, command: Command) -> Result<Outcome, StoreError> {
    let key = IdempotencyKey { hash: [hash; 32], fingerprint: [fingerprint; 32] };
    scene
        .store
        .execute(Envelope { org: scene.org, access: Access::SYSTEM, cause: None, idempotency: Some(key), trace: None, command })
        .await
}

pub(crate) async fn idempotent_requests_are_carried_out_once(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let post = || Command::PostMessage(PostMessage { id: scene.id(), ..scene.post(room, "hello") });
    let first = with_key(scene, 1, 1, post()).await.expect("post");
    let Answer::Message { message, created: true } = &first.answer else { panic!("not posted: {first:?}") };
    scene.run(Command::EditMessage(EditMessage { message: message.id, content: text_content("edited") })).await.expect("edit");
    let again = with_key(scene, 1, 1, post()).await.expect("again");
    assert!(again.replayed && !first.replayed);
    // As it was when it was posted, although it was edited since.
    assert_eq!(again.answer, first.answer);
    assert_eq!(scene.room(room).await.head.messages, 1);
    let other = with_key(scene, 1, 2, post()).await;
    assert!(matches!(other, Err(StoreError::Refused(Refusal::IdempotencyMismatch))), "{other:?}");

    // A refused request is not remembered: it may succeed later.
    let resolve = |expected_version| Command::ResolveRoom(ResolveRoom { expected_version, ..ResolveRoom::of(room) });
    assert!(with_key(scene, 2, 1, resolve(Some(999))).await.is_err());
    let resolved = with_key(scene, 2, 1, resolve(None)).await.expect("resolve");
    assert_eq!(with_key(scene, 2, 1, resolve(None)).await.expect("again").answer, resolved.answer);
}

fn attempt(scene: &Scene, subscription: SubscriptionId, outcome: AttemptOutcome) -> Attempt {
    let failed = outcome != AttemptOutcome::Delivered;
    Attempt {
        org: scene.org,
        id: scene.id::<EventId>().0,
        subscription,
        follower: FollowerId(subscription.0),
        event: scene.id(),
        seq: 5,
        room: None,
        number: 2,
        at: scene.now(),
        micros: 1_234,
        outcome,
        status: failed.then_some(500),
        error: None,
        exchange: failed.then(|| Exchange {
            request_headers: vec![("a".to_owned(), "…".to_owned())],
            request_body: "{}".to_owned(),
            response_headers: vec![("x".to_owned(), "y".to_owned())],
            response_body: "no".to_owned(),
        }),
    }
}

pub(crate) async fn attempts_are_listed_newest_first(scene: &Scene) {
    use AttemptOutcome::{Dead, Delivered, Failed};
    let (one, other): (SubscriptionId, SubscriptionId) = (scene.id(), scene.id());
    let attempts: Vec<Attempt> = [Delivered, Failed, Dead, Delivered].map(|outcome| attempt(scene, one, outcome)).to_vec();
    scene.store.record_attempts(attempts.clone()).await.expect("record");
    scene.store.record_attempts(vec![attempt(scene, other, Delivered)]).await.expect("record");
    let query = |outcome, before: Option<Uuid>, limit| AttemptsQuery { outcome, before, ..AttemptsQuery::of(one, limit) };
    let page = scene.store.attempts(scene.org, query(None, None, 3)).await.expect("attempts");
    assert_eq!(page.items, [&attempts[3], &attempts[2], &attempts[1]].map(Clone::clone));
    assert!(page.more);
    let rest = scene.store.attempts(scene.org, query(None, Some(attempts[1].id), 3)).await.expect("attempts");
    assert_eq!(rest.items, attempts[..1]);
    let failed = scene.store.attempts(scene.org, query(Some(Failed), None, 3)).await.expect("attempts");
    assert_eq!(failed.items, attempts[1..2]);
}

pub(crate) async fn what_is_old_is_forgotten_in_pieces(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let post = || Command::PostMessage(scene.post(room, "hello"));
    with_key(scene, 1, 1, post()).await.expect("post");
    let subscription = scene.id();
    scene.store.record_attempts((0..600).map(|_| attempt(scene, subscription, AttemptOutcome::Delivered)).collect()).await.expect("record");
    let query = || AttemptsQuery::of(subscription, 1_000);

    // Nothing is old yet.
    assert!(!scene.store.forget(scene.now(), AttemptsKept { since: scene.now(), bytes: u64::MAX }).await.expect("forget"));
    assert!(with_key(scene, 1, 1, post()).await.expect("again").replayed);
    assert_eq!(scene.store.attempts(scene.org, query()).await.expect("attempts").items.len(), 600);

    scene.parts.clock.advance_seconds(25 * 60 * 60);
    assert!(
        scene.store.forget(scene.now(), AttemptsKept { since: scene.now(), bytes: u64::MAX }).await.expect("forget"),
        "there is more than one piece"
    );
    assert!(!scene.store.forget(scene.now(), AttemptsKept { since: scene.now(), bytes: u64::MAX }).await.expect("forget"));
    assert!(scene.store.attempts(scene.org, query()).await.expect("attempts").items.is_empty());
    assert!(!with_key(scene, 1, 1, post()).await.expect("anew").replayed);
}

pub(crate) async fn dead_letters_are_forgotten_after_thirty_days(scene: &Scene) {
    let subscription = subscribe(scene, None).await.id;
    let live = subscription.live();
    let give_up = async |seqs: std::ops::Range<i64>| {
        let letter = |seq| DeadLetter { seq, event: scene.id(), room: None, attempts: 1, died_at: scene.now() };
        let flush = PositionFlush {
            org: scene.org,
            follower: live,
            epoch: 1,
            cursor: seqs.end,
            breaker: None,
            failing_since: None,
            dead: seqs.map(letter).collect(),
            dead_of: live,
            parked: vec![],
            unparked: vec![],
        };
        scene.store.flush_positions(vec![flush]).await.expect("flush");
    };
    give_up(1..601).await;
    scene.parts.clock.advance_seconds(1);
    give_up(601..602).await;
    scene.parts.clock.advance_seconds(DeadLetter::KEPT_SECONDS);
    let forget = async || scene.store.forget(scene.now(), AttemptsKept { since: scene.now(), bytes: u64::MAX }).await.expect("forget");
    assert!(forget().await, "there is more than one piece");
    assert!(!forget().await);
    let left = scene.store.dead_letters(scene.org, live, 0, 100).await.expect("dead letters").items;
    assert_eq!(left.iter().map(|letter| letter.seq).collect::<Vec<_>>(), [601]);
}
