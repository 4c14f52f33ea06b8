//! Webhooks of messages, compared with seed 003.

use serde_json::{Value, json};
use switchroom_testkit::{Received, Server, Sink};

use super::{Cast, FLAGS, data_events, put};
use crate::seeds;
use crate::shape::{Keys, Shape};

/// Everything about messages is told to a sink.
async fn told(server: &Server) -> (Sink, Cast) {
    let sink = Sink::start().await;
    let cast = Cast::gather(server).await;
    let flags: serde_json::Map<String, Value> = FLAGS.iter().map(|flag| ((*flag).to_owned(), json!(true))).collect();
    let mut asked = Value::Object(flags);
    asked["url"] = json!(sink.url());
    put(&server.admin, asked).await;
    (sink, cast)
}

fn like(received: &Received, seed: &Shape) {
    let body = Shape::of(&received.body);
    assert_eq!(body.differences(seed, Keys::AtLeast, &[]), Vec::<String>::new(), "{}", received.json());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_message_is_told_as_in_the_seed() {
    let server = Server::start().await;
    let (sink, cast) = told(&server).await;
    let message = cast.customer_writes("helo").await;
    let received = sink.wait_for(1).await;
    like(&received[0], &seeds::interactions().customer);
    let body = received[0].json();
    for (field, value) in [
        ("id", &message["id"]),
        ("type", &json!("text")),
        ("room_id", &cast.room["id"]),
        ("is_campaign", &json!(false)),
        ("sender_id", &cast.room["contact_id"]),
        ("sender_type", &json!("Models::Contact")),
        ("sender", &json!({"name": "Burhanudin", "avatar": null, "participant_type": "customer"})),
        ("text", &json!("helo")),
        ("status", &json!("created")),
        ("participant_type", &json!("customer")),
        ("external_id", &message["provider_id"]),
        ("local_id", &Value::Null),
        // The provider's time, not ours.
        ("created_at", &json!("2026-03-03T22:53:29.000Z")),
        ("reply", &Value::Null),
        ("file", &Value::Null),
        ("is_agent", &json!(false)),
        ("webhook_event", &json!("message_interaction")),
        ("data_event", &json!("receive_message_from_customer")),
    ] {
        assert_eq!(&body[field], value, "{field}");
    }
    let room = &body["room"];
    for (field, value) in [
        ("id", &cast.room["id"]),
        ("name", &json!("Burhanudin")),
        ("description", &json!("")),
        ("type", &json!("Models::CustomerServiceRoom")),
        ("tags", &json!([])),
        ("channel_account", &json!("Qontak")),
        ("account_uniq_id", &json!("628117661000")),
        ("channel_integration_id", &json!(cast.channel)),
        ("session_at", &json!("2026-03-03T22:53:29.000Z")),
        ("unread_count", &json!(1)),
        ("avatar", &Value::Null),
        ("resolved_at", &Value::Null),
        ("external_id", &Value::Null),
        ("resolved_by_id", &Value::Null),
        ("is_unresponded", &json!(true)),
        ("extra", &json!({"is_participant_online": true})),
    ] {
        assert_eq!(&room[field], value, "{field}");
    }
    assert_eq!(room["organization_id"], body["organization_id"]);
    let parts = server.admin.get(&format!("/v1/rooms/{}/participants", cast.room_id())).send().await.expect(200);
    let part = parts["participants"]
        .as_array()
        .expect("participants")
        .iter()
        .find(|part| part["person"]["type"] == "contact")
        .expect("the contact's");
    assert_eq!(body["participant_id"], part["id"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_message_is_told_through_its_whole_way() {
    let server = Server::start().await;
    let (sink, cast) = told(&server).await;
    cast.customer_writes("helo").await;
    cast.act(&cast.agent, "claim", json!({})).await;
    let message = cast.agent_writes("ada yang bisa dibantu?").await;
    for status in ["sent", "delivered", "read"] {
        cast.status(&message, status).await;
        // A late report is no change.
        cast.status(&message, "sent").await;
    }
    let received = &sink.wait_for(6).await[1..];
    let seed = seeds::interactions().agent;
    let told: Vec<(Value, Value)> =
        received.iter().map(Received::json).map(|body| (body["data_event"].clone(), body["status"].clone())).collect();
    let way = [
        ("receive_message_from_agent", "created"),
        ("status_message", "created"),
        ("status_message", "sent"),
        ("status_message", "delivered"),
        ("status_message", "read"),
    ];
    assert_eq!(told, way.map(|(event, status)| (json!(event), json!(status))));
    for delivery in received {
        like(delivery, &seed);
        let body = delivery.json();
        assert_eq!(body["id"], message["id"]);
        assert_eq!((&body["sender_type"], &body["participant_type"]), (&json!("Models::User"), &json!("agent")));
        assert_eq!((&body["sender"]["name"], &body["sender_id"]), (&json!("Agent One"), &json!(cast.agent_id)));
        assert_eq!(body["is_agent"], true);
        let room = &body["room"];
        assert_eq!((&room["status"], &room["unread_count"], &room["session"]), (&json!("assigned"), &json!(0), &json!("open")));
        assert_eq!((&room["agent_ids"], &room["is_unresponded"]), (&json!([cast.agent_id]), &json!(false)));
    }
    // Two bodies of one event have ids of their own.
    let ids: Vec<&str> = received.iter().map(|delivery| delivery.header("webhook-id")).collect();
    assert!(ids[0] != ids[1] && ids[1].starts_with(ids[0]), "{ids:?}");
    assert_ne!(ids[1], ids[2]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaigns_message_is_told_as_in_the_seed() {
    let server = Server::start().await;
    let (sink, cast) = told(&server).await;
    let body = json!({"text": "Kepada Yth Customer Burhanudin", "campaign": true, "provider_id": "gBEGYoEXZhAAAgkDd8uUC103idc"});
    let message = cast.post(&server.admin, body).await;
    cast.status(&message, "sent").await;
    cast.status(&message, "failed").await;
    let received = sink.wait_for(6).await;
    // What became of it is told by a follower of its own, which may be ahead of the one that tells that it is there.
    let (created, became): (Vec<Received>, Vec<Received>) =
        received.iter().cloned().partition(|delivery| delivery.json()["status"] == "created");
    assert_eq!(data_events(&created), ["status_message", "broadcast_log_status"]);
    assert_eq!(data_events(&became), ["status_message", "broadcast_log_status"].repeat(2));
    let statuses: Vec<Value> = became.iter().map(|delivery| delivery.json()["status"].clone()).collect();
    assert_eq!(statuses, ["sent", "sent", "failed", "failed"]);
    let seed = seeds::interactions().campaign;
    for delivery in &received {
        // The contact has not written yet: there is no session.
        let differences = Shape::of(&delivery.body).differences(&seed, Keys::AtLeast, &["room.session_at"]);
        assert_eq!(differences, Vec::<String>::new(), "{}", delivery.json());
        let body = delivery.json();
        assert_eq!((&body["is_campaign"], &body["is_agent"]), (&json!(true), &json!(false)));
        assert_eq!((&body["sender_type"], &body["participant_type"]), (&json!("Models::SystemAccount"), &json!("bot")));
        assert_eq!(body["sender"], json!({"name": "Bot", "avatar": null, "participant_type": "bot"}));
        assert_eq!(body["room"]["session"], "expired");
        for id in ["sender_id", "participant_id"] {
            assert_eq!(body[id], received[0].json()[id]);
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nobodys_message_is_not_told_as_one() {
    let server = Server::start().await;
    let (sink, cast) = told(&server).await;
    cast.post(&cast.agent, json!({"text": "between us", "visibility": "internal"})).await;
    let message = cast.customer_writes("helo").await;
    cast.status(&message, "read").await;
    cast.act(&cast.agent, "claim", json!({})).await;
    let answer = cast.agent_writes("halo").await;
    cast.admin.patch(&format!("/v1/messages/{}", answer["id"].as_str().expect("an id")), json!({"text": "halo!"})).send().await.expect(200);
    cast.act(&cast.agent, "resolve", json!({})).await;
    cast.customer_writes("the end").await;
    let received = sink.wait_for(4).await;
    let texts: Vec<Value> = received.iter().map(|delivery| delivery.json()["text"].clone()).collect();
    assert_eq!(texts, ["helo", "halo", "halo", "the end"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_and_a_file_are_told() {
    let server = Server::start().await;
    let (sink, cast) = told(&server).await;
    let first = cast.agent_writes("which one?").await;
    let payload = json!({"url": "https://files.example/a.png", "filename": "a.png"});
    let body =
        json!({"type": "image", "text": "this one", "author": "contact", "reply_to": first["id"], "payload": payload, "local_id": "l-1"});
    cast.post(&server.admin, body).await;
    let body = sink.wait_for(3).await[2].json();
    assert_eq!((&body["type"], &body["file"]), (&json!("image"), &payload));
    let reply = &body["reply"];
    assert_eq!((&reply["id"], &reply["text"], &reply["participant_type"]), (&first["id"], &json!("which one?"), &json!("agent")));
    assert_eq!(reply["sender"]["name"], "Agent One");
    server.stop().await;
}

/// The session and whether the contact is there are told as of the event, by the hours since he wrote.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_a_day_after_the_contact_wrote() {
    const HOUR: i64 = 60 * 60;
    let server = Server::foretold().await;
    let (sink, cast) = told(&server).await;
    cast.customer_writes("helo").await;
    let steps = [(299, "open", true), (2, "open", false), (16 * HOUR, "expiring", false), (9 * HOUR, "expired", false)];
    for (seconds, _, _) in steps {
        server.clock().advance_seconds(seconds);
        let answer = cast.agent_writes("halo").await;
        cast.status(&answer, "sent").await;
    }
    cast.customer_writes("still here").await;
    let received = sink.wait_for(2 + 3 * steps.len()).await;
    let is_expected = |received: &[Received], session: &str, online: bool| {
        let rooms = received.iter().map(|delivery| delivery.json()["room"].clone());
        rooms
            .map(|room| (room["session"].clone(), room["extra"]["is_participant_online"].clone()))
            .all(|told| told == (json!(session), json!(online)))
    };
    for (told, (_, session, online)) in received[1..].chunks(3).zip(steps) {
        assert!(is_expected(told, session, online), "{session} {told:?}");
    }
    assert!(is_expected(&received[received.len() - 1..], "open", true));
    server.stop().await;
}
