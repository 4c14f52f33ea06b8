//! Several nodes on one store: each runs what it holds leases on.

use std::time::Duration;

use switchroom_delivery::Delivery;
use switchroom_domain::replay::ReplayState;
use switchroom_domain::{FollowerId, SubscriptionId};
use switchroom_engine::ports::{Bus as _, Lease, NodeId, Notice};
use uuid::Uuid;

use crate::memory::{Kept, ORG};
use crate::support::{ID, LIVE, Node, Sink};

const REPLAY: FollowerId = FollowerId(Uuid::from_u128(0xdef));
const LEASE: Lease = Lease { org: ORG, subscription: ID };
/// Nodes that look by themselves only once in this time, which is longer than any test.
const LONG: Duration = Duration::from_secs(5 * 600);

fn shared(alive_for: Duration) -> Node {
    let node = Node::new();
    node.store.with(|kept| kept.leases.alive_for = Some(alive_for));
    node
}

/// How many leases a node holds.
fn held(kept: &Kept, node: i64) -> usize {
    kept.leases.held.values().filter(|holder| **holder == NodeId(node)).count()
}

/// The sequence numbers of the rooms' events after this one.
fn wanted(node: &Node, after: i64) -> Vec<i64> {
    let events = node.store.with(|kept| kept.events.clone());
    let wanted = events.iter().map(|committed| &committed.event).filter(|event| event.room.is_some() && event.seq > after);
    wanted.map(|event| event.seq).collect()
}

fn sorted(mut seqs: Vec<i64>) -> Vec<i64> {
    seqs.sort_unstable();
    seqs
}

/// Starts a node, and waits until it serves the one subscription there is.
async fn start_with_everything(node: &Node) -> Delivery {
    let delivery = node.start().await;
    delivery.leases_freed();
    node.store.until(|kept| kept.leases.held.contains_key(&LEASE)).await;
    delivery
}

#[tokio::test]
async fn a_second_node_gets_its_share_and_nothing_is_told_twice() {
    let (node, sink) = (shared(Duration::from_secs(2)), Sink::accepting().await);
    let subscriptions: Vec<_> = (1..=4).map(|n| SubscriptionId(Uuid::from_u128(n))).collect();
    subscriptions.iter().for_each(|id| node.subscribe_as(*id, &sink.url));
    let begin = node.store.with(|kept| kept.head());
    let first = node.start().await;
    node.store.until(|kept| held(kept, 1) == 4).await;
    node.commit((0..200).map(|n| n % 20));
    sink.until(100).await;
    let second = node.start().await;
    node.store.until(|kept| (held(kept, 1), held(kept, 2)) == (2, 2)).await;
    node.commit((0..200).map(|n| n % 20));
    let done = |kept: &Kept| subscriptions.iter().all(|id| kept.cursor(FollowerId(id.0)) == kept.head());
    node.store.until(done).await;
    let all = wanted(&node, begin);
    assert_eq!(sorted(sink.seqs()), sorted(all.repeat(4)));
    second.stop().await;
    first.stop().await;
}

#[tokio::test]
async fn what_a_stopped_node_held_is_taken_over_when_the_others_hear_of_it() {
    let (node, sink) = (shared(LONG), Sink::accepting().await);
    node.subscribe(&sink.url);
    let first = start_with_everything(&node).await;
    let second = node.start().await;
    let mut notices = node.bus.notices();
    node.commit(0..100);
    node.replay(REPLAY, 0);
    sink.until(50).await;
    first.stop().await;
    assert_eq!(notices.recv().await.unwrap(), Notice::LeasesFreed);
    assert_eq!(node.store.with(|kept| kept.leases.held.len()), 0);
    second.leases_freed();
    node.store.until(|kept| kept.replays[&REPLAY].state == ReplayState::Done).await;
    node.until_done().await;
    assert_eq!(node.store.with(|kept| held(kept, 2)), 1);
    assert_eq!(sorted(sink.seqs()), sorted(wanted(&node, 0).repeat(2)));
    second.stop().await;
}

#[tokio::test]
async fn what_a_dead_node_held_goes_on_from_the_kept_position() {
    let (node, sink) = (shared(LONG), Sink::accepting().await);
    node.subscribe(&sink.url);
    let first = start_with_everything(&node).await;
    let second = node.start().await;
    node.commit(0..50);
    node.until_done().await;
    sink.hold();
    let in_flight = node.commit([1]);
    sink.until(51).await;
    // The first node does not answer any more, but what it has begun goes on.
    node.store.with(|kept| {
        kept.leases.unanswered.insert(NodeId(1));
        kept.leases.nodes.remove(&NodeId(1));
        kept.leases.held.clear();
    });
    second.leases_freed();
    // The second tells what the first was just telling.
    sink.until(52).await;
    assert_eq!(sink.seqs()[50..], [in_flight, in_flight]);
    let epoch = node.store.with(|kept| kept.followers[&LIVE].epoch);
    sink.release();
    node.until_done().await;
    // Now the first learns that it is dead, and comes back as another node.
    node.store.with(|kept| kept.leases.unanswered.clear());
    first.leases_freed();
    node.store.until(|kept| kept.leases.nodes.contains(&NodeId(3))).await;
    node.commit(0..50);
    node.until_done().await;
    assert_eq!(sorted(sink.seqs()[52..].to_vec()), wanted(&node, in_flight));
    assert_eq!(node.store.with(|kept| (held(kept, 2), kept.followers[&LIVE].epoch)), (1, epoch));
    second.stop().await;
    first.stop().await;
}

#[tokio::test]
async fn a_node_that_cannot_say_that_it_is_alive_stops_at_once_by_itself() {
    let (node, sink) = (shared(Duration::from_secs(1)), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = start_with_everything(&node).await;
    sink.hold();
    let first = node.commit([1]);
    sink.until(1).await;
    node.store.with(|kept| kept.leases.away = true);
    // It has stopped before it tries to leave, although an attempt is in flight and would be given five seconds otherwise.
    node.store.until(|kept| kept.leases.not_left > 0).await;
    let second = node.commit([2]);
    node.store.until(|kept| kept.leases.not_left > 1).await;
    assert_eq!(sink.seqs(), [first]);
    sink.release();
    node.store.with(|kept| kept.leases.away = false);
    node.until_done().await;
    assert_eq!(sorted(sink.seqs()), [first, first, second]);
    assert!(node.store.with(|kept| held(kept, 1) == 0 && kept.leases.held.len() == 1));
    delivery.stop().await;
}

#[tokio::test]
async fn a_new_one_is_served_at_once_and_what_is_changed_only_where_it_is_held() {
    let (node, old, new) = (shared(LONG), Sink::accepting().await, Sink::accepting().await);
    let (first, second) = (node.start().await, node.start().await);
    node.subscribe(&old.url);
    node.commit(0..50);
    node.until_done().await;
    node.edit(|subscription| subscription.url.clone_from(&new.url));
    node.replay(REPLAY, 0);
    node.commit(0..50);
    node.store.until(|kept| kept.replays[&REPLAY].state == ReplayState::Done).await;
    node.until_done().await;
    let all = wanted(&node, 0);
    assert_eq!(sorted([old.seqs(), new.seqs()].concat()), sorted([&all[..], &all[..50]].concat()));
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn a_lease_that_was_taken_without_an_answer_is_found() {
    let (node, sink) = (shared(LONG), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.store.with(|kept| kept.leases.lost_answers = 1);
    let delivery = start_with_everything(&node).await;
    delivery.leases_freed();
    node.commit([1]);
    node.until_done().await;
    assert_eq!(sink.got().len(), 1);
    delivery.stop().await;
}
