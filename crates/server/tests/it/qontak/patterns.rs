//! Webhooks of Qontak's dialect under `/v1/webhooks`, with its topics or our patterns.

use serde_json::{Value, json};
use switchroom_testkit::{Received, Server, Sink};

use super::{Cast, data_events, subscribe};

/// What is told under a filter of one conversation, in order.
async fn told(events: &[&str], last: &str) -> Vec<String> {
    let server = Server::start().await;
    server.admin.patch("/v1/settings", json!({"routing.method": "manual"})).send().await.expect(200);
    let sink = Sink::start().await;
    subscribe(&server.admin, &sink, events).await;
    let cast = Cast::gather(&server).await;
    cast.customer_writes("helo").await;
    cast.act(&cast.agent, "claim", json!({})).await;
    let answer = cast.agent_writes("halo").await;
    cast.status(&answer, "sent").await;
    cast.act(&cast.agent, "tags", json!({"add": ["the-end"]})).await;
    let is_last = |received: &Received| {
        let body = received.json();
        body["data_event"] == last || body["status"] == last || body["text"] == last
    };
    let mut received = sink.wait_until(|all| all.iter().any(is_last)).await;
    let end = received.iter().position(is_last).expect("the last one");
    received.truncate(end + 1);
    server.stop().await;
    data_events(&received)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_asked_for() {
    let expected = [
        "room_created",
        "receive_message_from_customer",
        "new_message",
        "add_participant",
        "add_agent",
        "receive_message_from_agent",
        "status_message",
        "new_message",
        "status_message",
        "update_message_status",
        "add_tag",
    ];
    assert_eq!(told(&["*"], "add_tag").await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_alone_can_be_asked_for() {
    assert_eq!(told(&["room.*"], "add_tag").await, ["room_created", "add_agent", "add_tag"]);
    assert_eq!(told(&["room.assigned", "room.tagged"], "add_tag").await, ["add_agent", "add_tag"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_alone_can_be_asked_for() {
    let created = ["receive_message_from_customer", "receive_message_from_agent"];
    assert_eq!(told(&["message.created"], "halo").await, created);
    assert_eq!(told(&["message.status_changed"], "sent").await, ["status_message"]);
    assert_eq!(told(&["receive_message_from_agent"], "halo").await, ["receive_message_from_agent"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_of_another_dialect_is_refused() {
    let server = Server::start().await;
    for events in [json!(["LivechatSession"]), json!(["room_resolved"]), json!([])] {
        let body = json!({"url": "https://webhook.example/", "dialect": "qontak", "events": events});
        server.admin.post("/v1/webhooks", body).send().await.expect(422);
    }
    let body: Value = json!({"url": "https://webhook.example/", "dialect": "native", "events": ["status_message"]});
    server.admin.post("/v1/webhooks", body).send().await.expect(422);
    server.stop().await;
}
