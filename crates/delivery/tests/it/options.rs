//! What a subscription is told, and how.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use standardwebhooks::Webhook;
use switchroom_domain::subscription::{CustomHeaders, Ordering, RetiredSecret, Sealed};
use switchroom_engine::subscriptions;

use crate::support::{Got, LIVE, Node, SECRET, Sink};

const OLD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Whether one of a delivery's signatures is this secret's.
fn is_signed_with(secret: &str, got: &Got) -> bool {
    let seconds = got.header("webhook-timestamp").parse().unwrap();
    let expected = Webhook::new(secret).unwrap().sign(got.header("webhook-id"), seconds, got.body.as_bytes()).unwrap();
    got.header("webhook-signature").split(' ').any(|signature| signature == expected)
}

fn own_headers(node: &Node) -> CustomHeaders {
    let given = [("Authorization", "Bearer my-secret"), ("x-team", "blue")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    subscriptions::seal_headers(&node.engine(), given.into()).unwrap()
}

#[tokio::test]
async fn while_a_secret_is_replaced_both_sign_and_then_the_new_one_alone() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let until = node.now().plus_seconds(60);
    node.edit(|subscription| subscription.retired_secrets = vec![RetiredSecret { secret: Sealed(OLD.to_owned()), until }]);
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(1).await;
    delivery.stop().await;
    let past = node.now();
    node.edit(|subscription| subscription.retired_secrets[0].until = past);
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(2).await;
    let got = sink.got();
    assert_eq!((is_signed_with(SECRET, &got[0]), is_signed_with(OLD, &got[0])), (true, true));
    assert_eq!((is_signed_with(SECRET, &got[1]), is_signed_with(OLD, &got[1])), (true, false));
    delivery.stop().await;
}

#[tokio::test]
async fn own_headers_are_sent_and_their_values_are_kept_nowhere() {
    let node = Node::new();
    let sink = Sink::answering(|_, before| if before == 0 { StatusCode::BAD_REQUEST } else { StatusCode::OK }.into_response()).await;
    let headers = own_headers(&node);
    assert_eq!(headers.names, ["authorization", "x-team"]);
    node.subscribe(&sink.url);
    node.edit(|subscription| {
        subscription.options.headers = Some(headers);
        subscription.options.capture = true;
    });
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(2).await;
    let got = sink.got();
    assert_eq!((got[0].header("authorization"), got[0].header("x-team")), ("Bearer my-secret", "blue"));
    assert_eq!(got[0].header("x-vendors-token"), "vendors-secret");
    delivery.stop().await;
    // Of the failure, and of the success that is captured.
    let attempts = node.store.with(|kept| kept.attempts.clone());
    assert_eq!(attempts.iter().map(|attempt| attempt.status).collect::<Vec<_>>(), [Some(400), Some(200)]);
    for (attempt, got) in attempts.iter().zip(&got) {
        let sent = &attempt.exchange.as_ref().unwrap().request_headers;
        let value = |name: &str| sent.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str());
        assert_eq!([value("authorization"), value("x-team"), value("x-vendors-token")], [Some("…"); 3]);
        assert_eq!(value("webhook-id"), Some(got.header("webhook-id")));
        assert_eq!(value("webhook-signature"), Some(got.header("webhook-signature")));
    }
}

#[tokio::test]
async fn a_subscription_can_have_a_time_out_of_its_own() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.options.timeout_ms = Some(100));
    let delivery = node.start().await;
    sink.hold();
    node.commit([1]);
    node.store.until(|kept| !kept.attempts.is_empty()).await;
    let error = node.store.with(|kept| kept.attempts[0].error.clone()).unwrap();
    assert!(error.contains("did not answer within 100 ms"), "{error}");
    sink.release();
    node.until_done().await;
    delivery.stop().await;
}

#[tokio::test]
async fn without_an_order_an_event_that_fails_holds_back_nothing() {
    let node = Node::new();
    let sink =
        Sink::answering(|got, _| if got.seq() == 3 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }.into_response()).await;
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.options.ordering = Ordering::None);
    let delivery = node.start().await;
    let last = node.commit([1, 1, 1, 1]);
    node.store.until(|kept| kept.cursor(LIVE) == last).await;
    assert_eq!(node.store.with(|kept| kept.followers[&LIVE].parked.len()), 1);
    sink.now_answers(|_, _| StatusCode::OK.into_response());
    node.until_done().await;
    delivery.stop().await;
}
