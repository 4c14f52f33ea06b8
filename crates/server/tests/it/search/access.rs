//! Who may search.

use serde_json::json;
use switchroom_testkit::Server;

use super::{found, indexed, texts};
use crate::scene::{channel, id, post, user};

const CALLS: [&str; 4] = ["messages?q=hello", "contacts?q=ann", "rooms?q=ann", "status"];

#[tokio::test(flavor = "multi_thread")]
async fn contacts_search_nothing() {
    let server = Server::start().await;
    let channel = channel(&server.admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = id(&visitor.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
    post(&visitor, &room, "hello").await;
    indexed(&server.admin).await;
    for call in CALLS {
        let answer = visitor.get(&format!("/v1/search/{call}")).send().await;
        assert_eq!((answer.status.as_u16(), answer.text("code")), (403, "forbidden".to_owned()), "{call}");
        assert_eq!(server.client().get(&format!("/v1/search/{call}")).send().await.status, 401, "{call}");
    }
    assert_eq!(texts(&server.admin, "hello", "").await, ["hello"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_look_at_contacts_is_told_nothing_of_them() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let opened = admin.post("/v1/rooms", json!({"channel_id": channel, "contact": {"handle": "ann", "name": "Ann Lee"}})).send().await;
    let room = id(&opened.expect(201));
    post(admin, &room, "a word").await;
    let (_, agent) = user(admin, "bob", "agent").await;
    indexed(admin).await;
    assert_eq!(found(&agent, "rooms", "lee", "").await.len(), 1);
    assert_eq!(found(&agent, "messages", "word", "").await[0]["contact"]["name"], "Ann Lee");
    let role = admin.get("/v1/roles").send().await.expect(200);
    let role = role["roles"].as_array().expect("roles").iter().find(|role| role["name"] == "agent").expect("agents").clone();
    let kept: Vec<_> = role["permissions"].as_array().expect("permissions").iter().filter(|name| **name != "contact.view").collect();
    admin.patch("/v1/roles/agent", json!({"permissions": kept})).send().await.expect(200);
    assert_eq!(agent.get("/v1/search/contacts?q=lee").send().await.status, 403);
    assert!(found(&agent, "rooms", "lee", "").await.is_empty());
    assert!(found(&agent, "messages", "word", "").await[0]["contact"].is_null());
    let kept: Vec<_> = kept.into_iter().filter(|name| **name != "room.view").collect();
    admin.patch("/v1/roles/agent", json!({"permissions": kept})).send().await.expect(200);
    for call in CALLS {
        assert_eq!(agent.get(&format!("/v1/search/{call}")).send().await.status, 403, "{call}");
    }
    server.stop().await;
}
