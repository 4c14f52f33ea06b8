//! Teams.

use serde_json::json;
use switchroom_testkit::Server;

use super::{head, kinds_after, problem, team, told};
use crate::scene::{id, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_made_changed_and_deleted() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (ann, _) = user(admin, "ann", "agent").await;
    let (bob, _) = user(admin, "bob", "agent").await;
    let before = head(admin).await;
    let sales = admin.post("/v1/teams", json!({"name": " Sales ", "members": [ann, bob, ann]})).send().await.expect(201);
    assert_eq!((&sales["name"], &sales["members"], &sales["active"]), (&json!("Sales"), &json!([ann, bob]), &json!(true)));
    let path = format!("/v1/teams/{}", id(&sales));
    assert_eq!(admin.get(&path).send().await.expect(200), sales);
    team(admin, "After", &[]).await;
    let list = admin.get("/v1/teams").send().await.expect(200);
    let names: Vec<_> = list["teams"].as_array().expect("teams").iter().map(|team| &team["name"]).collect();
    assert!(names == ["Sales", "After"] && list["next"].is_null(), "{list}");
    let first = admin.get("/v1/teams?limit=1").send().await.expect(200);
    let next = first["next"].as_str().expect("a next page");
    let second = admin.get(&format!("/v1/teams?limit=1&cursor={next}")).send().await.expect(200);
    assert_eq!((&first["teams"][0], &second["teams"][0]["name"], &second["next"]), (&sales, &json!("After"), &json!(null)));

    let edited = admin.patch(&path, json!({"name": "Support", "members": [bob], "active": false})).send().await.expect(200);
    assert_eq!((&edited["name"], &edited["members"], &edited["active"]), (&json!("Support"), &json!([bob]), &json!(false)));
    assert!(edited["updated_at"].as_str() > sales["updated_at"].as_str());
    assert_eq!(admin.get(&path).send().await.expect(200), edited);
    admin.delete(&path).send().await.expect(204);
    assert_eq!(told(&admin.get(&path).send().await), problem(404, "not_found"));
    assert_eq!(told(&admin.delete(&path).send().await), problem(404, "not_found"));
    let (kinds, _) = kinds_after(admin, before).await;
    assert_eq!(kinds, ["team.created", "team.created", "team.updated", "team.deleted"]);
    // Its name is free again.
    team(admin, "support", &[]).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_cannot_be_is_refused() {
    let server = Server::start().await;
    let admin = &server.admin;
    team(admin, "Sales", &[]).await;
    let other = format!("/v1/teams/{}", team(admin, "Support", &[]).await);
    let before = admin.get("/v1/teams").send().await.expect(200);
    let nobody = "00000000-0000-0000-0000-000000000000";
    for (body, expected) in [
        (json!({"name": "sALES"}), problem(409, "taken")),
        (json!({"name": " "}), problem(422, "invalid")),
        (json!({"name": "New", "members": [nobody]}), problem(404, "not_found")),
    ] {
        assert_eq!(told(&admin.post("/v1/teams", body.clone()).send().await), expected, "{body}");
        assert_eq!(told(&admin.patch(&other, body.clone()).send().await), expected, "{body}");
    }
    assert_eq!(admin.get("/v1/teams").send().await.expect(200), before);
    // Its own name in other letters is no other team's.
    admin.patch(&other, json!({"name": "SUPPORT"})).send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_made_once() {
    let server = Server::start().await;
    let request = || server.admin.post("/v1/teams", json!({"name": "Sales"})).header("idempotency-key", "k1").send();
    let (first, again) = (request().await, request().await);
    assert_eq!((first.status.as_u16(), &first.body), (201, &again.body));
    assert!(again.headers.contains_key("idempotency-replayed"));
    assert_eq!(server.admin.get("/v1/teams").send().await.expect(200)["teams"].as_array().map(Vec::len), Some(1));
    server.stop().await;
}
