//! What is told again later is told as it was.

use std::collections::HashMap;

use serde_json::{Value, json};
use switchroom_testkit::{Received, Server, Sink};

use super::{Cast, subscribe, until};

/// The body of every delivery, by its `webhook-id`.
fn by_id(received: &[Received]) -> HashMap<String, Vec<u8>> {
    received.iter().map(|delivery| (delivery.header("webhook-id").to_owned(), delivery.body.to_vec())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_tells_the_same_although_the_room_has_moved_on() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let hook = subscribe(&server.admin, &sink, &["*"]).await;
    let cast = Cast::gather(&server).await;
    let room = format!("/v1/rooms/{}", cast.room_id());
    let first = cast.customer_writes("helo").await;
    cast.act(&cast.agent, "claim", json!({})).await;
    let answer = cast.agent_writes("halo").await;
    let reply = json!({"text": "re: halo", "author": "contact", "reply_to": answer["id"]});
    cast.post(&server.admin, reply).await;
    cast.status(&answer, "sent").await;
    cast.act(&cast.agent, "tags", json!({"add": ["vip"]})).await;
    cast.agent.patch(&room, json!({"name": "Order 17", "topic": "Late"})).send().await.expect(200);
    // Somebody who takes no part in the room says so when it is resolved, and takes part later.
    cast.act(&server.admin, "resolve", json!({"comment": "enough"})).await;
    cast.act(&server.admin, "reopen", json!({})).await;
    cast.act(&cast.agent, "read", json!({})).await;
    let before = until(&sink, "mark_as_read").await;

    // Everything that was told of is changed.
    let path = |message: &Value| format!("/v1/messages/{}", message["id"].as_str().expect("an id"));
    cast.status(&answer, "read").await;
    cast.agent.patch(&path(&answer), json!({"text": "edited", "payload": {"raw": {"a": 1}}})).send().await.expect(200);
    server.admin.delete(&path(&first)).send().await.expect(204);
    cast.agent.patch(&room, json!({"name": "Another", "topic": null, "tags": []})).send().await.expect(200);
    cast.post(&server.admin, json!({"text": "here I am"})).await;
    cast.act(&cast.agent, "resolve", json!({})).await;
    cast.customer_writes("again").await;
    cast.act(&server.admin, "unassign", json!({})).await;
    until(&sink, "remove_agent").await;
    let settled = sink.received().len();

    server.admin.post(&format!("/v1/webhooks/{hook}/replay"), json!({"after": 0})).send().await.expect(202);
    let ids = by_id(&before);
    let is_whole = |all: &[Received]| {
        let again = by_id(&all[settled..]);
        ids.keys().all(|id| again.contains_key(id))
    };
    let again = by_id(&sink.wait_until(is_whole).await[settled..]);
    assert!(ids.len() > 10, "{}", ids.len());
    for (id, body) in &ids {
        assert_eq!(String::from_utf8_lossy(&again[id]), String::from_utf8_lossy(body), "{id}");
    }
    server.stop().await;
}

/// Only what people are called today is told anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_calls_people_as_they_are_called_today() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let hook = subscribe(&server.admin, &sink, &["receive_message_from_agent"]).await;
    let cast = Cast::gather(&server).await;
    cast.agent_writes("halo").await;
    let before = sink.wait_for(1).await[0].json();
    server.admin.patch(&format!("/v1/users/{}", cast.agent_id), json!({"name": "Agent Two"})).send().await.expect(200);
    server.admin.post(&format!("/v1/webhooks/{hook}/replay"), json!({"after": 0})).send().await.expect(202);
    let mut after = sink.wait_for(2).await[1].json();
    assert_eq!(after["sender"]["name"], "Agent Two");
    after["sender"]["name"] = before["sender"]["name"].clone();
    assert_eq!(after, before);
    server.stop().await;
}
