//! What a room has of the rest of the model.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{head, kinds_after, problem, put, room, team, told};
use crate::scene::{channel, id, open_room, post, user};

/// A client with a token of the room's contact.
async fn contact_of(admin: &Client, room: &Value) -> Client {
    let token = admin.post("/v1/tokens", json!({"contact_id": room["contact_id"], "scopes": ["all"]})).send().await.expect(201);
    admin.with_token(token["secret"].as_str().expect("a secret"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_given_a_team_a_priority_and_a_service_level() {
    let server = Server::start().await;
    let admin = &server.admin;
    let path = room(admin).await;
    let team = team(admin, "Sales", &[]).await;
    let sla = id(&admin.post("/v1/slas", json!({"name": "Gold", "due_minutes": 30})).send().await.expect(201));
    let new = admin.get(&path).send().await.expect(200);
    assert_eq!((&new["kind"], &new["origin"], &new["auto_resolve"]), (&json!("conversation"), &json!("api"), &json!(true)));
    assert_eq!((&new["unresponded"], &new["custom_fields"]), (&json!(false), &json!({})));
    assert!(["team_id", "priority", "sla_id", "rating", "summary"].iter().all(|field| new.get(field).is_none()), "{new}");

    let at = "2026-01-02T03:04:05.000006Z";
    let edit = json!({"team_id": team, "priority": "high", "sla_id": sla, "established_at": at, "auto_resolve": false});
    let edited = admin.patch(&path, edit.clone()).send().await.expect(200);
    for (field, value) in edit.as_object().expect("fields") {
        assert_eq!(&edited[field], value, "{field}");
    }
    assert_eq!(admin.get(&path).send().await.expect(200), edited);
    // Colleagues are told of a new priority and service level in the room; the contact is not.
    let told_there = admin.get(&format!("{path}/messages")).send().await.expect(200);
    let kinds: Vec<&Value> = told_there["messages"].as_array().expect("messages").iter().map(|m| &m["payload"]["kind"]).collect();
    assert!(kinds.contains(&&json!("priority_changed")) && kinds.contains(&&json!("sla_changed")), "{told_there}");
    let contact = contact_of(admin, &edited).await;
    assert_eq!(contact.get(&format!("{path}/messages")).send().await.expect(200)["messages"], json!([]));
    let as_contact = contact.get(&path).send().await.expect(200);
    assert_eq!((&as_contact["kind"], &as_contact["team_id"]), (&json!("conversation"), &json!(team)));
    for field in ["origin", "priority", "sla_id", "auto_resolve", "unresponded", "custom_fields", "summary"] {
        assert!(as_contact.get(field).is_none(), "{field} in {as_contact}");
    }

    for (query, found) in
        [(format!("team_id={team}"), 1), (format!("team_id={sla}"), 0), ("priority=high".to_owned(), 1), ("priority=low".to_owned(), 0)]
    {
        let list = admin.get(&format!("/v1/rooms?{query}")).send().await.expect(200);
        assert_eq!(list["rooms"].as_array().map(Vec::len), Some(found), "{query}");
        assert_eq!(told(&contact.get(&format!("/v1/rooms?{query}")).send().await), problem(403, "forbidden"));
    }
    let cleared = json!({"team_id": null, "priority": null, "sla_id": null, "established_at": null});
    let cleared = admin.patch(&path, cleared).send().await.expect(200);
    assert!(["team_id", "priority", "sla_id", "established_at"].iter().all(|field| cleared.get(field).is_none()), "{cleared}");

    let before = (cleared, head(admin).await);
    let nobody = "00000000-0000-0000-0000-000000000000";
    for (edit, expected) in [
        (json!({"team_id": nobody, "priority": "low"}), problem(404, "not_found")),
        (json!({"sla_id": nobody, "priority": "low"}), problem(404, "not_found")),
        (json!({"priority": "urgent", "topic": "X"}), problem(422, "invalid")),
        (json!({"established_at": "yesterday", "topic": "X"}), problem(422, "invalid")),
        (json!({"auto_resolve": null, "topic": "X"}), problem(422, "invalid")),
    ] {
        assert_eq!(told(&admin.patch(&path, edit.clone()).send().await), expected, "{edit}");
    }
    assert_eq!((admin.get(&path).send().await.expect(200), head(admin).await), before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_opened_for_a_team_and_goes_to_a_member_of_it() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (ann, ann_client) = user(admin, "ann", "agent").await;
    let (bob, bob_client) = user(admin, "bob", "agent").await;
    for (client, user) in [(&ann_client, &ann), (&bob_client, &bob)] {
        client.patch(&format!("/v1/users/{user}"), json!({"available": true})).send().await.expect(200);
    }
    let sales = team(admin, "Sales", &[&bob]).await;
    let channel = channel(admin, "api").await;
    for handle in ["one", "two", "three"] {
        let new = json!({"channel_id": channel, "contact": {"handle": handle}, "team_id": sales, "kind": "group"});
        let room = admin.post("/v1/rooms", new).send().await.expect(201);
        assert_eq!((&room["team_id"], &room["kind"], &room["assignees"]), (&json!(sales), &json!("group"), &json!([bob])), "{room}");
    }
    // Without a team it goes to whoever has the fewest.
    assert_eq!(open_room(admin, &channel, "four").await["assignees"], json!([ann]));
    admin.patch("/v1/settings", json!({"routing.method": "manual"})).send().await.expect(200);
    assert_eq!(open_room(admin, &channel, "five").await["assignees"], json!([]));
    let unknown = json!({"channel_id": channel, "contact": {"handle": "six"}, "team_id": "00000000-0000-0000-0000-000000000000"});
    assert_eq!(told(&admin.post("/v1/rooms", unknown).send().await), problem(404, "not_found"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_notes_for_himself_what_he_has_to_do() {
    let server = Server::start().await;
    let admin = &server.admin;
    let path = room(admin).await;
    let (ann, ann_client) = user(admin, "ann", "agent").await;
    let before = head(admin).await;
    let flagged = put(&ann_client, &format!("{path}/flag"), json!({"flag": "todo"})).await.expect(200);
    assert_eq!((&flagged["flag"], &flagged["person"]["id"]), (&json!("todo"), &json!(ann)));
    assert_eq!(kinds_after(admin, before).await.0.last().map(String::as_str), Some("participant.flagged"));
    let flags = |list: Value| -> Vec<Value> {
        list["participants"].as_array().expect("participants").iter().filter_map(|part| part.get("flag").cloned()).collect()
    };
    assert_eq!(flags(admin.get(&format!("{path}/participants")).send().await.expect(200)), [json!("todo")]);
    let contact = contact_of(admin, &admin.get(&path).send().await.expect(200)).await;
    assert_eq!(flags(contact.get(&format!("{path}/participants")).send().await.expect(200)), Vec::<Value>::new());
    put(&ann_client, &format!("{path}/flag"), json!({"flag": "done"})).await.expect(200);
    assert!(put(&ann_client, &format!("{path}/flag"), json!({"flag": null})).await.expect(200).get("flag").is_none());
    for wrong in [json!({}), json!({"flag": "later"}), json!({"flag": 1})] {
        assert_eq!(told(&put(&ann_client, &format!("{path}/flag"), wrong).await), problem(422, "invalid"));
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_rated_by_its_contact() {
    let server = Server::start().await;
    let admin = &server.admin;
    let path = room(admin).await;
    let rating = format!("{path}/rating");
    let contact = contact_of(admin, &admin.get(&path).send().await.expect(200)).await;
    let before = head(admin).await;
    let rated = contact.post(&rating, json!({"value": 4, "comment": "quick"})).send().await.expect(200);
    assert_eq!((&rated["rating"]["value"], &rated["rating"]["comment"]), (&json!(4), &json!("quick")));
    assert_eq!((&rated["rating"]["by"]["type"], rated["rating"]["at"].is_string()), (&json!("contact"), true));
    assert_eq!(admin.get(&path).send().await.expect(200)["rating"], rated["rating"]);
    assert_eq!(kinds_after(admin, before).await.0.last().map(String::as_str), Some("room.rated"));
    let again = contact.post(&rating, json!({"value": 0})).header("idempotency-key", "k1");
    assert_eq!(again.send().await.expect(200)["rating"]["value"], 0);
    for wrong in [json!({"value": 6}), json!({"value": -1}), json!({"value": "5"}), json!({"value": 300}), json!({"comment": "x"})] {
        assert_eq!(told(&contact.post(&rating, wrong.clone()).send().await), problem(422, "invalid"), "{wrong}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_summarized() {
    let server = Server::start().await;
    let admin = &server.admin;
    let path = room(admin).await;
    let before = head(admin).await;
    let body = json!({"text": "asked for a refund", "anomaly": 2, "topic": 7});
    let room = put(admin, &format!("{path}/summary"), body).await.expect(200);
    let summary = &room["summary"];
    assert_eq!((&summary["text"], &summary["anomaly"], &summary["topic"]), (&json!("asked for a refund"), &json!(2), &json!(7)));
    assert_eq!(kinds_after(admin, before).await.0, ["room.summarized"]);
    let again = put(admin, &format!("{path}/summary"), json!({"text": "was refunded"})).await.expect(200);
    assert!(again["summary"].get("anomaly").is_none() && again["summary"]["text"] == "was refunded", "{again}");
    let contact = contact_of(admin, &again).await;
    let refused = put(&contact, &format!("{path}/summary"), json!({"text": "x"})).await;
    assert!(matches!(refused.status.as_u16(), 403 | 404), "{refused:?}");
    for wrong in [json!({"text": " "}), json!({"text": "x", "topic": -1}), json!({"anomaly": 1})] {
        assert_eq!(told(&put(admin, &format!("{path}/summary"), wrong.clone()).await), problem(422, "invalid"), "{wrong}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_resolved_with_a_comment_and_tags() {
    let server = Server::start().await;
    let admin = &server.admin;
    let path = room(admin).await;
    let resolved = admin.post(&format!("{path}/resolve"), json!({"comment": "all done", "tags": ["b", "a", "b"]})).send().await.expect(200);
    assert_eq!((&resolved["status"], &resolved["tags"]), (&json!("resolved"), &json!(["b", "a"])));
    let messages = admin.get(&format!("{path}/messages")).send().await.expect(200);
    let last = &messages["messages"][0];
    assert_eq!((&last["type"], &last["text"], &last["visibility"]), (&json!("system"), &json!("all done"), &json!("public")));
    assert_eq!(last["payload"]["kind"], "room_resolved");
    let path = super::room(admin).await;
    let too_long = json!({"comment": "x".repeat(70_000)});
    assert_eq!(told(&admin.post(&format!("{path}/resolve"), too_long).send().await), problem(422, "invalid"));
    assert_eq!(admin.get(&path).send().await.expect(200)["status"], "queued");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_waits_for_an_answer_while_the_contact_wrote_last() {
    let server = Server::start().await;
    let admin = &server.admin;
    let path = room(admin).await;
    let unresponded = async || admin.get(&path).send().await.expect(200)["unresponded"].clone();
    assert_eq!(unresponded().await, false);
    admin.post(&format!("{path}/messages"), json!({"text": "hello?", "author": "contact"})).send().await.expect(201);
    assert_eq!(unresponded().await, true);
    admin.post(&format!("{path}/messages"), json!({"text": "a word among us", "visibility": "internal"})).send().await.expect(201);
    assert_eq!(unresponded().await, true);
    post(admin, path.trim_start_matches("/v1/rooms/"), "here I am").await;
    assert_eq!(unresponded().await, false);
    server.stop().await;
}
