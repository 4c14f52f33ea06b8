//! Replays that are called off, and those of dead letters only.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use switchroom_domain::FollowerId;
use switchroom_domain::replay::{ReplayScope, ReplayState};
use uuid::Uuid;

use crate::support::{Node, Sink};

const REPLAY: FollowerId = FollowerId(Uuid::from_u128(0xdef));

#[tokio::test]
async fn one_that_is_called_off_stops_and_leaves_the_live_run_alone() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit((0..100).map(|n| n % 10));
    node.until_done().await;
    sink.hold();
    node.replay(REPLAY, 0);
    sink.until(101).await;
    node.cancel(REPLAY);
    sink.release();
    node.store.until(|kept| !kept.followers.contains_key(&REPLAY)).await;
    assert_eq!(node.store.with(|kept| kept.replays[&REPLAY].state), ReplayState::Cancelled);
    let replayed = sink.got().len() - 100;
    assert!(replayed < 100, "{replayed}");
    node.commit([1]);
    node.until_done().await;
    assert_eq!(sink.got().len(), 100 + replayed + 1);
    delivery.stop().await;
}

#[tokio::test]
async fn one_that_was_called_off_while_nobody_ran_it_is_finished() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.enabled = false);
    node.commit([1]);
    node.replay(REPLAY, 0);
    node.cancel(REPLAY);
    let delivery = node.start().await;
    node.store.until(|kept| !kept.followers.contains_key(&REPLAY)).await;
    delivery.stop().await;
    assert!(sink.got().is_empty());
}

#[tokio::test]
async fn one_of_dead_letters_tells_those_that_were_there_and_no_others() {
    let node = Node::new();
    let sink = Sink::answering(|got, _| if got.seq() % 3 == 0 { StatusCode::BAD_REQUEST } else { StatusCode::OK }.into_response()).await;
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.retry_schedule_ms = Some(vec![1]));
    let delivery = node.start().await;
    node.commit(0..30);
    node.until_done().await;
    let dead: Vec<i64> = node.store.with(|kept| kept.dead.iter().map(|(_, letter)| letter.seq).collect());
    assert_eq!(dead.len(), 10);
    sink.now_answers(|_, _| StatusCode::OK.into_response());
    let sent = sink.got().len();
    node.replay_only(REPLAY, 0, ReplayScope::Dead);
    node.store.until(|kept| kept.replays[&REPLAY].state == ReplayState::Done).await;
    let (mut told, mut wanted) = (sink.seqs()[sent..].to_vec(), dead);
    told.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(told, wanted);
    delivery.stop().await;
}
