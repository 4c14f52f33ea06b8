//! Webhooks of rooms, compared with seed 000.

use serde_json::{Value, json};
use switchroom_server::config::Layer;
use switchroom_testkit::{Client, Received, Server, Sink};

use super::{Cast, ROOM_TOPICS, data_events, subscribe, until};
use crate::seeds;
use crate::shape::{Keys, Shape};

/// What is null while nobody has written.
const UNWRITTEN: [&str; 3] = ["session_at", "last_message", "last_message_at"];
/// What only providers give.
const UNGIVEN: [&str; 1] = ["last_message.external_id"];

fn like_the_seed(received: &Received, nulls: &[&str]) {
    let differences = Shape::of(&received.body).differences(&seeds::room_updated(), Keys::Exactly, nulls);
    assert_eq!(differences, Vec::<String>::new(), "{}", received.json());
}

/// The only body of this `data_event`.
fn only(received: &[Received], data_event: &str) -> Value {
    let all: Vec<Value> = received.iter().map(Received::json).filter(|body| body["data_event"] == data_event).collect();
    let [body] = &all[..] else { panic!("{} of {data_event}", all.len()) };
    body.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_told_as_in_the_seed() {
    let server = Server::start().await;
    server.admin.patch("/v1/settings", json!({"routing.method": "manual"})).send().await.expect(200);
    let sink = Sink::start().await;
    subscribe(&server.admin, &sink, &ROOM_TOPICS).await;
    let cast = Cast::gather(&server).await;
    let message = cast.customer_writes("asdasd").await;
    cast.act(&server.admin, "assign", json!({"user_id": cast.agent_id})).await;
    let received = until(&sink, "add_agent").await;
    assert_eq!(data_events(&received), ["room_created", "new_message", "add_participant", "add_agent"]);
    like_the_seed(&received[0], &UNWRITTEN);
    for delivery in &received[1..] {
        like_the_seed(delivery, &[]);
    }
    let created = received[0].json();
    assert_eq!((&created["status"], &created["last_message"], &created["agent_ids"]), (&json!("unassigned"), &Value::Null, &json!([])));
    assert_eq!((&created["name"], &created["account_uniq_id"]), (&json!("Burhanudin"), &json!("628117661000")));
    // What the seed has wrong: `add_agent` tells of an agent.
    let body = received[3].json();
    for (field, value) in [
        ("id", &cast.room["id"]),
        ("status", &json!("assigned")),
        ("agent_ids", &json!([cast.agent_id])),
        ("type", &json!("Models::CustomerServiceRoom")),
        ("channel_account", &json!("Qontak")),
        ("channel_integration_id", &json!(cast.channel)),
        ("session_at", &json!("2026-03-03T22:53:29.000Z")),
        ("last_message_at", &json!("2026-03-03T22:53:29.000Z")),
        ("unread_count", &json!(1)),
        ("external_id", &json!("")),
        ("is_unresponded", &json!(true)),
        ("is_dont_auto_resolve", &json!(false)),
        ("extra", &json!({"is_participant_online": true})),
    ] {
        assert_eq!(&body[field], value, "{field}");
    }
    let last = &body["last_message"];
    for (field, value) in [
        ("id", &message["id"]),
        ("text", &json!("asdasd")),
        ("status", &json!("created")),
        ("sender_type", &json!("Models::Contact")),
        ("sender_id", &cast.room["contact_id"]),
        ("participant_type", &json!("customer")),
        ("channel", &body["channel"]),
        ("external_id", &message["provider_id"]),
        ("created_at", &json!("2026-03-03T22:53:29.000Z")),
    ] {
        assert_eq!(&last[field], value, "{field}");
    }
    let raw = &last["raw_message"];
    assert_eq!(raw["contacts"], json!([{"wa_id": "628117661000", "profile": {"name": "Burhanudin"}}]));
    let entry = json!([{"id": message["provider_id"], "from": "628117661000", "text": {"body": "asdasd"}, "type": "text", "timestamp": "1772578409"}]);
    assert_eq!(raw["messages"], entry);
    server.stop().await;
}

/// What a provider gave is told as it is, and the picture is to be had.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_gave_is_told_as_it_is() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    subscribe(&server.admin, &sink, &ROOM_TOPICS).await;
    let cast = Cast::gather(&server).await;
    let kinds = json!({"qontak.channel_kinds": {(&cast.channel): "wa_cloud"}});
    server.admin.patch("/v1/settings", kinds).send().await.expect(200);
    cast.customer_writes("a").await;
    let made = only(&until(&sink, "new_message").await, "new_message");
    assert_eq!((&made["channel"], &made["last_message"]["channel"]), (&json!("wa_cloud"), &json!("wa_cloud")));
    assert_eq!(made["last_message"]["raw_message"]["messaging_product"], "whatsapp");
    let raw = json!({"messaging_product": "whatsapp", "contacts": [{"wa_id": "1", "profile": {"name": "A"}}], "anything": [1, null]});
    let body = json!({"text": "x", "author": "contact", "payload": {"raw": raw}});
    cast.post(&server.admin, body).await;
    let is_it = |received: &Received| received.json()["last_message"]["text"] == "x";
    let received = sink.wait_until(|all| all.iter().any(is_it)).await;
    let body = received.iter().find(|received| is_it(received)).expect("the body").json();
    assert_eq!(body["last_message"]["raw_message"], raw);
    let picture = server.client().get(body["avatar"]["url"].as_str().expect("a url")).send().await;
    assert_eq!((picture.status.as_u16(), &picture.headers["content-type"]), (200, &"image/svg+xml".parse().expect("header")));
    assert!(picture.body.starts_with(b"<svg"));
    server.stop().await;
}

/// Compares every body with what the log says of its event: the room as of then.
async fn as_the_log_tells(admin: &Client, received: &[Received]) {
    let events = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    let events = events["events"].as_array().expect("events");
    for delivery in received {
        let id = delivery.header("webhook-id").trim_start_matches("evt_");
        let event = events.iter().find(|event| event["id"] == id).unwrap_or_else(|| panic!("no event {id}"));
        let (body, room) = (delivery.json(), &event["data"]["room"]);
        let millis = |time: &Value| time.as_str().map(|time| format!("{}Z", &time[..23]));
        let status = match room["status"].as_str() {
            Some("queued") => "unassigned",
            other => other.expect("a status"),
        };
        assert_eq!(body["status"], status, "{body}");
        assert_eq!(body["agent_ids"], room["assignees"], "{body}");
        assert_eq!(body["tags"], room["tags"], "{body}");
        assert_eq!(body["unread_count"], room["unread"], "{body}");
        assert_eq!(body["last_message"]["id"], room["last_message"]["id"], "{body}");
        assert_eq!(body["last_message"]["status"], room["last_message"]["status"], "{body}");
        assert_eq!(body["note"], room["note"], "{body}");
        assert_eq!(body["description"].as_str(), room["topic"].as_str().or(Some("")), "{body}");
        assert_eq!(body["name"].as_str(), room["name"].as_str().or(Some("Burhanudin")), "{body}");
        for time in ["created_at", "updated_at", "last_activity_at", "resolved_at"] {
            assert_eq!(body[time].as_str(), millis(&room[time]).as_deref(), "{time} of {body}");
        }
    }
}

/// Every change of the room, and everything inside it, in order.
#[tokio::test(flavor = "multi_thread")]
async fn every_event_of_the_room_is_told_once() {
    let server = Server::start().await;
    server.admin.patch("/v1/settings", json!({"routing.method": "manual"})).send().await.expect(200);
    let sink = Sink::start().await;
    subscribe(&server.admin, &sink, &["qontak.chat.room.updated"]).await;
    let cast = Cast::gather(&server).await;
    let room = format!("/v1/rooms/{}", cast.room_id());
    cast.customer_writes("helo").await;
    cast.act(&cast.agent, "claim", json!({})).await;
    cast.post(&cast.agent, json!({"text": "between us", "visibility": "internal"})).await;
    let answer = cast.agent_writes("halo").await;
    cast.status(&answer, "sent").await;
    let path = format!("/v1/messages/{}", answer["id"].as_str().expect("an id"));
    cast.agent.patch(&path, json!({"text": "halo!"})).send().await.expect(200);
    cast.agent.patch(&room, json!({"name": "Order 17"})).send().await.expect(200);
    cast.agent.patch(&room, json!({"topic": "Late"})).send().await.expect(200);
    cast.agent.request(http::Method::PUT, &format!("{room}/note")).json(&json!({"note": "Impatient"})).send().await.expect(200);
    cast.act(&cast.agent, "tags", json!({"add": ["vip", "order"]})).await;
    cast.act(&cast.agent, "tags", json!({"remove": ["order"]})).await;
    cast.act(&cast.agent, "read", json!({})).await;
    cast.act(&cast.agent, "archive", json!({"archived": true})).await;
    cast.act(&cast.agent, "archive", json!({"archived": false})).await;
    cast.agent.delete(&path).send().await.expect(204);
    cast.act(&server.admin, "unassign", json!({})).await;
    cast.act(&server.admin, "resolve", json!({})).await;
    cast.act(&server.admin, "reopen", json!({})).await;
    let contact = cast.room["contact_id"].clone();
    cast.act(&server.admin, "block", json!({"contact_id": contact, "blocked": true})).await;
    cast.act(&server.admin, "block", json!({"contact_id": contact, "blocked": false})).await;
    let received = until(&sink, "unblock").await;
    let told = data_events(&received);
    let expected = [
        "new_message",
        "add_participant",
        "add_agent",
        "new_internal_message",
        "new_message",
        "update_message_status",
        "edit_message",
        "rename",
        "update_description",
        "update_note",
        "add_tag",
        "remove_tag",
        "mark_as_read",
        "archive",
        "unarchive",
        "delete_message",
        "remove_agent",
        "resolve",
        "reopen",
        "block",
        "unblock",
    ];
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(told, expected);
    for delivery in &received {
        like_the_seed(delivery, &UNGIVEN);
    }
    as_the_log_tells(&server.admin, &received).await;
    let of = |data_event: &str| only(&received, data_event);
    let texts = |data_event: &str| of(data_event)["last_message"]["text"].clone();
    assert_eq!(
        [texts("new_internal_message"), texts("update_message_status"), texts("edit_message"), texts("delete_message")],
        ["helo", "halo", "halo!", ""]
    );
    assert!(received.iter().all(|delivery| !String::from_utf8_lossy(&delivery.body).contains("between us")));
    assert_eq!(of("update_message_status")["last_message"]["status"], "sent");
    assert_eq!((&of("rename")["name"], &of("edit_message")["name"]), (&json!("Order 17"), &json!("Burhanudin")));
    assert_eq!((&of("update_description")["description"], &of("rename")["description"]), (&json!("Late"), &json!("")));
    assert_eq!((&of("update_note")["note"], &of("update_description")["note"]), (&json!("Impatient"), &Value::Null));
    assert_eq!((&of("add_tag")["tags"], &of("remove_tag")["tags"]), (&json!(["vip", "order"]), &json!(["vip"])));
    assert_eq!((&of("remove_agent")["status"], &of("remove_agent")["agent_ids"]), (&json!("unassigned"), &json!([])));
    let (resolved, reopened) = (of("resolve"), of("reopen"));
    assert_eq!((&resolved["status"], &resolved["resolved_by_type"]), (&json!("resolved"), &json!("Models::User")));
    assert!(resolved["resolved_at"].is_string() && resolved["resolved_by_id"].is_string());
    assert_eq!(
        (&reopened["status"], &reopened["resolved_at"], &reopened["resolved_by_id"]),
        (&json!("unassigned"), &Value::Null, &Value::Null)
    );
    server.stop().await;
}

/// Pictures lie under the url by which the outside reaches the server; a campaign's room says that it is one.
#[tokio::test(flavor = "multi_thread")]
async fn a_campaigns_room_is_told_with_pictures_under_the_public_url() {
    let server = Server::with_settings(Layer { public_url: Some("https://chat.example/".to_owned()), ..Layer::default() }).await;
    let sink = Sink::start().await;
    subscribe(&server.admin, &sink, &ROOM_TOPICS).await;
    let channel = crate::scene::channel(&server.admin, "api").await;
    let new = json!({"channel_id": channel, "contact": {"handle": "628117661000"}, "campaign": true});
    server.admin.post("/v1/rooms", new).send().await.expect(201);
    let received = until(&sink, "room_created").await;
    like_the_seed(&received[0], &UNWRITTEN);
    let body = received[0].json();
    assert_eq!(body["status"], "campaign");
    assert_eq!(body["name"], "628117661000");
    for size in ["small", "medium", "large"] {
        assert_eq!(body["avatar"][size]["url"], "https://chat.example/qontak/user.svg");
    }
    server.stop().await;
}
