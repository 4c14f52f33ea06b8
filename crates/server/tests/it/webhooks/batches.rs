//! Several events in one request.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use switchroom_testkit::{Received, Server, Sink};

use super::{subscribe, talk};
use crate::scene::rooms;

/// The events of the batches that were accepted, in the order in which they came.
fn accepted(received: &[Received]) -> Vec<Value> {
    let accepted = received.iter().filter(|delivery| delivery.answered == 200);
    accepted.flat_map(|delivery| delivery.json()["events"].as_array().expect("events").clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_told_in_the_order_of_the_log_and_repeated_as_they_were() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let count = AtomicUsize::new(0);
    sink.answer_with(move |_| if count.fetch_add(1, Ordering::SeqCst).is_multiple_of(3) { 503 } else { 200 });
    let (_, secret) = subscribe(admin, &sink, json!({"batching": {"max_events": 7, "max_wait_ms": 50}})).await;
    let rooms = rooms(admin, 3).await;
    talk(admin, &rooms, 20).await;
    let received = sink.wait_until(|received| accepted(received).len() >= 60).await;
    let feed = admin.get("/v1/events?after=0&limit=1000&types=message.created").send().await.expect(200);
    assert_eq!(accepted(&received), *feed["events"].as_array().expect("events"));
    let verifier = standardwebhooks::Webhook::new(&secret).expect("a secret");
    let mut bodies = HashMap::new();
    for delivery in &received {
        let body = delivery.json();
        let events = body["events"].as_array().expect("events");
        assert!(body["type"] == "batch" && (1..=7).contains(&events.len()), "{body}");
        let [first, last] = [events.first(), events.last()].map(|event| event.expect("an event"));
        let id = format!("bat_{}_{}", first["id"].as_str().expect("id"), events.len());
        assert_eq!(delivery.header("webhook-id"), id);
        assert_eq!(delivery.header("switchroom-sequence"), last["seq"].to_string());
        verifier.verify(&delivery.body, &delivery.headers).expect("the signature");
        assert_eq!(*bodies.entry(id).or_insert_with(|| delivery.body.clone()), delivery.body);
    }
    assert!(bodies.len() < received.len(), "nothing was repeated");
    server.stop().await;
}
