//! Nobody gives, or gets, what he has not.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{issued, log_in, own_id};
use crate::scene::{id, user};
use crate::things::{Things, without_presence};

/// Demands that a request is forbidden.
async fn forbidden(client: &Client, method: &str, path: &str, body: Value) {
    let answer = client.request(method.parse().expect("a method"), path).json(&body).send().await;
    assert_eq!(super::told(&answer), super::problem(403, "forbidden"), "{method} {path} {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_cannot_become_an_admin() {
    let server = Server::start().await;
    let admin = own_id(&server.admin).await;
    let (manager_id, manager) = user(&server.admin, "max", "manager").await;
    let (admin, itself) = (format!("/v1/users/{admin}"), format!("/v1/users/{manager_id}"));
    let before = without_presence(server.admin.get("/v1/users").send().await.expect(200));
    forbidden(&manager, "POST", "/v1/users", json!({"username": "eve", "roles": ["admin"]})).await;
    forbidden(&manager, "POST", "/v1/users", json!({"username": "eve", "roles": ["agent", "bot"]})).await;
    forbidden(&manager, "PATCH", &itself, json!({"roles": ["manager", "admin"]})).await;
    for edit in [json!({"password": "many-letters"}), json!({"active": false}), json!({"roles": []}), json!({"email": "eve@example.com"})] {
        forbidden(&manager, "PATCH", &admin, edit).await;
    }
    forbidden(&manager, "POST", "/v1/tokens", json!({"scopes": ["all"]})).await;
    assert_eq!(without_presence(server.admin.get("/v1/users").send().await.expect(200)), before);
    // What he may: say who answers and who monitors, but not as whom they log in.
    let ann = id(&server.admin.post("/v1/users", json!({"username": "ann"})).send().await.expect(201));
    let ann = format!("/v1/users/{ann}");
    manager.patch(&ann, json!({"roles": ["agent", "monitor"], "available": true})).send().await.expect(200);
    for edit in
        [json!({"password": "many-letters"}), json!({"username": "eve"}), json!({"roles": ["agent", "bot"]}), json!({"active": false})]
    {
        forbidden(&manager, "PATCH", &ann, edit).await;
    }
    forbidden(&manager, "DELETE", &ann, json!({})).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_manages_nothing_but_itself() {
    let server = Server::start().await;
    let things = Things::make(&server.admin, "ann", "mark").await;
    let (bob_id, bob) = user(&server.admin, "bob", "agent").await;
    let (ann, bob_path, room) = (format!("/v1/users/{}", things.user), format!("/v1/users/{bob_id}"), &things.room);
    for edit in [json!({"name": "X"}), json!({"password": "many-letters"}), json!({"active": false}), json!({"available": true})] {
        forbidden(&bob, "PATCH", &ann, edit).await;
    }
    for edit in
        [json!({"roles": ["admin"]}), json!({"roles": []}), json!({"active": true}), json!({"name": "X", "roles": ["agent", "monitor"]})]
    {
        forbidden(&bob, "PATCH", &bob_path, edit).await;
    }
    forbidden(&bob, "POST", "/v1/users", json!({"username": "eve"})).await;
    forbidden(&bob, "POST", "/v1/webhooks", json!({"url": "http://127.0.0.1:9/"})).await;
    forbidden(&bob, "DELETE", &format!("/v1/webhooks/{}", things.webhook), json!({})).await;
    forbidden(&bob, "POST", &format!("/v1/webhooks/{}/replay", things.webhook), json!({"after": 0})).await;
    forbidden(&bob, "POST", &format!("/v1/webhooks/{}/seek", things.webhook), json!({"after": 0})).await;
    forbidden(&bob, "POST", "/v1/channels", json!({"kind": "api", "name": "X"})).await;
    forbidden(&bob, "POST", "/v1/rooms", json!({"channel_id": things.channel, "contact_id": things.contact, "campaign": true})).await;
    // A room that is not assigned to him, and then one that is.
    forbidden(&bob, "PATCH", &format!("/v1/rooms/{room}"), json!({"topic": "X"})).await;
    forbidden(&bob, "PUT", &format!("/v1/rooms/{room}/note"), json!({"note": "X"})).await;
    forbidden(&bob, "POST", &format!("/v1/rooms/{room}/resolve"), json!({})).await;
    forbidden(&bob, "POST", &format!("/v1/rooms/{room}/assign"), json!({"user_id": things.user})).await;
    forbidden(&bob, "DELETE", &format!("/v1/messages/{}", things.message), json!({})).await;
    bob.post(&format!("/v1/rooms/{room}/claim"), json!({})).send().await.expect(200);
    bob.patch(&format!("/v1/rooms/{room}"), json!({"topic": "X"})).send().await.expect(200);
    bob.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    // His own name and password.
    let edited = bob.patch(&bob_path, json!({"name": "Robert", "password": "bob-password"})).send().await.expect(200);
    assert_eq!(edited["name"], "Robert");
    log_in(&server.client(), "bob", "bob-password").await.expect(201);
    server.stop().await;
}

/// A token that may do little must not be a way to one that may do all.
#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_token_stays_narrow() {
    let server = Server::start().await;
    let things = Things::make(&server.admin, "ann", "mark").await;
    let admin = own_id(&server.admin).await;
    let path = format!("/v1/users/{admin}");
    for scope in ["rooms:read", "rooms:write", "contacts:write", "events:read", "webhooks:manage", "organization:manage", "operator"] {
        let narrow = issued(&server.admin, "user_id", &admin, &[scope]).await;
        // With a new password it could log in, and a session may do all.
        forbidden(&narrow, "PATCH", &path, json!({"password": "stolen-password"})).await;
        forbidden(&narrow, "PATCH", &path, json!({"email": "eve@example.com"})).await;
        forbidden(&narrow, "POST", "/v1/tokens", json!({"scopes": ["all"]})).await;
        forbidden(&narrow, "POST", "/v1/users", json!({"username": "eve", "roles": ["admin"]})).await;
        // With a role that allows nothing, a user could be taken over, and with one that allows everything, be mighty.
        forbidden(&narrow, "PATCH", "/v1/roles/agent", json!({"permissions": []})).await;
        // Whoever speaks for a contact sees its rooms.
        if scope == "organization:manage" {
            forbidden(&narrow, "POST", "/v1/tokens", json!({"contact_id": things.contact, "scopes": ["all"]})).await;
            forbidden(&narrow, "POST", "/v1/tokens", json!({"contact_id": things.contact, "scopes": ["contacts:read"]})).await;
            forbidden(&narrow, "POST", "/v1/tokens", json!({"user_id": things.user, "scopes": ["rooms:read"]})).await;
            narrow.post("/v1/tokens", json!({"user_id": admin, "scopes": ["organization:manage"]})).send().await.expect(201);
        }
    }
    assert_eq!(log_in(&server.client(), "admin", "stolen-password").await.status, 401);
    log_in(&server.client(), "admin", "admin-password").await.expect(201);
    server.stop().await;
}
