//! Contacts: presence, and how they are deleted.

use serde_json::json;
use switchroom_testkit::Server;

use super::{problem, put, told};
use crate::scene::{channel, id, open_room, post, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_seen_when_it_calls() {
    let server = Server::start().await;
    let admin = &server.admin;
    let web = channel(admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), json!({"name": "Ann"})).send().await.expect(201);
    let path = format!("/v1/contacts/{}", id(&visitor["contact"]));
    let never = admin.get(&path).send().await.expect(200);
    assert!(never["online"] == false && never.get("last_seen_at").is_none(), "{never}");
    let itself = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let me = itself.get("/v1/me").send().await.expect(200);
    assert_eq!(me["contact"]["online"], true);
    let seen = admin.get(&path).send().await.expect(200);
    assert!(seen["online"] == true && seen["last_seen_at"].is_string(), "{seen}");
    let list = admin.get("/v1/contacts").send().await.expect(200);
    assert_eq!((&list["contacts"][0]["online"], &list["contacts"][0]["last_seen_at"]), (&json!(true), &seen["last_seen_at"]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_contact_leaves_a_number_and_its_resolved_rooms() {
    let server = Server::start().await;
    let admin = &server.admin;
    let web = channel(admin, "web").await;
    let room = open_room(admin, &web, "ann-handle").await;
    let contact = room["contact_id"].as_str().expect("a contact").to_owned();
    let (path, room_path) = (format!("/v1/contacts/{contact}"), format!("/v1/rooms/{}", id(&room)));
    admin.patch(&path, json!({"name": "Ann", "email": "ann@example.com", "phone": "+33"})).send().await.expect(200);
    let token = admin.post("/v1/tokens", json!({"contact_id": contact, "scopes": ["all"]})).send().await.expect(201);
    let itself = admin.with_token(token["secret"].as_str().expect("a secret"));
    post(admin, &id(&room), "hello").await;

    assert_eq!(told(&admin.delete(&path).send().await), problem(409, "has_open_rooms"));
    let (_, ann) = user(admin, "ann", "agent").await;
    admin.patch("/v1/roles/agent", json!({"permissions": ["contact.view"]})).send().await.expect(200);
    assert_eq!(told(&ann.delete(&path).send().await), problem(403, "forbidden"));
    admin.post(&format!("{room_path}/resolve"), json!({})).send().await.expect(200);
    admin.delete(&path).send().await.expect(204);
    assert_eq!(told(&admin.delete(&path).send().await), problem(404, "not_found"));
    assert_eq!(told(&admin.patch(&path, json!({"name": "X"})).send().await), problem(404, "not_found"));
    assert_eq!(itself.get("/v1/me").send().await.status, 401);

    let left = admin.get(&path).send().await.expect(200);
    assert!(left["deleted_at"].is_string() && left["identities"] == json!([]), "{left}");
    assert!(["name", "email", "phone"].iter().all(|field| left.get(field).is_none()), "{left}");
    assert_eq!(admin.get("/v1/contacts").send().await.expect(200)["contacts"], json!([]));
    assert_eq!(admin.get(&room_path).send().await.expect(200)["contact_id"], json!(contact));
    // Whoever has the handle now is somebody else.
    let again = open_room(admin, &web, "ann-handle").await;
    assert_ne!(again["contact_id"], json!(contact));
    assert_eq!(told(&admin.post("/v1/rooms", json!({"channel_id": web, "contact_id": contact})).send().await), problem(404, "not_found"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_may_go_by_itself() {
    let server = Server::start().await;
    let admin = &server.admin;
    let web = channel(admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), json!({"name": "Ann"})).send().await.expect(201);
    let path = format!("/v1/contacts/{}", id(&visitor["contact"]));
    let itself = server.client().with_token(visitor["token"].as_str().expect("a token"));
    itself.delete(&path).send().await.expect(204);
    assert_eq!(itself.get("/v1/me").send().await.status, 401);
    assert!(admin.get(&path).send().await.expect(200)["deleted_at"].is_string());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_fills_in_public_fields_and_knows_of_no_others() {
    let server = Server::start().await;
    let admin = &server.admin;
    for (key, scope, public) in [("city", "contact", true), ("credit", "contact", false), ("topic", "room", true)] {
        let field = json!({"scope": scope, "label": key, "public": public});
        put(admin, &format!("/v1/custom-fields/{key}"), field).await.expect(200);
    }
    let web = channel(admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), json!({"name": "Ann"})).send().await.expect(201);
    let path = format!("/v1/contacts/{}", id(&visitor["contact"]));
    let itself = server.client().with_token(visitor["token"].as_str().expect("a token"));
    admin.patch(&path, json!({"custom_fields": {"credit": "bad"}})).send().await.expect(200);
    let edited = itself.patch(&path, json!({"custom_fields": {"city": "Lyon"}})).send().await.expect(200);
    assert_eq!(edited["custom_fields"], json!({"city": "Lyon"}));
    for key in ["credit", "topic", "nothing"] {
        let edit = json!({"name": "Eve", "custom_fields": {key: "good"}});
        assert_eq!(told(&itself.patch(&path, edit).send().await), problem(404, "not_found"), "{key}");
    }
    assert_eq!(itself.get(&path).send().await.expect(200)["custom_fields"], json!({"city": "Lyon"}));
    assert_eq!(itself.get("/v1/me").send().await.expect(200)["contact"]["custom_fields"], json!({"city": "Lyon"}));
    let all = admin.get(&path).send().await.expect(200);
    assert_eq!((&all["custom_fields"], &all["name"]), (&json!({"city": "Lyon", "credit": "bad"}), &json!("Ann")));
    server.stop().await;
}
