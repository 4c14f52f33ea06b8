//! One conversation from beginning to end, as a transcript.

use serde_json::json;
use switchroom_testkit::Server;

use crate::scene::{id, user};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let (_, agent) = user(admin, "ann", "agent").await;
    let mut transcript = Transcript::default();
    let t = &mut transcript;

    t.note("A visitor introduces himself on a web channel, and writes.");
    let channel = id(&t.ask(admin, "POST", "/v1/channels", Some(json!({"kind": "web", "name": "Shop"}))).await);
    let visitor = t.ask(&server.client(), "POST", &format!("/v1/channels/{channel}/visitors"), Some(json!({"name": "Vic"}))).await;
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = id(&t.ask(&visitor, "POST", "/v1/rooms", Some(json!({"channel_id": channel}))).await);
    let messages = format!("/v1/rooms/{room}/messages");
    t.ask(&visitor, "POST", &messages, Some(json!({"text": "Where is my order?", "local_id": "w-1"}))).await;
    t.ask(&visitor, "POST", &messages, Some(json!({"text": "Where is my order?", "local_id": "w-1"}))).await;

    t.note("An agent finds the room, takes it and answers.");
    t.ask(&agent, "GET", "/v1/rooms?status=queued", None).await;
    t.ask(&agent, "POST", &format!("/v1/rooms/{room}/claim"), Some(json!({}))).await;
    t.ask(&agent, "POST", &messages, Some(json!({"text": "Ask the warehouse", "visibility": "internal"}))).await;
    let answer = id(&t.ask(&agent, "POST", &messages, Some(json!({"text": "On its wy."}))).await);
    t.ask(&agent, "PATCH", &format!("/v1/messages/{answer}"), Some(json!({"text": "On its way."}))).await;
    t.ask(&agent, "GET", &format!("/v1/messages/{answer}/revisions"), None).await;

    t.note("The answer is delivered and read; a late report changes nothing.");
    let status = format!("/v1/messages/{answer}/status");
    t.ask(admin, "POST", &status, Some(json!({"status": "sent"}))).await;
    t.ask(&visitor, "POST", &status, Some(json!({"status": "read"}))).await;
    t.ask(admin, "POST", &status, Some(json!({"status": "delivered"}))).await;
    t.ask(admin, "POST", &status, Some(json!({"status": "failed", "error": "too late"}))).await;

    t.note("The room and its contact are edited together; the note is the agents'.");
    let edit = json!({"topic": "Order 17", "tags": ["vip", "order"], "contact": {"email": "vic@example.com"}, "expected_version": 8});
    t.ask(&agent, "PATCH", &format!("/v1/rooms/{room}"), Some(edit)).await;
    let edit = json!({"topic": "Order 17", "tags": ["vip", "order"], "contact": {"email": "vic@example.com"}});
    t.ask(&agent, "PATCH", &format!("/v1/rooms/{room}"), Some(edit)).await;
    t.ask(&agent, "PUT", &format!("/v1/rooms/{room}/note"), Some(json!({"note": "Impatient"}))).await;
    t.ask(&agent, "POST", &format!("/v1/rooms/{room}/tags"), Some(json!({"add": ["done"], "remove": ["order"]}))).await;
    t.ask(&visitor, "GET", &format!("/v1/rooms/{room}"), None).await;
    t.ask(&visitor, "GET", &messages, None).await;

    t.note("It is resolved; the contact's next message opens it again.");
    t.ask(&agent, "POST", &format!("/v1/rooms/{room}/resolve"), Some(json!({}))).await;
    t.ask(&agent, "POST", &messages, Some(json!({"text": "One more thing"}))).await;
    t.ask(&visitor, "POST", &messages, Some(json!({"text": "Thank you!"}))).await;
    t.ask(&agent, "POST", &format!("/v1/rooms/{room}/read"), Some(json!({}))).await;
    t.ask(&agent, "DELETE", &format!("/v1/messages/{answer}"), None).await;
    t.ask(&agent, "GET", &format!("/v1/messages/{answer}"), None).await;
    t.ask(&agent, "GET", &format!("/v1/rooms/{room}/participants"), None).await;
    t.ask(&agent, "GET", "/v1/rooms/counts", None).await;

    t.note("The log tells all of it.");
    t.ask(admin, "GET", "/v1/events?after=5&limit=100", None).await;
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}
