//! Who may do what.

use serde_json::json;

use super::{Shop, branded};
use crate::scene::{post, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_changes_rooms_he_takes_part_in() {
    let shop = Shop::open().await;
    let change = |client: &switchroom_testkit::Client| branded(client.patch(&shop.path(), json!({"established_dialogue": true})));
    let (_, other) = user(&shop.admin, "otto", "agent").await;
    let head = shop.head().await;
    let refused = change(&other).send().await.expect(403);
    assert_eq!(refused, json!({"message": "This action is unauthorized."}));
    assert_eq!(shop.head().await, head);
    // Whoever writes takes part.
    post(&other, &shop.room, "May I help?").await;
    change(&other).send().await.expect(200);
    change(&shop.agent).send().await.expect(200);
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role() {
    let shop = Shop::open().await;
    // What a role may: see a room, change one that it takes no part in, list rooms; and the status it is shown as.
    for (role, sees, changes, lists, status) in [
        ("admin", 200, 200, 200, 2),
        ("manager", 200, 200, 200, 5),
        ("monitor", 200, 200, 200, 4),
        ("agent", 200, 403, 403, 3),
        ("bot", 200, 200, 403, 1),
        ("guest", 403, 403, 403, 1),
        ("user", 403, 403, 403, 1),
    ] {
        let (_, client) = user(&shop.admin, &format!("some-{role}"), role).await;
        let told = async |request: switchroom_testkit::Request| request.send().await.status.as_u16();
        assert_eq!(told(branded(client.get(&shop.path()))).await, sees, "{role} sees");
        assert_eq!(told(branded(client.patch(&shop.path(), json!({"established_dialogue": true})))).await, changes, "{role} changes");
        assert_eq!(told(client.get("/api/v2/manager/chatrooms")).await, lists, "{role} lists");
        if role != "guest" && role != "user" {
            post(&client, &shop.room, "Hello").await;
            let chatroom = shop.chatroom(&shop.admin).await;
            let ambassadors = chatroom["ambassadors"].as_array().expect("ambassadors");
            let told = ambassadors.iter().find(|one| one["username"] == format!("some-{role}")).expect("an ambassador");
            assert_eq!(told["status"], status, "{role}");
        }
    }
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_sees_his_own_rooms_and_changes_none() {
    let shop = Shop::open().await;
    let head = shop.head().await;
    let answer = branded(shop.visitor.patch(&shop.path(), json!({"established_dialogue": null}))).send().await.expect(403);
    assert_eq!(answer, json!({"message": "This action is unauthorized."}));
    shop.visitor.get("/api/v2/manager/chatrooms").send().await.expect(403);
    assert_eq!(shop.head().await, head);
    let own = shop.chatroom(&shop.visitor).await;
    let people = own["ambassadors"].as_array().expect("ambassadors");
    assert_eq!(people.len(), 2);
    for one in people {
        let customer = one["status"].as_i64().expect("a status") >= 7;
        assert_eq!((one["email"].is_null(), one["email_tmp"].is_null()), (true, !customer), "{one}");
    }
    // Somebody else's room is none that he knows of.
    let channel = crate::scene::channel(&shop.admin, "web").await;
    let other = shop.server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await.expect(201);
    let other = shop.server.client().with_token(other["token"].as_str().expect("a token"));
    for request in [other.get(&shop.path()), other.patch(&shop.path(), json!({}))] {
        assert_eq!(branded(request).send().await.expect(404), json!({"message": "The chatroom does not exist"}));
    }
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tokens_scopes_bound_what_its_user_may() {
    let shop = Shop::open().await;
    let head = shop.head().await;
    for (scopes, sees, changes, lists) in [
        (json!(["all"]), 200, 200, 200),
        (json!(["rooms:read"]), 200, 403, 200),
        (json!(["contacts:read"]), 403, 403, 403),
        (json!(["webhooks:manage"]), 403, 403, 403),
    ] {
        let token = shop.admin.post("/v1/tokens", json!({"scopes": scopes})).send().await.expect(201);
        let client = shop.server.client().with_token(token["secret"].as_str().expect("a secret"));
        let told = async |request: switchroom_testkit::Request| request.send().await.status.as_u16();
        assert_eq!(told(branded(client.get(&shop.path()))).await, sees, "{scopes}");
        assert_eq!(told(branded(client.patch(&shop.path(), json!({})))).await, changes, "{scopes}");
        assert_eq!(told(client.get("/api/v2/manager/chatrooms")).await, lists, "{scopes}");
    }
    let told = shop.admin.get(&format!("/v1/events?after={head}")).send().await.expect(200);
    assert!(!told.to_string().contains("room."), "{told}");
    shop.server.stop().await;
}
