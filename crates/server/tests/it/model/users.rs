//! Users: availability, status, presence, and how they are deleted.

use serde_json::json;
use switchroom_testkit::Server;

use super::{problem, told};
use crate::scene::{channel, open_room, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_user_says_whether_he_is_there() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (ann, ann_client) = user(admin, "ann", "agent").await;
    let path = format!("/v1/users/{ann}");
    let new = admin.get(&path).send().await.expect(200);
    assert!(new["online"] == false && new.get("last_seen_at").is_none() && new.get("status").is_none(), "{new}");
    let edit = json!({"available": true, "status": "busy", "status_text": "at lunch", "name": "Ann"});
    let edited = ann_client.patch(&path, edit).send().await.expect(200);
    assert_eq!((&edited["available"], &edited["status"], &edited["status_text"]), (&json!(true), &json!("busy"), &json!("at lunch")));
    let seen = admin.get(&path).send().await.expect(200);
    assert!(seen["online"] == true && seen["last_seen_at"].is_string(), "{seen}");
    let listed = admin.get("/v1/users").send().await.expect(200);
    assert!(listed["users"].as_array().expect("users").iter().any(|user| user["id"] == json!(ann) && user["online"] == true));
    let cleared = ann_client.patch(&path, json!({"available": false, "status": null, "status_text": null})).send().await.expect(200);
    assert!(cleared.get("status").is_none() && cleared.get("status_text").is_none() && cleared["available"] == false, "{cleared}");
    assert_eq!(told(&ann_client.patch(&path, json!({"status": "asleep"})).send().await), problem(422, "invalid"));
    // Of others he may not say.
    let (bob, _) = user(admin, "bob", "agent").await;
    assert_eq!(told(&ann_client.patch(&format!("/v1/users/{bob}"), json!({"available": true})).send().await), problem(403, "forbidden"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_username_can_be_changed_to_one_that_is_free() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (ann, _) = user(admin, "ann", "agent").await;
    user(admin, "bob", "agent").await;
    let path = format!("/v1/users/{ann}");
    admin.patch(&path, json!({"password": "ann-password"})).send().await.expect(200);
    assert_eq!(told(&admin.patch(&path, json!({"username": "BOB"})).send().await), problem(409, "taken"));
    assert_eq!(told(&admin.patch(&path, json!({"username": "two words"})).send().await), problem(422, "invalid"));
    assert_eq!(admin.patch(&path, json!({"username": "Anna"})).send().await.expect(200)["username"], "anna");
    let log_in = |name: &'static str| server.client().post("/v1/sessions", json!({"username": name, "password": "ann-password"})).send();
    assert_eq!((log_in("anna").await.status.as_u16(), log_in("ann").await.status.as_u16()), (201, 401));
    user(admin, "ann", "agent").await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_user_is_let_in_no_more() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (ann, ann_client) = user(admin, "ann", "agent").await;
    let path = format!("/v1/users/{ann}");
    assert_eq!(told(&ann_client.delete(&path).send().await), problem(403, "forbidden"));
    admin.delete(&path).send().await.expect(204);
    assert_eq!(ann_client.get("/v1/me").send().await.status, 401);
    assert_eq!(told(&admin.delete(&path).send().await), problem(404, "not_found"));
    assert_eq!(told(&admin.patch(&path, json!({"active": true})).send().await), problem(404, "not_found"));
    let left = admin.get(&path).send().await.expect(200);
    assert!(left["deleted_at"].is_string() && left["active"] == false && left["name"] == "ann", "{left}");
    let listed = admin.get("/v1/users").send().await.expect(200);
    assert!(!listed.to_string().contains(&ann), "{listed}");
    // Nothing new goes to him, and his name is free again.
    let channel = channel(admin, "api").await;
    let room = open_room(admin, &channel, "somebody").await;
    let assign = format!("/v1/rooms/{}/assign", room["id"].as_str().expect("an id"));
    assert_eq!(told(&admin.post(&assign, json!({"user_id": ann})).send().await), problem(422, "invalid"));
    user(admin, "ann", "agent").await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_not_seen_for_five_minutes_is_not_online() {
    let server = Server::foretold().await;
    let (ann, client) = user(&server.admin, "ann", "agent").await;
    let path = format!("/v1/users/{ann}");
    client.get("/v1/me").send().await.expect(200);
    let seen = server.admin.get(&path).send().await.expect(200);
    server.clock().advance_seconds(299);
    assert_eq!(server.admin.get(&path).send().await.expect(200), seen);
    server.clock().advance_seconds(1);
    let gone = server.admin.get(&path).send().await.expect(200);
    assert_eq!((&gone["online"], &gone["last_seen_at"]), (&json!(false), &seen["last_seen_at"]));
    // When it was is not forgotten with the server.
    let server = server.restart().await;
    assert_eq!(server.admin.get(&path).send().await.expect(200)["last_seen_at"], seen["last_seen_at"]);
    server.stop().await;
}
