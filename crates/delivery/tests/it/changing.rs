//! Subscriptions that change while events are delivered.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use switchroom_domain::replay::ReplayState;
use switchroom_domain::{FollowerId, SubscriptionId};
use uuid::Uuid;

use crate::support::{LIVE, Node, Sink};

const OTHER: SubscriptionId = SubscriptionId(Uuid::from_u128(0x123));
const REPLAY: FollowerId = FollowerId(Uuid::from_u128(0xdef));

#[tokio::test]
async fn one_created_while_the_server_runs_is_served_at_once() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    let delivery = node.start().await;
    node.commit([1]);
    node.subscribe(&sink.url);
    let seq = node.commit([1]);
    sink.until(1).await;
    assert_eq!(sink.seqs(), [seq]);
    delivery.stop().await;
}

#[tokio::test]
async fn one_that_is_disabled_is_left_alone_and_catches_up_when_it_is_enabled() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.enabled = false);
    let delivery = node.start().await;
    node.commit(0..50);
    let other = Sink::accepting().await;
    // Only once its edit has been dealt with can the next one be.
    node.edit(|subscription| subscription.url.clone_from(&other.url));
    node.edit(|subscription| subscription.enabled = true);
    other.until(50).await;
    assert!(sink.got().is_empty());
    node.until_done().await;
    assert_eq!(other.got().len(), 50);
    delivery.stop().await;
}

#[tokio::test]
async fn an_edit_under_load_loses_nothing_and_repeats_nothing() {
    let (node, first, second) = (Node::new(), Sink::accepting().await, Sink::accepting().await);
    node.subscribe(&first.url);
    let delivery = node.start().await;
    node.commit((0..1_000).map(|n| n % 30));
    first.until(200).await;
    node.edit(|subscription| subscription.url.clone_from(&second.url));
    node.commit((0..100).map(|n| n % 30));
    node.until_done().await;
    let mut all = [first.seqs(), second.seqs()].concat();
    assert!(!second.got().is_empty());
    all.sort_unstable();
    let wanted = node.store.with(|kept| {
        kept.events.iter().filter(|committed| committed.event.room.is_some()).map(|committed| committed.event.seq).collect::<Vec<_>>()
    });
    assert_eq!(all, wanted);
    delivery.stop().await;
}

#[tokio::test]
async fn a_seek_moves_the_live_run_and_the_old_position_does_not_come_back() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit(0..20);
    node.until_done().await;
    sink.hold();
    node.commit([1]);
    sink.until(21).await;
    node.seek(5);
    // The try in flight ends as the old run's; the new one begins after event 5.
    sink.release();
    node.until_done().await;
    let mut again = sink.seqs()[21..].to_vec();
    again.sort_unstable();
    let wanted = node.store.with(|kept| {
        kept.events
            .iter()
            .map(|committed| &committed.event)
            .filter(|event| event.room.is_some() && event.seq > 5)
            .map(|event| event.seq)
            .collect::<Vec<_>>()
    });
    assert_eq!(again, wanted);
    assert_eq!(node.store.with(|kept| kept.followers[&LIVE].epoch), 2);
    delivery.stop().await;
}

#[tokio::test]
async fn one_that_is_deleted_gets_no_more() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(1).await;
    node.delete();
    // One thread runs everything here, and nothing of it waits for the network: some turns are enough to hear of it.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let other = Sink::accepting().await;
    node.subscribe_as(OTHER, &other.url);
    node.commit([1, 2]);
    other.until(2).await;
    assert_eq!(sink.got().len(), 1);
    delivery.stop().await;
}

#[tokio::test]
async fn a_replay_runs_to_its_end_beside_the_live_run_and_is_then_done() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit((0..100).map(|n| n % 10));
    node.until_done().await;
    sink.now_answers(|_, before| if before % 7 == 0 { StatusCode::BAD_GATEWAY } else { StatusCode::OK }.into_response());
    node.replay(REPLAY, 50);
    node.commit((0..20).map(|n| n % 10));
    node.store.until(|kept| kept.replays[&REPLAY].state == ReplayState::Done).await;
    node.until_done().await;
    let accepted_by = |follower| {
        let mut seqs: Vec<_> = node
            .store
            .with(|kept| kept.attempts.iter().filter(|a| a.follower == follower && a.status == Some(200)).map(|a| a.seq).collect());
        seqs.sort_unstable();
        seqs
    };
    node.store.until(|kept| kept.attempts.iter().filter(|attempt| attempt.status == Some(200)).count() == 120 + 51).await;
    assert_eq!(accepted_by(REPLAY), (51..=101).collect::<Vec<_>>());
    assert_eq!(accepted_by(LIVE).len(), 120);
    delivery.stop().await;
}

#[tokio::test]
async fn a_replay_goes_on_after_a_restart() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.commit((0..100).map(|n| n % 10));
    node.replay(REPLAY, 50);
    let delivery = node.start().await;
    node.store.until(|kept| kept.replays[&REPLAY].state == ReplayState::Done).await;
    delivery.stop().await;
    assert!(!node.store.with(|kept| kept.followers.contains_key(&REPLAY)));
}

#[tokio::test]
async fn stopping_waits_for_what_is_in_flight_and_sends_nothing_again() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    sink.hold();
    node.commit([1, 2, 3]);
    sink.until(3).await;
    tokio::join!(delivery.stop(), async { sink.release() });
    let again = node.start().await;
    node.commit([1]);
    node.until_done().await;
    assert_eq!(sink.got().len(), 4);
    again.stop().await;
}
