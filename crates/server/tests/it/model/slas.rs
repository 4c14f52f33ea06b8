//! Service levels.

use serde_json::json;
use switchroom_testkit::Server;

use super::{head, kinds_after, problem, told};
use crate::scene::id;

#[tokio::test(flavor = "multi_thread")]
async fn a_service_level_is_made_changed_and_deleted() {
    let server = Server::start().await;
    let admin = &server.admin;
    let before = head(admin).await;
    let gold = admin.post("/v1/slas", json!({"name": "Gold", "description": "soon", "due_minutes": 30})).send().await.expect(201);
    assert_eq!((&gold["name"], &gold["description"], &gold["due_minutes"]), (&json!("Gold"), &json!("soon"), &json!(30)));
    let path = format!("/v1/slas/{}", id(&gold));
    assert_eq!(admin.get(&path).send().await.expect(200), gold);
    let edited = admin.patch(&path, json!({"description": null, "due_minutes": 60})).send().await.expect(200);
    assert!(edited.get("description").is_none() && edited["due_minutes"] == 60 && edited["name"] == "Gold", "{edited}");
    assert_eq!(admin.get("/v1/slas").send().await.expect(200), json!({"slas": [edited], "next": null}));
    for (body, expected) in [
        (json!({"name": "gold", "due_minutes": 5}), problem(409, "taken")),
        (json!({"name": "New", "due_minutes": 0}), problem(422, "invalid")),
        (json!({"name": "New", "due_minutes": 525_601}), problem(422, "invalid")),
    ] {
        assert_eq!(told(&admin.post("/v1/slas", body.clone()).send().await), expected, "{body}");
    }
    assert_eq!(told(&admin.patch(&path, json!({"due_minutes": -1})).send().await), problem(422, "invalid"));
    admin.delete(&path).send().await.expect(204);
    assert_eq!(told(&admin.get(&path).send().await), problem(404, "not_found"));
    assert_eq!(kinds_after(admin, before).await.0, ["sla.created", "sla.updated", "sla.deleted"]);
    server.stop().await;
}
