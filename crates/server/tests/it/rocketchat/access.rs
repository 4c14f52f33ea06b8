//! Permissions and roles.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::save_info::head;
use super::{ADMIN, Rc, Scene, error, user};

/// Who holds what by default in Rocket.Chat: roles, and the permissions that they hold.
const DEFAULTS: &[(&str, &str)] = &[
    (
        "admin livechat-manager livechat-monitor",
        "add-livechat-department-agents close-others-livechat-room manage-livechat-agents manage-livechat-canned-responses \
         manage-livechat-departments on-hold-others-livechat-room remove-closed-livechat-rooms save-others-livechat-room-info \
         transfer-livechat-guest view-livechat-analytics view-livechat-business-hours view-livechat-current-chats \
         view-livechat-departments view-livechat-manager view-livechat-real-time-monitoring view-livechat-reports \
         view-livechat-room-closed-by-another-agent view-livechat-room-closed-same-department view-livechat-rooms",
    ),
    (
        "admin livechat-manager",
        "manage-livechat-managers manage-livechat-monitors manage-livechat-priorities manage-livechat-sla manage-livechat-tags \
         manage-livechat-units remove-closed-livechat-room remove-livechat-department save-all-canned-responses \
         send-omnichannel-chat-transcript view-all-canned-responses view-livechat-appearance view-livechat-customfields \
         view-livechat-installation view-livechat-triggers view-livechat-webhooks",
    ),
    (
        "admin livechat-agent livechat-manager livechat-monitor",
        "close-livechat-room create-livechat-contact edit-livechat-room-customfields on-hold-livechat-room remove-canned-responses \
         request-pdf-transcript save-canned-responses update-livechat-contact view-canned-responses view-l-room \
         view-livechat-contact view-livechat-contact-history view-livechat-queue view-livechat-room-customfields \
         view-omnichannel-contact-center",
    ),
    (
        "admin",
        "access-permissions assign-admin-role assign-roles create-user delete-user edit-other-user-active-status \
         edit-other-user-info edit-privileged-setting mail-messages user-generate-access-token view-privileged-setting",
    ),
    ("admin livechat-agent livechat-manager", "change-livechat-room-visitor edit-omnichannel-contact"),
    ("admin moderator owner", "delete-message edit-message"),
    ("admin owner", "force-delete-message"),
    ("livechat-agent", "view-agent-canned-responses"),
    ("livechat-monitor", "save-department-canned-responses"),
];

type Holders = BTreeMap<String, BTreeSet<String>>;

fn defaults() -> Holders {
    let mut all = Holders::new();
    for (roles, permissions) in DEFAULTS {
        for permission in permissions.split_whitespace() {
            all.entry(permission.to_owned()).or_default().extend(roles.split_whitespace().map(str::to_owned));
        }
    }
    all
}

fn holders(update: &Value) -> Holders {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let one = |entry: &Value| (text(&entry["_id"]), entry["roles"].as_array().expect("roles").iter().map(text).collect());
    update.as_array().expect("permissions").iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn permissions_are_held_as_in_the_vendors_default() {
    let server = Server::start().await;
    let admin = Rc::log_in(&server.client(), ADMIN.0, ADMIN.1).await;
    let all = admin.get("permissions.listAll").send().await.expect(200);
    assert_eq!(holders(&all["update"]), defaults());
    assert_eq!((&all["remove"], &all["success"]), (&json!([]), &json!(true)));
    admin.get("permissions.listAll?updatedSince=2026-01-01T00:00:00.000Z").send().await.expect(200);
    error(&admin.get("permissions.listAll?updatedSince=yesterday").send().await, 400);
    let roles = admin.get("roles.list").send().await.expect(200);
    let mut names: Vec<&str> = roles["roles"].as_array().expect("roles").iter().filter_map(|role| role["_id"].as_str()).collect();
    names.sort_unstable();
    let expected = ["admin", "bot", "guest", "livechat-agent", "livechat-manager", "livechat-monitor", "moderator", "owner", "user"];
    assert_eq!(names, expected);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_permissions_counts_at_once() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let update = async |id: &str, roles: &[&str]| {
        let body = json!({"permissions": [{"_id": id, "roles": roles}]});
        scene.admin.post("permissions.update", body).send().await.expect(200)["permissions"].clone()
    };
    let info = async |by: &Rc| by.post("livechat/room.saveInfo", scene.info(json!({}), json!({}))).send().await.status.as_u16();
    assert_eq!(info(&scene.agent).await, 200);
    let told = update("view-l-room", &["admin", "livechat-manager"]).await;
    let mut expected = defaults();
    expected.insert("view-l-room".to_owned(), ["admin", "livechat-manager"].map(str::to_owned).into());
    assert_eq!(holders(&told), expected);
    assert_eq!(info(&scene.agent).await, 403);
    update("view-l-room", &["livechat-agent"]).await;
    assert_eq!((info(&scene.agent).await, info(&scene.admin).await), (200, 403));
    // The same rows as in our own API.
    let roles = server.admin.get("/v1/roles").send().await.expect(200);
    let agent = roles["roles"].as_array().expect("roles").iter().find(|role| role["name"] == "agent").expect("a role");
    assert!(agent["permissions"].as_array().expect("permissions").contains(&json!("room.view")));
    server.stop().await;
}

/// What a call entrusts to whoever may do it is not for a token that is good for less.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_does_no_more_than_its_scopes_allow() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let with = async |scope: &str| {
        let new = json!({"user_id": scene.agent.id, "scopes": [scope]});
        let token = server.admin.post("/v1/tokens", new).send().await.expect(201)["secret"].as_str().expect("a secret").to_owned();
        Rc { token, ..scene.agent.clone() }
    };
    let (reader, writer) = (with("rooms:read").await, with("all").await);
    let before = head(&server.admin).await;
    let body = scene.info(json!({"name": "New"}), json!({"topic": "New"}));
    assert_eq!(error(&reader.post("livechat/room.saveInfo", body.clone()).send().await, 403)["error"], "unauthorized");
    error(&reader.post("livechat/room.closeByUser", json!({"rid": scene.room})).send().await, 403);
    error(&reader.post("chat.sendMessage", json!({"message": {"rid": scene.room, "msg": "x"}})).send().await, 403);
    reader.get(&format!("rooms.info?roomId={}", scene.room)).send().await.expect(200);
    assert_eq!(head(&server.admin).await, before);
    writer.post("livechat/room.saveInfo", body).send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_change_of_permissions_changes_nothing() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let manager = user(&scene.admin, "manager", Some("manager")).await;
    let before = head(&server.admin).await;
    let good = json!({"_id": "view-l-room", "roles": []});
    let cases = [
        (json!({}), "error-invalid-body-params"),
        (json!({"permissions": []}), "error-invalid-body-params"),
        (json!({"permissions": "x"}), "error-invalid-body-params"),
        (json!({"permissions": [{"_id": "view-l-room"}]}), "error-invalid-body-params"),
        (json!({"permissions": [{"_id": "view-l-room", "roles": [7]}]}), "error-invalid-body-params"),
        (json!({"permissions": [good, {"_id": "fly", "roles": []}]}), "error-invalid-permission"),
        (json!({"permissions": [good, {"_id": "room.view", "roles": []}]}), "error-invalid-permission"),
        (json!({"permissions": [good, {"_id": "view-livechat-rooms", "roles": ["pilot"]}]}), "error-invalid-role"),
        (json!({"permissions": [good, {"_id": "view-livechat-rooms", "roles": ["agent"]}]}), "error-invalid-role"),
    ];
    for (body, code) in cases {
        let refused = error(&scene.admin.post("permissions.update", body.clone()).send().await, 400);
        assert_eq!(refused["errorType"], code, "{body}");
    }
    let refused = manager.post("permissions.update", json!({"permissions": [good]})).send().await;
    assert_eq!(error(&refused, 403)["error"], "User does not have the permissions required for this action [error-unauthorized]");
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}
