//! Settings.

use serde_json::json;
use switchroom_testkit::Server;

use super::{head, kinds_after, problem, told};

#[tokio::test(flavor = "multi_thread")]
async fn settings_have_defaults_until_they_are_set() {
    let server = Server::start().await;
    let admin = &server.admin;
    let defaults = json!({
        "settings": {"routing.method": "auto", "routing.accept_without_agents": false, "contacts.may_resolve": true},
        "set": [],
    });
    assert_eq!(admin.get("/v1/settings").send().await.expect(200), defaults);
    let before = head(admin).await;
    let edit = json!({"routing.method": "manual", "rocketchat.Livechat_title": "Help", "qontak.x": {"a": [1, null]}});
    let edited = admin.patch("/v1/settings", edit).send().await.expect(200);
    assert_eq!(edited["settings"]["routing.method"], "manual");
    assert_eq!(edited["settings"]["contacts.may_resolve"], true);
    assert_eq!(edited["settings"]["qontak.x"], json!({"a": [1, null]}));
    assert_eq!(edited["set"], json!(["qontak.x", "rocketchat.Livechat_title", "routing.method"]));
    assert_eq!(admin.get("/v1/settings").send().await.expect(200), edited);
    let all = json!({"routing.method": null, "rocketchat.Livechat_title": null, "qontak.x": null, "contacts.may_resolve": null});
    assert_eq!(admin.patch("/v1/settings", all).send().await.expect(200), defaults);
    assert_eq!(kinds_after(admin, before).await.0, ["settings.updated", "settings.updated"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_that_cannot_be_changes_none() {
    let server = Server::start().await;
    let admin = &server.admin;
    let before = (admin.get("/v1/settings").send().await.expect(200), head(admin).await);
    for (edit, expected) in [
        (json!({"contacts.may_resolve": false, "routing.method": "magic"}), problem(422, "invalid")),
        (json!({"contacts.may_resolve": false, "routing.accept_without_agents": "yes"}), problem(422, "invalid")),
        (json!({"contacts.may_resolve": false, "no.such_setting": 1}), problem(404, "not_found")),
        (json!({"contacts.may_resolve": false, "rocketchat.": 1}), problem(404, "not_found")),
        (json!({"contacts.may_resolve": false, "qontak.x": "x".repeat(70_000)}), problem(422, "invalid")),
    ] {
        assert_eq!(told(&admin.patch("/v1/settings", edit.clone()).send().await), expected);
    }
    assert_eq!((admin.get("/v1/settings").send().await.expect(200), head(admin).await), before);
    server.stop().await;
}
