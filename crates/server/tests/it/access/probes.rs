//! One request for each kind of thing that one may be allowed to do.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server, Socket};

use super::{issued, own_id};
use crate::scene::{id, user};
use crate::things::Things;

/// Requests, by the permission that each needs. They can be made any number of times. `bystander` is a user without roles.
fn probes(things: &Things, bystander: &str, name: &str) -> Vec<(&'static str, &'static str, String, Option<Value>)> {
    let Things { room, contact, channel, message, webhook, replay, team, sla, custom_field, .. } = things;
    let path = |path: &str| path.to_owned();
    vec![
        ("room.view", "GET", path("/v1/rooms"), None),
        ("room.view", "GET", format!("/v1/rooms/{room}"), None),
        ("room.view", "GET", format!("/v1/rooms/{room}/participants"), None),
        ("room.view", "GET", format!("/v1/rooms/{room}/messages"), None),
        ("room.view", "GET", format!("/v1/messages/{message}/revisions"), None),
        ("room.view", "GET", path("/v1/rooms/counts"), None),
        ("room.open", "POST", path("/v1/rooms"), Some(json!({"channel_id": channel, "contact_id": contact}))),
        ("room.edit_others", "PATCH", format!("/v1/rooms/{room}"), Some(json!({"topic": name}))),
        ("room.edit_others", "POST", format!("/v1/rooms/{room}/tags"), Some(json!({"add": [name]}))),
        (
            "room.edit_others",
            "PATCH",
            format!("/v1/rooms/{room}"),
            Some(json!({"priority": "low", "custom_fields": {custom_field.as_str(): name}})),
        ),
        ("room.edit_others", "PUT", format!("/v1/rooms/{room}/note"), Some(json!({"note": name}))),
        ("room.edit_others", "PUT", format!("/v1/rooms/{room}/summary"), Some(json!({"text": name}))),
        ("room.edit_others", "POST", format!("/v1/rooms/{room}/rating"), Some(json!({"value": 3}))),
        ("room.view", "PUT", format!("/v1/rooms/{room}/flag"), Some(json!({"flag": "done"}))),
        ("room.view", "GET", path("/v1/slas"), None),
        ("room.view", "GET", format!("/v1/slas/{sla}"), None),
        ("room.view", "GET", path("/v1/custom-fields"), None),
        ("room.view", "GET", format!("/v1/custom-fields/{custom_field}"), None),
        ("room.assign", "POST", format!("/v1/rooms/{room}/assign"), Some(json!({"user_id": things.user}))),
        ("room.resolve_others", "POST", format!("/v1/rooms/{room}/reopen"), Some(json!({}))),
        ("room.block", "POST", format!("/v1/rooms/{room}/block"), Some(json!({"contact_id": contact, "blocked": false}))),
        ("message.post", "POST", format!("/v1/rooms/{room}/messages"), Some(json!({"text": name}))),
        ("message.post_as_contact", "POST", format!("/v1/rooms/{room}/messages"), Some(json!({"text": name, "author": "contact"}))),
        ("message.post_campaign", "POST", format!("/v1/rooms/{room}/messages"), Some(json!({"text": name, "campaign": true}))),
        ("message.edit_others", "PATCH", format!("/v1/messages/{message}"), Some(json!({"text": name}))),
        ("message.change_status", "POST", format!("/v1/messages/{message}/status"), Some(json!({"status": "sent"}))),
        ("contact.view", "GET", path("/v1/contacts"), None),
        ("contact.view", "GET", format!("/v1/contacts/{contact}"), None),
        ("contact.edit", "PATCH", format!("/v1/contacts/{contact}"), Some(json!({"name": name}))),
        ("contact.create", "POST", path("/v1/contacts"), Some(json!({"channel_id": channel, "handle": "somebody"}))),
        ("user.view", "GET", path("/v1/users"), None),
        ("user.view", "GET", path("/v1/roles"), None),
        ("user.create", "POST", path("/v1/users"), Some(json!({"username": format!("by-{name}")}))),
        ("user.manage", "PATCH", format!("/v1/users/{}", things.user), Some(json!({"status_text": name}))),
        ("agent.manage", "PATCH", format!("/v1/users/{}", things.user), Some(json!({"available": false}))),
        ("user.edit_active", "PATCH", format!("/v1/users/{bystander}"), Some(json!({"active": true}))),
        ("role.manage", "PATCH", path("/v1/roles/guest"), Some(json!({"permissions": []}))),
        ("team.view", "GET", path("/v1/teams"), None),
        ("team.view", "GET", format!("/v1/teams/{team}"), None),
        ("team.manage", "PATCH", format!("/v1/teams/{team}"), Some(json!({"active": true}))),
        ("team.add_members", "PATCH", format!("/v1/teams/{team}"), Some(json!({"members": [things.user]}))),
        ("room.edit_others", "DELETE", format!("/v1/rooms/{}/snooze", things.room), None),
        ("canned_response.view", "GET", path("/v1/canned-responses"), None),
        ("room.view", "GET", path("/v1/views"), None),
        ("view.share", "POST", path("/v1/views"), Some(json!({"name": name, "shared": true, "filter": {}}))),
        ("sla.manage", "PATCH", format!("/v1/slas/{sla}"), Some(json!({"due_minutes": 30}))),
        ("custom_field.manage", "PUT", path("/v1/custom-fields/probe"), Some(json!({"scope": "room", "label": name}))),
        ("setting.view", "GET", path("/v1/settings"), None),
        ("setting.manage", "PATCH", path("/v1/settings"), Some(json!({"contacts.may_resolve": true}))),
        ("token.manage", "GET", path("/v1/oauth-clients"), None),
        ("channel.view", "GET", path("/v1/channels"), None),
        ("channel.manage", "PATCH", format!("/v1/channels/{channel}"), Some(json!({"name": name}))),
        ("token.manage", "GET", path("/v1/tokens"), None),
        ("webhook.manage", "GET", path("/v1/webhooks"), None),
        ("webhook.manage", "GET", format!("/v1/webhooks/{webhook}/attempts"), None),
        ("webhook.manage", "GET", format!("/v1/webhooks/{webhook}/parked"), None),
        ("webhook.manage", "GET", format!("/v1/webhooks/{webhook}/dead-letters"), None),
        ("webhook.manage", "GET", format!("/v1/webhooks/{webhook}/replays"), None),
        ("webhook.manage", "POST", format!("/v1/webhooks/{webhook}/replays/{replay}/cancel"), Some(json!({}))),
        ("webhook.manage", "POST", format!("/v1/webhooks/{webhook}/replay"), Some(json!({"since": "2026-01-01T00:00:00Z"}))),
        ("webhook.manage", "POST", format!("/v1/webhooks/{webhook}/resend"), Some(json!({"seq": 1}))),
        ("webhook.manage", "POST", format!("/v1/webhooks/{webhook}/secret"), Some(json!({}))),
        ("webhook.manage", "POST", format!("/v1/webhooks/{webhook}/test"), Some(json!({}))),
        ("webhook.manage", "PATCH", format!("/v1/webhooks/{webhook}"), Some(json!({"enabled": true}))),
        ("event.read", "GET", format!("/v1/consumers/{}", things.consumer), None),
        ("organization.operate", "GET", path("/v1/organizations"), None),
        ("organization.operate", "GET", path("/v1/organizations/1/hosts"), None),
    ]
}

/// What is wrong with what the client may do: it must be just `allowed`.
async fn wrong(client: &Client, things: &Things, bystander: &str, name: &str, allowed: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (permission, method, path, body) in probes(things, bystander, name) {
        let mut request = client.request(method.parse().expect("a method"), &path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await;
        let right = if allowed.contains(&permission) {
            answer.status.is_success()
        } else {
            answer.status == 403 && answer.text("code") == "forbidden"
        };
        if !right {
            wrong.push(format!(
                "{name}: {method} {path} for {permission} answered {} {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            ));
        }
    }
    wrong
}

const READ_ROOMS: &[&str] = &["room.view"];
const WRITE_ROOMS: &[&str] = &[
    "room.view",
    "room.open",
    "room.edit_others",
    "room.assign",
    "room.resolve_others",
    "room.block",
    "message.post",
    "message.post_as_contact",
    "message.post_campaign",
    "message.edit_others",
    "message.change_status",
    "view.share",
];
const MANAGE: &[&str] = &[
    "user.view",
    "user.create",
    "user.manage",
    "user.edit_active",
    "agent.manage",
    "team.view",
    "team.manage",
    "team.add_members",
    "sla.manage",
    "custom_field.manage",
    "setting.view",
    "setting.manage",
    "channel.view",
    "channel.manage",
    "token.manage",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_lets_through_just_what_it_says() {
    let server = Server::start().await;
    let things = Things::make(&server.admin, "ann", "mark").await;
    let bystander = id(&server.admin.post("/v1/users", json!({"username": "bystander"})).send().await.expect(201));
    let admin = own_id(&server.admin).await;
    let all: Vec<&str> =
        probes(&things, "", "").into_iter().map(|(permission, ..)| permission).filter(|name| *name != "organization.operate").collect();
    let both = ["room.view", "contact.view"];
    let scopes: [(&[&str], &[&str]); 10] = [
        (&["rooms:read"], READ_ROOMS),
        (&["rooms:write"], WRITE_ROOMS),
        (&["contacts:read"], &["contact.view"]),
        (&["contacts:write"], &["contact.view", "contact.create", "contact.edit"]),
        (&["events:read"], &["event.read"]),
        (&["webhooks:manage"], &["webhook.manage"]),
        (&["organization:manage"], MANAGE),
        (&["operator"], &["organization.operate"]),
        (&["all"], &all),
        (&["rooms:read", "contacts:read"], &both),
    ];
    let mut findings = Vec::new();
    for (scopes, allowed) in scopes {
        let client = issued(&server.admin, "user_id", &admin, scopes).await;
        findings.extend(wrong(&client, &things, &bystander, &scopes.join("+").replace(':', "-"), allowed).await);
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));

    // So do sockets, whose frames tell no place in the log to those who follow a room and may not read the log.
    let answerer = issued(&server.admin, "user_id", &admin, &["contacts:write"]).await;
    let mut socket = Socket::open(&answerer).await;
    socket.send(json!({"type": "subscribe"})).await;
    assert_eq!(socket.next_of("error").await["problem"]["permission"], "room.view");
    let reader = issued(&server.admin, "user_id", &admin, &["rooms:read"]).await;
    let mut socket = Socket::open(&reader).await;
    socket.send(json!({"type": "subscribe", "room_id": things.room, "after": 0})).await;
    let event = socket.next_of("event").await["event"].clone();
    assert!(event["room_version"] == 1 && event.get("seq").is_none(), "{event}");
    socket.send(json!({"type": "post", "room_id": things.room, "text": "hello", "ref": "post"})).await;
    assert_eq!(socket.next_of("error").await["problem"]["permission"], "message.post");
    let follower = issued(&server.admin, "user_id", &admin, &["events:read"]).await;
    let mut socket = Socket::open(&follower).await;
    socket.send(json!({"type": "subscribe", "room_id": things.room})).await;
    assert_eq!(socket.next_of("error").await["problem"]["permission"], "room.view");
    socket.send(json!({"type": "subscribe", "after": 0})).await;
    assert_eq!(socket.next_of("event").await["event"]["seq"], 1);
    drop(socket);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_allows_just_what_it_says() {
    const SERVING: &[&str] = &[
        "room.view",
        "room.open",
        "room.block",
        "message.post",
        "contact.view",
        "contact.create",
        "contact.edit",
        "user.view",
        "channel.view",
        "canned_response.view",
    ];
    const LEADING: &[&str] = &[
        "room.edit_others",
        "room.assign",
        "room.resolve_others",
        "agent.manage",
        "team.view",
        "team.manage",
        "team.add_members",
        "event.read",
    ];
    const MANAGER: &[&str] =
        &["message.post_campaign", "channel.manage", "sla.manage", "view.share", "custom_field.manage", "webhook.manage"];
    const BOT: &[&str] = &[
        "room.edit_others",
        "room.assign",
        "room.resolve_others",
        "message.post_as_contact",
        "message.post_campaign",
        "message.change_status",
        "webhook.manage",
        "event.read",
    ];
    const REST: &[&str] =
        &["canned_response.view", "contact.view", "contact.create", "contact.edit", "role.manage", "webhook.manage", "event.read"];
    let server = Server::start().await;
    let things = Things::make(&server.admin, "ann", "mark").await;
    let bystander = id(&server.admin.post("/v1/users", json!({"username": "bystander"})).send().await.expect(201));
    let mut findings = Vec::new();
    for (role, allowed) in [
        ("agent", [SERVING].concat()),
        ("monitor", [SERVING, LEADING].concat()),
        ("manager", [SERVING, LEADING, MANAGER].concat()),
        ("bot", [SERVING, BOT].concat()),
        ("user", Vec::new()),
        ("guest", Vec::new()),
        // What they may edit they must see.
        ("owner", Vec::new()),
        ("moderator", Vec::new()),
        ("admin", [WRITE_ROOMS, MANAGE, REST].concat()),
    ] {
        let (_, client) = user(&server.admin, &format!("the-{role}"), role).await;
        findings.extend(wrong(&client, &things, &bystander, role, &allowed).await);
    }
    let nobody = server.admin.post("/v1/users", json!({"username": "nobody"})).send().await.expect(201);
    let nobody = issued(&server.admin, "user_id", nobody["id"].as_str().expect("an id"), &["all", "events:read"]).await;
    findings.extend(wrong(&nobody, &things, &bystander, "nobody", &[]).await);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    server.stop().await;
}
