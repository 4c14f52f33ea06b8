//! Who waits for whom: nobody.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use switchroom_domain::SubscriptionId;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::support::{ID, LIVE, Node, Sink, room};

const OTHER: SubscriptionId = SubscriptionId(Uuid::from_u128(0x123));

#[tokio::test]
async fn an_endpoint_that_hangs_for_one_room_is_told_of_the_others() {
    let node = Node::new();
    let sink = Sink::accepting().await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    // The first one's answer is held back; the later ones' are not.
    sink.hold_only(2);
    node.commit([1]);
    for _ in 0..50 {
        node.commit(1..=20);
    }
    sink.until(1 + 50 * 19).await;
    let of_the_room = node.store.with(|kept| kept.events.iter().filter(|event| event.event.room == room(1)).count());
    assert_eq!(of_the_room, 51);
    sink.release();
    node.until_done().await;
    assert_eq!(sink.got().len(), 1 + 50 * 20);
    delivery.stop().await;
}

#[tokio::test]
async fn a_dead_endpoint_holds_up_no_other() {
    let mut node = Node::new();
    node.config.grace = Duration::ZERO;
    let (dead, sink) = (Sink::answering(|_, _| StatusCode::BAD_GATEWAY.into_response()).await, Sink::accepting().await);
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    node.subscribe(&sink.url);
    node.subscribe_as(OTHER, &dead.url);
    node.subscribe_as(SubscriptionId(Uuid::from_u128(0x124)), &format!("http://{}/", silent.local_addr().unwrap()));
    let delivery = node.start().await;
    node.commit((0..2_000).map(|n| n % 50));
    node.until_done().await;
    assert_eq!(sink.got().len(), 2_000);
    let (other, live) = node.store.with(|kept| (kept.cursor(OTHER.live()), kept.cursor(LIVE)));
    assert!(other < live, "the dead endpoint's position stands");
    assert!(node.store.with(|kept| kept.subscriptions[&ID].enabled));
    delivery.stop().await;
}
