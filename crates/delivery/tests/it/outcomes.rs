//! What answers mean.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use switchroom_domain::EventKind;
use switchroom_engine::ports::AttemptOutcome;

use crate::support::{LIVE, Node, Sink};

/// A sink that answers this status to the event with that sequence number, and accepts all others.
async fn refusing(seq: i64, status: StatusCode) -> Sink {
    Sink::answering(move |got, _| if got.seq() == seq { status } else { StatusCode::OK }.into_response()).await
}

#[tokio::test]
async fn what_the_endpoint_does_not_want_is_tried_five_times_and_then_the_room_goes_on() {
    for status in [StatusCode::NOT_FOUND, StatusCode::FOUND, StatusCode::UNPROCESSABLE_ENTITY] {
        let node = Node::new();
        let sink = refusing(2, status).await;
        node.subscribe(&sink.url);
        let delivery = node.start().await;
        node.commit([1, 1]);
        sink.until(6).await;
        node.until_done().await;
        assert_eq!(sink.seqs(), [2, 2, 2, 2, 2, 3], "{status}");
        let dead = node.store.with(|kept| kept.dead.clone());
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].0, dead[0].1.seq, dead[0].1.attempts), (LIVE, 2, 5));
        delivery.stop().await;
        let outcomes: Vec<_> = node.store.with(|kept| kept.attempts.iter().map(|attempt| attempt.outcome).collect());
        assert_eq!(outcomes[..4], [AttemptOutcome::Failed; 4]);
        assert_eq!(outcomes[4..], [AttemptOutcome::Dead, AttemptOutcome::Delivered]);
    }
}

#[tokio::test]
async fn what_may_be_accepted_later_is_tried_on() {
    for status in [408, 409, 425, 429, 500, 502, 503, 504] {
        let status = StatusCode::from_u16(status).unwrap();
        let node = Node::new();
        let sink = Sink::answering(move |_, before| if before < 7 { status } else { StatusCode::OK }.into_response()).await;
        node.subscribe(&sink.url);
        let delivery = node.start().await;
        let seq = node.commit([1]);
        sink.until(8).await;
        node.until_done().await;
        assert_eq!(sink.seqs(), [seq; 8], "{status}");
        delivery.stop().await;
    }
}

#[tokio::test]
async fn an_answer_is_kept_as_the_voice_says_and_that_is_told_to_nobody_who_gave_it() {
    let node = Node::new();
    let sink = Sink::answering(|_, before| (StatusCode::OK, if before == 0 { "kept" } else { "" }).into_response()).await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    node.store.until(|kept| kept.events.iter().any(|committed| committed.event.kind == EventKind::RoomRated)).await;
    node.until_done().await;
    assert!(node.store.with(|kept| kept.dead.is_empty()));
    delivery.stop().await;
}

#[tokio::test]
async fn an_answer_that_cannot_be_kept_fails_no_delivery() {
    let node = Node::new();
    let sink = Sink::answering(|_, _| (StatusCode::OK, "refuse me").into_response()).await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1, 1]);
    node.until_done().await;
    assert_eq!(sink.seqs(), [2, 3]);
    delivery.stop().await;
}

#[tokio::test]
async fn an_answer_of_which_only_the_start_was_read_is_not_kept() {
    let node = Node::new();
    let sink = Sink::answering(|_, _| "x".repeat(switchroom_egress::KEPT_BODY_BYTES).into_response()).await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    let seq = node.commit([1]);
    node.until_done().await;
    assert_eq!(sink.seqs(), [seq]);
    delivery.stop().await;
    assert_eq!(node.store.with(|kept| kept.head()), seq);
}
