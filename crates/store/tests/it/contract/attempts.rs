//! The log of attempts.

use switchroom_domain::{EventId, RoomId, SubscriptionId};
use switchroom_engine::ports::{Attempt, AttemptOutcome, AttemptsKept, AttemptsQuery, Exchange};
use uuid::Uuid;

use crate::scene::Scene;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

pub(crate) fn attempt(scene: &Scene, subscription: SubscriptionId, outcome: AttemptOutcome) -> Attempt {
    let failed = outcome != AttemptOutcome::Delivered;
    Attempt {
        org: scene.org,
        id: scene.id::<EventId>().0,
        subscription,
        follower: subscription.live(),
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
    scene.store.record_attempts(Vec::new()).await.expect("record");
    let query = |outcome, before: Option<Uuid>, limit| AttemptsQuery { outcome, before, ..AttemptsQuery::of(one, limit) };
    let page = scene.store.attempts(scene.org, query(None, None, 3)).await.expect("attempts");
    assert_eq!(page.items, [&attempts[3], &attempts[2], &attempts[1]].map(Clone::clone));
    assert!(page.more);
    let rest = scene.store.attempts(scene.org, query(None, Some(attempts[1].id), 3)).await.expect("attempts");
    assert_eq!(rest.items, attempts[..1]);
    let failed = scene.store.attempts(scene.org, query(Some(Failed), None, 3)).await.expect("attempts");
    assert_eq!(failed.items, attempts[1..2]);
}

/// Attempts of three days, for the events of two rooms and of none, that became of all kinds.
async fn many(scene: &Scene, subscription: SubscriptionId) -> Vec<Attempt> {
    let rooms: Vec<RoomId> = vec![scene.open_room("ann").await.0.facts.id, scene.open_room("bob").await.0.facts.id];
    for number in 0..12 {
        scene.posted(scene.post(rooms[number % 2], "hello")).await;
    }
    let log = scene.log().await;
    let mut attempts = Vec::new();
    for number in 0..72_usize {
        scene.parts.clock.advance_seconds(HOUR);
        let (outcome, status) = [
            (AttemptOutcome::Delivered, Some(200)),
            (AttemptOutcome::Failed, Some(503)),
            (AttemptOutcome::Delivered, Some(204)),
            (AttemptOutcome::Failed, None),
            (AttemptOutcome::Dead, Some(503)),
        ][number % 5];
        let event = &log[number % log.len()].event;
        let attempt = Attempt { seq: event.seq, event: event.id, room: event.room, status, ..attempt(scene, subscription, outcome) };
        scene.store.record_attempts(vec![attempt.clone()]).await.expect("record");
        attempts.push(attempt);
        // Somebody else's, of the same event.
        let other = Attempt { subscription: scene.id(), id: scene.id::<EventId>().0, ..attempts[number].clone() };
        scene.store.record_attempts(vec![other]).await.expect("record");
        scene.store.forget(scene.now(), AttemptsKept { since: attempts[0].at, bytes: u64::MAX }).await.expect("forget");
    }
    attempts.reverse();
    attempts
}

/// A page after the other.
async fn all_pages(scene: &Scene, query: &AttemptsQuery) -> Vec<Attempt> {
    let mut query = query.clone();
    let mut all = Vec::new();
    loop {
        let page = scene.store.attempts(scene.org, query.clone()).await.expect("attempts");
        query.before = page.items.last().map(|last| last.id);
        all.extend(page.items);
        if !page.more {
            return all;
        }
    }
}

pub(crate) async fn attempts_are_found_by_all_that_is_asked(scene: &Scene) {
    let subscription = scene.id();
    let attempts = many(scene, subscription).await;
    let rooms: Vec<Option<RoomId>> = attempts.iter().map(|attempt| attempt.room).filter(Option::is_some).take(1).chain([None]).collect();
    let times = [(None, None), (Some(attempts[60].at), Some(attempts[9].at)), (None, Some(attempts[30].at)), (Some(attempts[3].at), None)];
    let mut found_any = 0;
    for (from, until) in times {
        for room in &rooms {
            for seq in [None, Some(attempts[2].seq)] {
                for outcome in [None, Some(AttemptOutcome::Delivered), Some(AttemptOutcome::Failed), Some(AttemptOutcome::Dead)] {
                    for status in [None, Some(204), Some(503), Some(418)] {
                        let query = AttemptsQuery { outcome, status, room: *room, seq, from, until, ..AttemptsQuery::of(subscription, 5) };
                        let is_asked = |attempt: &&Attempt| {
                            from.is_none_or(|from| attempt.at >= from)
                                && until.is_none_or(|until| attempt.at < until)
                                && room.is_none_or(|room| attempt.room == Some(room))
                                && seq.is_none_or(|seq| attempt.seq == seq)
                                && outcome.is_none_or(|outcome| attempt.outcome == outcome)
                                && status.is_none_or(|status| attempt.status == Some(status))
                        };
                        let expected: Vec<Attempt> = attempts.iter().filter(is_asked).cloned().collect();
                        assert_eq!(all_pages(scene, &query).await, expected, "{query:?}");
                        found_any += usize::from(!expected.is_empty());
                    }
                }
            }
        }
    }
    assert!(found_any > 50, "{found_any} of the queries find something");
}

pub(crate) async fn attempts_are_forgotten_by_whole_days(scene: &Scene) {
    let subscription = scene.id();
    let query = || AttemptsQuery::of(subscription, 1_000);
    let forget = async |days: i64| {
        let kept = AttemptsKept { since: scene.now().plus_seconds(-days * DAY), bytes: u64::MAX };
        scene.store.forget(scene.now(), kept).await.expect("forget");
    };
    let record = async |count| {
        let attempts: Vec<Attempt> = (0..count).map(|_| attempt(scene, subscription, AttemptOutcome::Delivered)).collect();
        scene.store.record_attempts(attempts.clone()).await.expect("record");
        attempts
    };
    let left = async || scene.store.attempts(scene.org, query()).await.expect("attempts").items.len();
    forget(1).await;
    record(600).await;
    for _ in 0..24 {
        scene.parts.clock.advance_seconds(HOUR);
        forget(1).await;
    }
    record(20).await;
    assert_eq!(left().await, 620);
    // After a day and a bit the first ones go, whole; a day later the others.
    scene.parts.clock.advance_seconds(DAY - HOUR);
    forget(1).await;
    assert_eq!(left().await, 620, "some of the first day's are younger than a day");
    scene.parts.clock.advance_seconds(2 * HOUR);
    forget(1).await;
    assert_eq!(left().await, 20);
    scene.parts.clock.advance_seconds(DAY + HOUR);
    forget(1).await;
    assert_eq!(left().await, 0);
    // It goes on.
    let last = record(1).await;
    assert_eq!(scene.store.attempts(scene.org, query()).await.expect("attempts").items, last);
}

pub(crate) async fn the_oldest_attempts_go_when_there_are_too_many(scene: &Scene) {
    const BYTES: u64 = 4 << 20;
    const EACH: usize = 500;
    const ROUNDS: usize = 50;
    let subscription = scene.id();
    let body = "x".repeat(1_000);
    let mut last = None;
    for _ in 0..ROUNDS {
        scene.parts.clock.advance_seconds(1);
        let exchange = || Some(Exchange { request_body: body.clone(), ..Exchange::default() });
        let large = || Attempt { exchange: exchange(), ..attempt(scene, subscription, AttemptOutcome::Delivered) };
        let attempts: Vec<Attempt> = (0..EACH).map(|_| large()).collect();
        last = attempts.last().cloned();
        scene.store.record_attempts(attempts).await.expect("record");
        // As many may be kept for days, but not as much.
        let kept = AttemptsKept { since: scene.now().plus_seconds(-7 * DAY), bytes: BYTES };
        scene.store.forget(scene.now(), kept).await.expect("forget");
    }
    let query = AttemptsQuery::of(subscription, ROUNDS * EACH);
    let left = scene.store.attempts(scene.org, query).await.expect("attempts").items;
    assert_eq!(left.first(), last.as_ref());
    // Of 25 MB are left 4, less a segment that was just dropped.
    let bytes = left.len() * body.len();
    assert!((1_000_000..4_500_000).contains(&bytes), "{bytes} bytes are left");
}
