//! Signing secrets are replaced without a gap.

use serde_json::json;
use standardwebhooks::Webhook;
use switchroom_testkit::{Received, Server, Sink};

use super::subscribe;
use crate::scene::{post, rooms};

fn verifies(secret: &str, delivery: &Received) -> bool {
    Webhook::new(secret).expect("a secret").verify(&delivery.body, &delivery.headers).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_secret_signs_on_for_as_long_as_was_asked() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let (hook, first) = subscribe(admin, &sink, json!({})).await;
    let rooms = rooms(admin, 1).await;
    let path = format!("/v1/webhooks/{hook}/secret");
    let rotated = admin.post(&path, json!({})).send().await.expect(200);
    let second = rotated["secret"].as_str().expect("a secret").to_owned();
    assert!(rotated["previous_signs_until"].is_string(), "{rotated}");
    post(admin, &rooms[0], "both").await;
    let received = sink.wait_for(1).await;
    assert!(verifies(&first, &received[0]) && verifies(&second, &received[0]));

    let rotated = admin.post(&path, json!({"overlap_seconds": 0})).header("idempotency-key", "third").send().await.expect(200);
    let third = rotated["secret"].as_str().expect("a secret").to_owned();
    post(admin, &rooms[0], "without the second").await;
    let received = sink.wait_for(2).await;
    assert_eq!([&first, &second, &third].map(|secret| verifies(secret, &received[1])), [true, false, true]);
    // The same request replaces nothing again.
    let again = admin.post(&path, json!({"overlap_seconds": 0})).header("idempotency-key", "third").send().await.expect(200);
    assert_eq!(again, rotated);
    server.stop().await;
}
