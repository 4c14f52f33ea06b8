//! Webhooks of other dialects.

use serde_json::json;
use switchroom_testkit::Server;

use super::{problem, told};
use crate::scene::id;

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_speaks_a_dialect_and_names_its_topics() {
    let server = Server::start().await;
    let admin = &server.admin;
    let url = "http://127.0.0.1:9/";
    for (dialect, topics) in [
        ("qontak", json!(["receive_message_from_customer", "status_message", "message.*"])),
        ("rocketchat", json!(["LivechatSessionStart", "Message"])),
        ("native", json!(["room.*"])),
    ] {
        let hook = admin.post("/v1/webhooks", json!({"url": url, "dialect": dialect, "events": topics})).send().await.expect(201);
        assert_eq!((&hook["dialect"], &hook["events"]), (&json!(dialect), &topics));
        assert!(hook.get("managed_by").is_none(), "{hook}");
        let path = format!("/v1/webhooks/{}", id(&hook));
        assert_eq!(admin.get(&path).send().await.expect(200)["dialect"], dialect);
        // Another dialect's words are none of its own.
        for other in ["broadcast_log_status", "LivechatEdit"] {
            let known = (other == "broadcast_log_status" && dialect == "qontak") || (other == "LivechatEdit" && dialect == "rocketchat");
            let answer = admin.patch(&path, json!({"events": [other]})).send().await;
            assert_eq!(answer.status, if known { 200 } else { 422 }, "{dialect} {other}");
        }
    }
    let wrong = admin.post("/v1/webhooks", json!({"url": url, "dialect": "popsell"})).send().await;
    assert_eq!(told(&wrong), problem(422, "invalid"));
    server.stop().await;
}
