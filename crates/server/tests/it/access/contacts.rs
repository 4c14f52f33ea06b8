//! What contacts may do, and what they are told.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server, Socket};

use super::{fields, issued, problem, told};
use crate::openapi::operations;
use crate::scene::{id, open_room, post};
use crate::things::Things;

/// What a contact may call with its own things, and what is answered. Everything else is refused.
const OWN: [(&str, u16); 27] = [
    ("get_openapi", 200),
    ("list_event_types", 200),
    ("get_event_type", 200),
    ("get_me", 200),
    ("upload_file", 201),
    ("get_contact", 200),
    ("edit_contact", 200),
    // It may go, but not while it has an open room.
    ("delete_contact", 409),
    ("list_rooms", 200),
    ("open_room", 404),
    ("get_room", 200),
    ("list_participants", 200),
    ("archive_room", 200),
    ("put_room_flag", 200),
    ("rate_room", 200),
    ("say_typing", 204),
    ("mark_room_read", 200),
    ("list_messages", 200),
    ("post_message", 201),
    ("get_message", 200),
    ("get_widget", 200),
    ("register_visitor", 201),
    ("create_session", 201),
    ("ask_password_reset", 202),
    ("redeem_password_reset", 401),
    ("get_setup", 200),
    ("claim_setup", 401),
];
/// Names nothing of an organization's.
const OF_NOBODY: &str = "get_event_type";
/// What ends the token, or the test.
const NOT_WALKED: [&str; 3] = ["delete_current_session", "open_socket", "stream_events"];

/// A contact of the things, and another one with a room on the same channel.
async fn two_contacts(server: &Server) -> (Things, Client, Client) {
    let things = Things::make(&server.admin, "ann", "mark").await;
    let own = issued(&server.admin, "contact_id", &things.contact, &["all"]).await;
    let room = open_room(&server.admin, &things.channel, "other").await;
    let other =
        issued(&server.admin, "contact_id", room["contact_id"].as_str().expect("a contact"), &["all", "events:read", "rooms:write"]).await;
    (things, own, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_reaches_its_own_room_and_no_other() {
    let server = Server::start().await;
    let (things, own, other) = two_contacts(&server).await;
    let mut findings = Vec::new();
    for operation in operations(&server.admin).await {
        if NOT_WALKED.contains(&operation.id.as_str()) {
            continue;
        }
        let takes_ids = !operation.path_parameters().is_empty() && !operation.public && operation.id != OF_NOBODY;
        let own_status = OWN.iter().find(|(name, _)| *name == operation.id).map(|(_, status)| *status);
        for (who, client) in [("another contact", &other), ("the contact", &own)] {
            if who == "another contact" && !takes_ids {
                continue;
            }
            let before = server.admin.get("/v1/events?limit=1000").send().await.expect(200);
            let words = if operation.is_search() { "?q=mark" } else { "" };
            let mut request = operation.request(client, &format!("{}{words}", operation.path_of(&things)));
            if let Some(body) = things.body(&operation) {
                request = request.json(&body);
            }
            let answer = request.send().await;
            let allowed = own_status.filter(|_| who == "the contact");
            let right = match allowed {
                Some(status) => answer.status == status,
                None => matches!(answer.status.as_u16(), 403 | 404) && !String::from_utf8_lossy(&answer.body).contains("mark"),
            };
            let after = server.admin.get("/v1/events?limit=1000").send().await.expect(200);
            if !right || (allowed.is_none() && before != after) {
                findings.push(format!(
                    "{} by {who} answered {}: {}",
                    operation.name(),
                    answer.status,
                    String::from_utf8_lossy(&answer.body)
                ));
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    for query in ["?tag=mark", &format!("?assignee={}", things.user), "?assignee=none"] {
        assert_eq!(own.get(&format!("/v1/rooms{query}")).send().await.status, 403, "{query}");
    }
    let path = format!("/v1/rooms?contact_id={}", things.contact);
    assert_eq!(told(&other.get(&path).send().await), problem(404, "not_found"));
    assert!(!other.get("/v1/rooms").send().await.expect(200).to_string().contains(&things.room));
    let foreign = json!({"channel_id": things.channel, "contact_id": things.contact});
    assert_eq!(told(&other.post("/v1/rooms", foreign).send().await), problem(404, "not_found"));
    assert_eq!(own.post("/v1/rooms", json!({"channel_id": things.channel})).send().await.expect(200)["id"], json!(things.room));
    server.stop().await;
}

/// The fields that are for whoever answers.
const FOR_COLLEAGUES: [&str; 15] = [
    "seq",
    "number",
    "tags",
    "origin",
    "priority",
    "sla_id",
    "auto_resolve",
    "unresponded",
    "unread",
    "custom_fields",
    "note",
    "topic",
    "name",
    "status_error",
    "caused_by_webhook_id",
];

/// The names in `told` that are for whoever answers.
fn for_colleagues(told: &Value) -> Vec<&str> {
    let below: Vec<&Value> = match told {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    let own = fields(told).into_iter().filter(|name| FOR_COLLEAGUES.contains(name));
    own.chain(below.into_iter().flat_map(for_colleagues)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_not_told_what_is_for_colleagues() {
    let server = Server::start().await;
    let (things, own, _) = two_contacts(&server).await;
    let (admin, room) = (&server.admin, &things.room);
    let path = format!("/v1/rooms/{room}/messages");
    let mut socket = Socket::open(&own).await;
    socket.send(json!({"type": "subscribe", "after": 0})).await;
    assert_eq!(socket.next_of("error").await["problem"]["permission"], "room.view");
    socket.send(json!({"type": "subscribe", "room_id": room, "after": 0})).await;
    socket.next_of("subscribed").await;

    let secret = id(&admin.post(&path, json!({"text": "a secret", "visibility": "internal"})).send().await.expect(201));
    admin.patch(&format!("/v1/messages/{secret}"), json!({"text": "a secret, edited"})).send().await.expect(200);
    let note = admin.request("PUT".parse().expect("a method"), &format!("/v1/rooms/{room}/note"));
    note.json(&json!({"note": "a secret note"})).send().await.expect(200);
    admin.post(&format!("/v1/rooms/{room}/tags"), json!({"add": ["secret-tag"]})).send().await.expect(200);
    admin.patch(&format!("/v1/rooms/{room}"), json!({"topic": "secret topic", "name": "secret name"})).send().await.expect(200);
    let status = json!({"status": "failed", "error": "a secret error"});
    admin.post(&format!("/v1/messages/{}/status", things.message), status).send().await.expect(200);
    admin.post(&format!("/v1/rooms/{room}/assign"), json!({"user_id": things.user})).send().await.expect(200);
    post(admin, room, "the end").await;

    let mut told = Vec::new();
    loop {
        let event = socket.next_of("event").await["event"].clone();
        let end = event["data"]["message"]["text"] == "the end";
        told.push(event);
        if end {
            break;
        }
    }
    let kinds: Vec<&Value> = told.iter().map(|event| &event["type"]).collect();
    let seen = ["room.created", "message.created", "message.edited", "message.status_changed", "room.assigned"];
    assert!(seen.iter().all(|kind| kinds.contains(&&json!(kind))), "{kinds:?}");
    for path in [format!("/v1/rooms/{room}"), path.clone(), format!("/v1/rooms/{room}/participants"), "/v1/rooms".to_owned()] {
        told.push(own.get(&path).send().await.expect(200));
    }
    told.push(own.get(&format!("/v1/messages/{}", things.message)).send().await.expect(200));
    for told in &told {
        assert!(for_colleagues(told).is_empty() && !told.to_string().contains("secret"), "{:?} in {told}", for_colleagues(told));
    }
    // The same things are told to those who answer.
    let room_as_told = admin.get(&format!("/v1/rooms/{room}")).send().await.expect(200);
    assert!(["number", "tags", "unread", "note", "topic", "name"].iter().all(|name| for_colleagues(&room_as_told).contains(name)));

    for request in [
        own.get(&format!("/v1/messages/{secret}")),
        own.post(&format!("/v1/messages/{secret}/status"), json!({"status": "read"})),
        own.post(&format!("/v1/rooms/{room}/read"), json!({"message_id": secret})),
        own.post(&path, json!({"text": "x", "reply_to": secret})),
        own.patch(&format!("/v1/messages/{secret}"), json!({"text": "x"})),
        own.delete(&format!("/v1/messages/{secret}")),
    ] {
        assert_eq!(super::told(&request.send().await), problem(404, "not_found"));
    }
    drop(socket);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_speaks_for_itself_only() {
    let server = Server::start().await;
    let (things, own, other) = two_contacts(&server).await;
    let path = format!("/v1/rooms/{}/messages", things.room);
    for (body, status) in [
        (json!({"text": "x", "visibility": "internal"}), 422),
        (json!({"text": "x", "type": "system"}), 422),
        (json!({"text": "x", "provider_id": "p"}), 422),
        (json!({"text": "x", "provider_at": "2026-01-01T00:00:00Z"}), 422),
        (json!({"text": "x", "campaign": true}), 403),
    ] {
        assert_eq!(own.post(&path, body.clone()).send().await.status, status, "{body}");
    }
    let said = own.post(&path, json!({"text": "x", "author": "caller"})).send().await.expect(201);
    assert_eq!(said["author"], json!({"type": "contact", "id": things.contact}));
    // Its own message it cannot report as read, nor one that is not for it.
    let status = |id: &str| format!("/v1/messages/{id}/status");
    assert_eq!(own.post(&status(&id(&said)), json!({"status": "read"})).send().await.status, 403);
    assert_eq!(own.post(&status(&things.message), json!({"status": "sent"})).send().await.status, 403);
    assert_eq!(other.post(&status(&things.message), json!({"status": "read"})).send().await.status, 404);
    own.post(&status(&things.message), json!({"status": "read"})).send().await.expect(200);
    let mut socket = Socket::open(&other).await;
    for frame in [
        json!({"type": "subscribe", "room_id": things.room}),
        json!({"type": "post", "room_id": things.room, "text": "x"}),
        json!({"type": "read", "room_id": things.room}),
    ] {
        socket.send(frame).await;
        assert_eq!(socket.next_of("error").await["problem"]["code"], "not_found");
    }
    drop(socket);
    server.stop().await;
}
