//! Views: whose they are, and what they show.

use serde_json::json;
use switchroom_testkit::Server;

use super::{problem, team, told};
use crate::scene::{id, user};
use crate::transcript::Transcript;

const PATH: &str = "/v1/views";

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_saved_shared_and_deleted() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let ((_, ann), (_, max)) = (user(admin, "ann", "agent").await, user(admin, "max", "manager").await);
    let sales = team(admin, "sales", &[]).await;
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    t.note("An agent saves a view of her own, which nobody else sees.");
    let filter =
        json!({"status": "queued,assigned", "assignee": "me", "team_id": sales, "tag": "vip", "priority": "high", "snoozed": false});
    let own = id(&t.ask(&ann, "POST", PATH, Some(json!({"name": "My VIPs", "icon": "star", "filter": filter}))).await);
    t.ask(&max, "GET", PATH, None).await;
    t.ask(&max, "PATCH", &format!("{PATH}/{own}"), Some(json!({"name": "His"}))).await;
    t.note("Sharing is for managers.");
    t.ask(&ann, "PATCH", &format!("{PATH}/{own}"), Some(json!({"shared": true}))).await;
    let shared = json!({"name": "Unassigned", "shared": true, "filter": {"assignee": "none"}});
    let shared = id(&t.ask(&max, "POST", PATH, Some(shared)).await);
    t.ask(&ann, "GET", PATH, None).await;
    t.ask(&ann, "DELETE", &format!("{PATH}/{shared}"), None).await;
    t.note("What is edited: a filter is given as a whole.");
    t.ask(&ann, "PATCH", &format!("{PATH}/{own}"), Some(json!({"icon": null, "filter": {"status": "queued"}}))).await;
    t.ask(&admin.clone(), "PATCH", &format!("{PATH}/{shared}"), Some(json!({"name": "Nobody's"}))).await;
    t.ask(&ann, "DELETE", &format!("{PATH}/{own}"), None).await;
    t.ask(&ann, "GET", PATH, None).await;
    t.note("The log tells of it, without names.");
    t.ask(&ann, "GET", "/v1/events?types=view.*", None).await;
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_and_pages_have_an_end() {
    let server = Server::start().await;
    let admin = &server.admin;
    let nobody = "00000000-0000-7000-8000-000000000001";
    for (body, expected) in [
        (json!({"name": " ", "filter": {}}), problem(422, "invalid")),
        (json!({"name": "x"}), problem(422, "invalid")),
        (json!({"name": "x", "filter": []}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"status": "open"}}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"status": ""}}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"assignee": "you"}}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"priority": "urgent"}}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"tag": " "}}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"colour": "red"}}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {}, "icon": "x".repeat(65)}), problem(422, "invalid")),
        (json!({"name": "x", "filter": {"assignee": nobody}}), problem(404, "not_found")),
        (json!({"name": "x", "filter": {"team_id": nobody}}), problem(404, "not_found")),
        (json!({"name": "x", "filter": {"channel_id": nobody}}), problem(404, "not_found")),
    ] {
        assert_eq!(told(&admin.post(PATH, body.clone()).send().await), expected, "{body}");
    }
    assert_eq!(told(&admin.delete(&format!("{PATH}/{nobody}")).send().await), problem(404, "not_found"));
    let mut saved = Vec::new();
    for name in ["a", "b", "c"] {
        saved.push(id(&admin.post(PATH, json!({"name": name, "filter": {}})).send().await.expect(201)));
    }
    let mut listed = Vec::new();
    let mut path = format!("{PATH}?limit=2");
    loop {
        let page = admin.get(&path).send().await.expect(200);
        listed.extend(page["views"].as_array().expect("views").iter().map(id));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("{PATH}?limit=2&cursor={next}");
    }
    assert_eq!(listed, saved);
    server.stop().await;
}
