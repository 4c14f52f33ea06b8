//! Examples are sent when they are asked for.

use serde_json::json;
use standardwebhooks::Webhook;
use switchroom_testkit::{Server, Sink};

use super::subscribe;

#[tokio::test(flavor = "multi_thread")]
async fn an_example_is_sent_just_as_an_event() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let options = json!({"enabled": false, "headers": {"X-Api-Key": "hunter2"}});
    let (hook, secret) = subscribe(admin, &sink, options).await;
    let path = format!("/v1/webhooks/{hook}/test");
    let sent = admin.post(&path, json!({})).send().await.expect(200);
    assert_eq!((&sent["delivered"], &sent["status"]), (&json!(true), &json!(200)), "{sent}");
    let received = sink.received();
    let delivery = &received[0];
    assert_eq!(delivery.json()["type"], "message.created");
    assert_eq!((delivery.header("switchroom-test"), delivery.header("x-api-key")), ("true", "hunter2"));
    assert_eq!(delivery.header("webhook-id"), sent["id"].as_str().expect("an id"));
    Webhook::new(&secret).expect("a secret").verify(&delivery.body, &delivery.headers).expect("the signature");
    assert_eq!(sent["exchange"]["request_body"].as_str().expect("a body").as_bytes(), delivery.body);
    assert!(!sent.to_string().contains("hunter2"), "{sent}");

    let sent = admin.post(&path, json!({"type": "room.resolved"})).send().await.expect(200);
    assert_eq!((&sent["delivered"], sink.received()[1].json()["type"].as_str()), (&json!(true), Some("room.resolved")));
    // It is no event: nothing is written down of it.
    assert_eq!(admin.get(&format!("/v1/webhooks/{hook}/attempts")).send().await.expect(200)["attempts"], json!([]));
    for wrong in ["room.painted", "LivechatSession", "*", ""] {
        let refused = admin.post(&path, json!({"type": wrong})).send().await.expect(422);
        assert_eq!(refused["field"], "type");
    }

    sink.answer_with(|_| 500);
    let sent = admin.post(&path, json!({})).send().await.expect(200);
    assert_eq!((&sent["delivered"], &sent["status"]), (&json!(false), &json!(500)));
    admin.patch(&format!("/v1/webhooks/{hook}"), json!({"url": "http://127.0.0.1:9/"})).send().await.expect(200);
    let sent = admin.post(&path, json!({})).send().await.expect(200);
    assert_eq!((&sent["delivered"], sent.get("status")), (&json!(false), None));
    assert!(sent["error"].is_string(), "{sent}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialect_sends_examples_of_its_topics() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let options = json!({"dialect": "qontak", "events": ["status_message"]});
    let (hook, _) = subscribe(admin, &sink, options).await;
    let path = format!("/v1/webhooks/{hook}/test");
    admin.post(&path, json!({})).send().await.expect(200);
    admin.post(&path, json!({"type": "receive_message_from_agent"})).send().await.expect(200);
    let events: Vec<_> = sink.received().iter().map(|delivery| delivery.json()["data_event"].clone()).collect();
    assert_eq!(events, ["status_message", "receive_message_from_agent"]);
    let refused = admin.post(&path, json!({"type": "webhook.created"})).send().await.expect(422);
    assert_eq!(refused["field"], "type");
    server.stop().await;
}
