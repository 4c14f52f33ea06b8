//! What is recorded of deliveries.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use axum::response::IntoResponse;
use switchroom_domain::subscription::Sealed;
use switchroom_egress::Resolve;
use switchroom_engine::ports::{Attempt, AttemptOutcome};

use crate::support::{ID, LIVE, Node, Sink};

fn attempts(node: &Node) -> Vec<Attempt> {
    node.store.with(|kept| kept.attempts.clone())
}

#[tokio::test]
async fn a_success_is_compact_and_a_failure_has_everything() {
    let sink = Sink::answering(|_, before| match before {
        0 => (StatusCode::BAD_REQUEST, [("x-why", "because")], "no".repeat(20_000)).into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
    .await;
    let node = Node::new();
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    let seq = node.commit([1]);
    node.store.until(|kept| kept.attempts.len() == 2).await;
    let all = attempts(&node);
    let [failed, delivered] = &all[..] else { panic!("{all:?}") };
    assert_eq!((failed.outcome, failed.number, failed.status, failed.seq), (AttemptOutcome::Failed, 1, Some(400), seq));
    assert_eq!((failed.subscription, failed.follower), (ID, LIVE));
    let exchange = failed.exchange.as_ref().unwrap();
    assert_eq!(exchange.request_body, sink.got()[0].body);
    assert!(exchange.response_headers.contains(&("x-why".to_owned(), "because".to_owned())));
    assert_eq!(exchange.response_body, "no".repeat(8 * 1024), "the first 16 kB");
    assert_eq!((delivered.outcome, delivered.number, delivered.status), (AttemptOutcome::Delivered, 2, Some(204)));
    assert_eq!((&delivered.exchange, &delivered.error), (&None, &None));
    delivery.stop().await;
}

#[tokio::test]
async fn every_success_is_recorded_before_delivery_has_stopped() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit((0..500).map(|n| n % 20));
    sink.until(500).await;
    delivery.stop().await;
    assert_eq!(attempts(&node).len(), 500);
    let head = node.store.with(|kept| (kept.cursor(LIVE), kept.head()));
    assert_eq!(head.0, head.1);
}

#[tokio::test]
async fn a_private_address_is_not_dialled_and_the_reason_can_be_read() {
    let sink = Sink::accepting().await;
    let mut node = Node::new();
    node.allow = "10.0.0.0/8";
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    node.store.until(|kept| !kept.attempts.is_empty()).await;
    let attempt = &attempts(&node)[0];
    assert_eq!(attempt.status, None);
    assert!(attempt.error.as_ref().unwrap().contains("127.0.0.1, which is not a public address"), "{:?}", attempt.error);
    assert!(sink.got().is_empty());
    delivery.stop().await;
}

/// Leads to a public address at first, and then to a private one.
struct Rebinding(AtomicUsize);

#[async_trait::async_trait]
impl Resolve for Rebinding {
    async fn resolve(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        let first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
        Ok(vec![if first { Ipv4Addr::new(127, 0, 0, 1) } else { Ipv4Addr::new(127, 0, 0, 2) }.into()])
    }
}

#[tokio::test]
async fn a_name_that_turns_private_is_refused_and_nothing_is_sent_to_it() {
    let sink = Sink::answering(|_, _| [("connection", "close")].into_response()).await;
    let mut node = Node::new();
    // The only address that is allowed stands for a public one.
    node.allow = "127.0.0.1/32";
    node.resolver = Arc::new(Rebinding(AtomicUsize::new(0)));
    let port = sink.url.rsplit(':').next().unwrap();
    node.subscribe(&format!("http://rebinding.example:{port}"));
    let delivery = node.start().await;
    node.commit([1]);
    sink.until(1).await;
    let seq = node.commit([1]);
    node.store.until(|kept| kept.attempts.iter().any(|attempt| attempt.seq == seq)).await;
    let attempt = attempts(&node).into_iter().find(|attempt| attempt.seq == seq).unwrap();
    assert!(attempt.error.unwrap().contains("rebinding.example leads to 127.0.0.2, which is not a public address"));
    assert_eq!((attempt.status, sink.got().len()), (None, 1));
    delivery.stop().await;
}

#[tokio::test]
async fn a_subscription_that_cannot_be_signed_for_fails_visibly_and_goes_on_once_it_can() {
    let (node, sink) = (Node::new(), Sink::accepting().await);
    node.subscribe(&sink.url);
    node.edit(|subscription| subscription.secret = Sealed(String::new()));
    let delivery = node.start().await;
    let seq = node.commit([1]);
    node.store.until(|kept| kept.attempts.len() >= 2).await;
    let attempt = &attempts(&node)[0];
    assert_eq!(attempt.error.as_deref(), Some("a stored secret cannot be read: was SWITCHROOM_KEY changed?"));
    node.edit(|subscription| subscription.secret = Sealed(crate::support::SECRET.to_owned()));
    sink.until(1).await;
    assert_eq!(sink.seqs(), [seq]);
    delivery.stop().await;
}

#[tokio::test]
async fn the_last_failure_is_recorded_as_dead() {
    let sink = Sink::answering(|_, _| StatusCode::IM_A_TEAPOT.into_response()).await;
    let mut node = Node::new();
    node.config.retry = node.config.retry.clone().with_horizon(std::time::Duration::from_millis(100));
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    node.store.until(|kept| kept.attempts.iter().any(|attempt| attempt.outcome == AttemptOutcome::Dead)).await;
    node.until_done().await;
    let outcomes: Vec<_> = attempts(&node).iter().map(|attempt| attempt.outcome).collect();
    let (last, before) = outcomes.split_last().unwrap();
    assert_eq!(*last, AttemptOutcome::Dead);
    assert!(before.len() >= 2 && before.iter().all(|outcome| *outcome == AttemptOutcome::Failed), "{outcomes:?}");
    delivery.stop().await;
}
