//! What became of campaigns' messages is told apart, and holds up nothing else.

use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::memory::Kept;
use crate::support::{ID, LIVE, Node, Sink};

fn follows_statuses(node: &Node) {
    node.edit(|subscription| subscription.events = vec!["room.*".to_owned(), "message.*".to_owned()]);
}

fn told_by(kept: &Kept, follower: switchroom_domain::FollowerId) -> usize {
    kept.attempts.iter().filter(|attempt| attempt.follower == follower).count()
}

#[tokio::test]
async fn a_campaign_whose_statuses_are_not_accepted_holds_up_nothing_else() {
    let node = Node::new();
    let sink = Sink::accepting().await;
    node.subscribe(&sink.url);
    follows_statuses(&node);
    let delivery = node.start().await;
    let first = node.commit_statuses(1, true, 1);
    sink.until(1).await;
    sink.now_answers(move |got, _| {
        if (first + 1..=first + 500).contains(&got.seq()) { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }.into_response()
    });
    node.commit_statuses(1, true, 500);
    node.commit([1, 2]);
    let last = node.commit_statuses(1, false, 1);
    // The live run has everything behind it: of the same room, too.
    node.store.until(|kept| kept.cursor(LIVE) == last && kept.followers[&LIVE].parked.is_empty()).await;
    sink.now_answers(|_, _| StatusCode::OK.into_response());
    let campaigns = ID.campaigns();
    node.store.until(|kept| kept.cursor(campaigns) == last && kept.followers[&campaigns].parked.is_empty()).await;
    delivery.stop().await;
    let (live, apart) = node.store.with(|kept| (told_by(kept, LIVE), told_by(kept, campaigns)));
    assert_eq!(live, 3);
    assert!(apart >= 501, "{apart}");
}

#[tokio::test]
async fn a_subscription_from_before_tells_everything_in_its_live_run() {
    let node = Node::new();
    let sink = Sink::accepting().await;
    node.subscribe(&sink.url);
    node.store.with(|kept| kept.followers.remove(&ID.campaigns()));
    follows_statuses(&node);
    let delivery = node.start().await;
    node.commit_statuses(1, true, 5);
    node.commit([1]);
    node.until_done().await;
    delivery.stop().await;
    assert_eq!(sink.got().len(), 6);
    assert_eq!(node.store.with(|kept| told_by(kept, LIVE)), 6);
}

#[tokio::test]
async fn a_seek_and_a_replay_tell_both_kinds() {
    let node = Node::new();
    let sink = Sink::accepting().await;
    node.subscribe(&sink.url);
    follows_statuses(&node);
    let delivery = node.start().await;
    let before = node.store.with(|kept| kept.head());
    node.commit_statuses(1, true, 3);
    let last = node.commit([1, 2]);
    let campaigns = ID.campaigns();
    let both_done = |kept: &Kept| [LIVE, campaigns].iter().all(|follower| kept.cursor(*follower) == kept.head());
    node.store.until(both_done).await;
    node.seek(before);
    sink.until(10).await;
    node.store.until(both_done).await;
    let replay = switchroom_domain::FollowerId(uuid::Uuid::from_u128(0xdef));
    node.replay(replay, before);
    node.store.until(|kept| !kept.followers.contains_key(&replay)).await;
    let mut seqs = sink.seqs();
    seqs.sort_unstable();
    let wanted: Vec<i64> = (before + 1..=last).flat_map(|seq| [seq; 3]).collect();
    assert_eq!(seqs, wanted);
    delivery.stop().await;
}
