//! Roles that are changed.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{head, kinds_after, problem, told};
use crate::scene::user;

async fn permissions(admin: &Client, role: &str) -> Vec<String> {
    let roles = admin.get("/v1/roles").send().await.expect(200);
    let found = roles["roles"].as_array().expect("roles").iter().find(|found| found["name"] == role).expect("the role");
    found["permissions"].as_array().expect("permissions").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_allows_at_once_what_it_is_changed_to() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (_, ann) = user(admin, "ann", "agent").await;
    assert_eq!(told(&ann.get("/v1/tokens").send().await), problem(403, "forbidden"));
    let before = head(admin).await;
    let mut more = permissions(admin, "agent").await;
    more.push("token.manage".to_owned());
    let edited = admin.patch("/v1/roles/agent", json!({"permissions": more})).send().await.expect(200);
    assert!(edited["name"] == "agent" && edited["permissions"].as_array().is_some_and(|names| names.contains(&json!("token.manage"))));
    ann.get("/v1/tokens").send().await.expect(200);
    admin.patch("/v1/roles/agent", json!({"permissions": ["room.view"]})).send().await.expect(200);
    assert_eq!(permissions(admin, "agent").await, ["room.view"]);
    assert_eq!(told(&ann.get("/v1/tokens").send().await), problem(403, "forbidden"));
    assert_eq!(told(&ann.get("/v1/contacts").send().await), problem(403, "forbidden"));
    ann.get("/v1/rooms").send().await.expect(200);
    assert_eq!(kinds_after(admin, before).await.0, ["role.updated", "role.updated"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_and_permissions_that_are_none_are_refused() {
    let server = Server::start().await;
    let admin = &server.admin;
    let before = (admin.get("/v1/roles").send().await.expect(200), head(admin).await);
    assert_eq!(told(&admin.patch("/v1/roles/nobody", json!({"permissions": []})).send().await), problem(404, "not_found"));
    let unknown = admin.patch("/v1/roles/agent", json!({"permissions": ["room.view", "room.fly"]})).send().await;
    assert_eq!((told(&unknown), unknown.text("field")), (problem(422, "invalid"), "permissions[1]".to_owned()));
    let (_, manager) = user(admin, "max", "manager").await;
    assert_eq!(told(&manager.patch("/v1/roles/manager", json!({"permissions": ["role.manage"]})).send().await), problem(403, "forbidden"));
    assert_eq!(admin.get("/v1/roles").send().await.expect(200), before.0);
    server.stop().await;
}
