//! Several events in one request.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::Value;
use switchroom_domain::FollowerId;
use switchroom_domain::replay::ReplayState;
use switchroom_domain::subscription::Batching;
use uuid::Uuid;

use crate::support::{Got, Node, Sink};

const REPLAY: FollowerId = FollowerId(Uuid::from_u128(0xdef));

fn batch(node: &Node) {
    node.edit(|subscription| subscription.options.batching = Some(Batching { max_events: 10, max_wait_ms: 20 }));
}

/// The sequence numbers in a batch.
fn seqs(got: &Got) -> Vec<i64> {
    let body: Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(body["type"], "batch");
    body["events"].as_array().unwrap().iter().map(|event| event["seq"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn events_come_in_batches_in_order_and_a_failed_one_comes_again_as_it_was() {
    let node = Node::new();
    let sink = Sink::answering(|_, before| if before == 1 { StatusCode::BAD_GATEWAY } else { StatusCode::OK }.into_response()).await;
    node.subscribe(&sink.url);
    batch(&node);
    let first = node.commit((0..25).map(|n| n % 4)) - 24;
    let delivery = node.start().await;
    node.until_done().await;
    delivery.stop().await;
    let got = sink.got();
    assert_eq!(got.iter().map(|got| seqs(got).len()).collect::<Vec<_>>(), [10, 10, 10, 5]);
    assert_eq!((&got[1].body, got[1].header("webhook-id")), (&got[2].body, got[2].header("webhook-id")));
    let told: Vec<i64> = [&got[0], &got[2], &got[3]].into_iter().flat_map(seqs).collect();
    assert_eq!(told, (first..first + 25).collect::<Vec<_>>());
    let event = node.store.with(|kept| kept.events.iter().find(|event| event.event.seq == first + 20).unwrap().event.id);
    assert_eq!(got[3].header("webhook-id"), format!("bat_{event}_5"));
    assert_eq!(got[3].header("switchroom-sequence"), (first + 24).to_string());
    let mut attempts: Vec<_> = node.store.with(|kept| kept.attempts.iter().map(|a| (a.seq, a.number, a.status)).collect());
    attempts.sort_unstable();
    let expected = [(first, 1, Some(200)), (first + 10, 1, Some(502)), (first + 10, 2, Some(200)), (first + 20, 1, Some(200))];
    assert_eq!(attempts, expected);
}

#[tokio::test]
async fn a_replay_comes_in_batches_too() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    batch(&node);
    let delivery = node.start().await;
    let last = node.commit(0..20);
    node.until_done().await;
    let before = sink.got().len();
    node.replay(REPLAY, 0);
    node.store.until(|kept| kept.replays[&REPLAY].state == ReplayState::Done).await;
    let told: Vec<i64> = sink.got()[before..].iter().flat_map(seqs).collect();
    assert_eq!(told, (last - 19..=last).collect::<Vec<_>>());
    delivery.stop().await;
}
