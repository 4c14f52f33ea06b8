//! What endpoints are told.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use standardwebhooks::Webhook;

use crate::support::{Got, LIVE, Node, SECRET, Sink, room};

/// Checks the signature with the standard's own library.
fn is_signed(got: &Got) -> bool {
    let seconds = got.header("webhook-timestamp").parse().unwrap();
    let expected = Webhook::new(SECRET).unwrap().sign(got.header("webhook-id"), seconds, got.body.as_bytes()).unwrap();
    got.header("webhook-signature") == expected
}

#[tokio::test]
async fn wanted_events_arrive_signed_with_the_standard_headers() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1, 2]);
    node.store.commit(node.now(), &[None]);
    let seq = node.commit([1]);
    sink.until(3).await;
    node.until_done().await;
    let got = sink.got();
    assert_eq!(got.len(), 3, "the event of no room is not covered by the filter");
    let last = got.iter().find(|got| got.seq() == seq).unwrap();
    assert_eq!(last.header("webhook-id"), format!("evt_{}", node.store.with(|kept| kept.events.last().unwrap().event.id)));
    assert_eq!(last.header("switchroom-sequence"), "2", "the room's version");
    assert_eq!(last.header("content-type"), "application/json");
    assert_eq!(last.header("user-agent"), concat!("Switchroom/", env!("CARGO_PKG_VERSION")));
    assert!(got.iter().all(is_signed));
    delivery.stop().await;
}

#[tokio::test]
async fn events_of_no_room_are_numbered_by_the_log() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.events = vec!["user.*".to_owned()]);
    let delivery = node.start().await;
    let seq = node.store.commit(node.now(), &[None]);
    sink.until(1).await;
    assert_eq!(sink.got()[0].header("switchroom-sequence"), seq.to_string());
    delivery.stop().await;
}

#[tokio::test]
async fn a_retry_has_the_same_id_and_bytes_and_a_signature_of_its_own_time() {
    let (node, sink) =
        (Node::new(), Sink::answering(|_, before| if before < 2 { StatusCode::BAD_GATEWAY } else { StatusCode::OK }.into_response()).await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(3).await;
    let got = sink.got();
    assert!(got.iter().all(|again| (again.header("webhook-id"), &again.body) == (got[0].header("webhook-id"), &got[0].body)));
    assert!(got.iter().all(is_signed));
    delivery.stop().await;
}

#[tokio::test]
async fn of_several_bodies_only_those_that_were_not_accepted_are_sent_again() {
    let sink = Sink::answering(|got, before| {
        let second = got.body.contains(r#""body":1"#);
        if second && before < 3 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }.into_response()
    })
    .await;
    let mut node = Node::new();
    node.twice = room(1);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(4).await;
    node.until_done().await;
    let event = node.store.with(|kept| kept.events.last().unwrap().event.id);
    let ids: Vec<_> = sink.got().iter().map(|got| got.header("webhook-id").to_owned()).collect();
    assert_eq!(ids, [format!("evt_{event}"), format!("evt_{event}.2"), format!("evt_{event}.2"), format!("evt_{event}.2")]);
    delivery.stop().await;
}

#[tokio::test]
async fn rooms_are_told_in_order_while_the_endpoint_fails_now_and_then() {
    let sink =
        Sink::answering(|_, before| if before % 3 == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }.into_response()).await;
    let node = Node::new();
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    for _ in 0..20 {
        node.commit((0..50).map(|n| n % 5));
    }
    node.until_done().await;
    for n in 0..5 {
        let version = |got: &Got| got.header("switchroom-sequence").parse::<i64>().unwrap();
        let of_room = node.store.with(|kept| {
            kept.events.iter().filter(|committed| committed.event.room == room(n)).map(|committed| committed.event.seq).collect::<Vec<_>>()
        });
        let versions: Vec<_> = sink.got().iter().filter(|got| of_room.contains(&got.seq())).map(version).collect();
        assert!(versions.is_sorted(), "{versions:?}");
        assert_eq!(*versions.last().unwrap(), 200);
    }
    delivery.stop().await;
}

#[tokio::test]
async fn an_endpoint_can_ask_to_be_left_alone_for_longer_than_the_schedule() {
    let sink = Sink::answering(|_, _| (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "120")]).into_response()).await;
    let node = Node::new();
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    let before = node.now();
    node.commit([1]);
    node.store.until(|kept| !kept.followers[&LIVE].parked.is_empty()).await;
    let next_at = node.store.with(|kept| kept.followers[&LIVE].parked[0].next_at);
    assert!(next_at >= before.plus_seconds(120), "{} s", next_at.micros_since(before) / 1_000_000);
    delivery.stop().await;
}
