//! Samples, sent at once.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use standardwebhooks::Webhook;
use switchroom_engine::ports::Courier as _;

use crate::support::{ID, Node, SECRET, Sink};

#[tokio::test]
async fn a_sample_is_sent_as_a_delivery_is_and_says_that_it_is_one() {
    let node = Node::new();
    let sink = Sink::answering(|_, _| (StatusCode::CREATED, "thanks").into_response()).await;
    node.subscribe(&sink.url);
    let subscription = node.store.with(|kept| kept.subscriptions[&ID].clone());
    let sent = node.courier().send_sample(&subscription, br#"{"seq":0}"#.to_vec()).await;
    assert_eq!((sent.accepted, sent.status, sent.error), (true, Some(201), None));
    assert_eq!((sent.exchange.request_body.as_str(), sent.exchange.response_body.as_str()), (r#"{"seq":0}"#, "thanks"));
    let got = &sink.got()[0];
    assert!(sent.id.starts_with("evt_test_"));
    assert_eq!((got.header("webhook-id"), got.header("switchroom-test")), (sent.id.as_str(), "true"));
    assert!(!got.headers.contains_key("switchroom-sequence"));
    assert_eq!(got.header("x-vendors-token"), "vendors-secret");
    let seconds = got.header("webhook-timestamp").parse().unwrap();
    let expected = Webhook::new(SECRET).unwrap().sign(&sent.id, seconds, got.body.as_bytes()).unwrap();
    assert_eq!(got.header("webhook-signature"), expected);
    assert!(node.store.with(|kept| kept.attempts.is_empty()), "nothing is kept of it");
}

#[tokio::test]
async fn a_sample_that_cannot_be_sent_says_why() {
    let node = Node::new();
    let sink = Sink::answering(|_, _| StatusCode::NOT_FOUND.into_response()).await;
    node.subscribe(&sink.url);
    let mut subscription = node.store.with(|kept| kept.subscriptions[&ID].clone());
    let sent = node.courier().send_sample(&subscription, b"{\"seq\":0}".to_vec()).await;
    assert_eq!((sent.accepted, sent.status), (false, Some(404)));
    subscription.url = "http://10.0.0.1/".to_owned();
    let sent = node.courier().send_sample(&subscription, b"{}".to_vec()).await;
    assert_eq!((sent.accepted, sent.status), (false, None));
    assert!(sent.error.unwrap().contains("10.0.0.1, which is not a public address"));
}
