//! Idempotency, forgetting.

use switchroom_domain::command::{Answer, Command, EditMessage, PostMessage, ResolveRoom};
use switchroom_domain::idempotency::IdempotencyKey;
use switchroom_domain::{Access, Envelope, Refusal};
use switchroom_engine::ports::{AttemptsKept, DeadLetter, Outcome, PositionFlush, StoreError};

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

pub(crate) async fn requests_are_forgotten_after_a_day(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let post = || Command::PostMessage(scene.post(room, "hello"));
    let forget = async || scene.store.forget(scene.now(), AttemptsKept { since: scene.now(), bytes: u64::MAX }).await.expect("forget");
    with_key(scene, 1, 1, post()).await.expect("post");
    assert!(!forget().await);
    assert!(with_key(scene, 1, 1, post()).await.expect("again").replayed);
    scene.parts.clock.advance_seconds(25 * 60 * 60);
    assert!(!forget().await);
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
