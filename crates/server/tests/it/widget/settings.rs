//! How a widget looks and what it asks: kept, refused, told to visitors.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use crate::scene::{channel, id, user};

async fn edit(client: &Client, channel: &str, widget: Value) -> Value {
    client.patch(&format!("/v1/channels/{channel}"), json!({"widget": widget})).send().await.expect(200)["widget"].clone()
}

async fn told(client: &Client, channel: &str) -> Value {
    client.get(&format!("/v1/channels/{channel}/widget")).send().await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_and_only_what_is_given_changes() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    let team = id(&server.admin.post("/v1/teams", json!({"name": "Sales"})).send().await.expect(201));
    let all = json!({
        "title": "Help", "greeting": "Hello!\nHow can we help?", "color": "#2563eb", "position": "left", "theme": "dark", "locale": "id",
        "pre_chat": {"name": "optional", "email": "required", "phone": "no"},
        "team_choice": [team],
        "office_hours": {"time_zone": "Asia/Jakarta", "days": {"monday": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "24:00"}]}},
        "offline_message": "Back soon", "rating": false, "sites": ["https://shop.example"], "identity_required": true,
    });
    assert_eq!(edit(&server.admin, &web, all.clone()).await, all);
    let mut changed = all.clone();
    changed["theme"] = json!("light");
    changed["office_hours"] = Value::Null;
    assert_eq!(edit(&server.admin, &web, json!({"theme": "light", "office_hours": null})).await, changed);

    let server = server.restart().await;
    let (_, agent) = user(&server.admin, "agent", "agent").await;
    let read = agent.get(&format!("/v1/channels/{web}")).send().await;
    if read.status == 200 {
        assert_eq!(read.json()["widget"], changed);
    }
    assert_eq!(server.admin.get(&format!("/v1/channels/{web}")).send().await.expect(200)["widget"], changed);
    agent.patch(&format!("/v1/channels/{web}"), json!({"widget": {"title": "Mine"}})).send().await.expect(403);
    let events = server.admin.get("/v1/events?after=0").send().await.expect(200);
    let edits = events["events"].as_array().expect("events").iter().filter(|event| event["type"] == "channel.updated");
    assert_eq!(edits.map(|edit| edit["data"]["changes"].clone()).collect::<Vec<_>>(), [json!({"widget": {}}), json!({"widget": {}})]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_acceptable_is_named_and_changes_nothing() {
    let server = Server::start().await;
    let (web, api) = (channel(&server.admin, "web").await, channel(&server.admin, "api").await);
    let before = server.admin.get(&format!("/v1/channels/{web}")).send().await.expect(200);
    let gone = id(&server.admin.post("/v1/teams", json!({"name": "Gone"})).send().await.expect(201));
    server.admin.patch(&format!("/v1/teams/{gone}"), json!({"active": false})).send().await.expect(200);
    for (widget, field) in [
        (json!({"color": "red"}), "widget.color"),
        (json!({"title": "x".repeat(201)}), "widget.title"),
        (json!({"locale": "en_US"}), "widget.locale"),
        (json!({"position": "top"}), "widget.position"),
        (json!({"theme": null}), "widget.theme"),
        (json!({"pre_chat": {"name": "maybe"}}), "widget.pre_chat.name"),
        (json!({"pre_chat": {"age": "required"}}), "widget.pre_chat.age"),
        (json!({"team_choice": [gone]}), "widget.team_choice"),
        (json!({"office_hours": {"time_zone": "Mars/Olympus"}}), "widget.office_hours"),
        (json!({"office_hours": {"time_zone": "UTC", "days": {"monday": [{"from": "17:00", "to": "09:00"}]}}}), "widget.office_hours"),
        (
            json!({"office_hours": {"time_zone": "UTC", "days": {"monday": [{"from": "9", "to": "17:00"}]}}}),
            "widget.office_hours.days.?[0].from",
        ),
        (json!({"office_hours": {"time_zone": "UTC", "days": {"someday": []}}}), "widget.office_hours.days.?"),
        (json!({"sites": ["https://shop.example; script-src *"]}), "widget.sites"),
        (json!({"sites": ["*"]}), "widget.sites"),
        (json!({"title": "Fine", "unknown": 1}), "widget.unknown"),
    ] {
        let answer = server.admin.patch(&format!("/v1/channels/{web}"), json!({"name": "New", "widget": widget})).send().await;
        let problem = answer.expect(422);
        assert_eq!((&problem["code"], &problem["field"]), (&json!("invalid"), &json!(field)), "{problem}");
    }
    assert_eq!(server.admin.get(&format!("/v1/channels/{web}")).send().await.expect(200), before);
    let unknown = json!({"widget": {"team_choice": [web]}});
    server.admin.patch(&format!("/v1/channels/{web}"), unknown).send().await.expect(404);
    let refused = server.admin.patch(&format!("/v1/channels/{api}"), json!({"widget": {"title": "x"}})).send().await.expect(422);
    assert_eq!(refused["field"], "widget");
    assert_eq!(server.admin.get(&format!("/v1/channels/{api}")).send().await.expect(200).get("widget"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_told_what_his_browser_needs_and_no_more() {
    let server = Server::foretold().await;
    let web = channel(&server.admin, "web").await;
    let stranger = server.client();
    let fresh = told(&stranger, &web).await;
    assert_eq!((&fresh["title"], &fresh["open"], &fresh["next_open_at"]), (&json!("web"), &json!(true), &Value::Null));

    let team = id(&server.admin.post("/v1/teams", json!({"name": "Sales"})).send().await.expect(201));
    // The clock stands at 2026-01-01T00:00:00Z, a Thursday: seven in the morning in Jakarta.
    let hours = json!({"time_zone": "Asia/Jakarta", "days": {"thursday": [{"from": "09:00", "to": "17:00"}]}});
    let widget = json!({"title": "Help", "team_choice": [team], "sites": ["https://shop.example"], "office_hours": hours});
    edit(&server.admin, &web, widget).await;
    let closed = told(&stranger, &web).await;
    assert_eq!(closed["teams"], json!([{"id": team, "name": "Sales"}]));
    assert_eq!((&closed["open"], &closed["next_open_at"]), (&json!(false), &json!("2026-01-01T02:00:00.000000Z")));
    assert!(closed.get("sites").is_none() && closed.get("office_hours").is_none(), "{closed}");
    server.clock().advance_seconds(2 * 60 * 60);
    assert_eq!(told(&stranger, &web).await["open"], true);

    server.admin.patch(&format!("/v1/teams/{team}"), json!({"active": false})).send().await.expect(200);
    assert_eq!(told(&stranger, &web).await["teams"], json!([]));
    let api = channel(&server.admin, "api").await;
    stranger.get(&format!("/v1/channels/{api}/widget")).send().await.expect(404);
    server.admin.patch(&format!("/v1/channels/{web}"), json!({"active": false})).send().await.expect(200);
    stranger.get(&format!("/v1/channels/{web}/widget")).send().await.expect(404);
}
