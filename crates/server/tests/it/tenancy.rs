//! Two organizations whose things have the same names see nothing of each other.

mod hosts;
mod walk;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use switchroom_testkit::{Client, EventStream, Server, Socket};

use crate::scene::{open_room, post};
use crate::things::{SAME, Things, without_presence};

/// An organization and its admin.
pub(crate) struct Organization {
    admin: Client,
    things: Things,
}

/// In every text of organization A, and in none of B's.
const MARK_A: &str = "alpha-mark";
const MARK_B: &str = "beta-mark";
const HOST_A: &str = "a.example";
const HOST_B: &str = "b.example";

/// Two organizations on one server, alike in everything but their marks and hosts.
pub(crate) async fn two(server: &Server) -> (Organization, Organization) {
    let new = json!({"name": "Second", "admin": {"username": "admin", "password": "admin-password-2"}});
    let second = server.admin.post("/v1/organizations", new).send().await.expect(201);
    let admin = server.admin.with_token(second["token"].as_str().expect("a token"));
    let a = Things::make(&server.admin, SAME, MARK_A).await.at_host(&server.admin, HOST_A).await;
    let b = Things::make(&admin, SAME, MARK_B).await.at_host(&server.admin, HOST_B).await;
    (Organization { admin: server.admin.clone(), things: a }, Organization { admin, things: b })
}

impl Organization {
    /// Everything that its admin can see, by path.
    pub(crate) async fn everything(&self) -> BTreeMap<String, Value> {
        let Things { room, message, webhook, replay, .. } = &self.things;
        let people = ["users", "contacts", "roles", "teams", "tokens", "oauth-clients"];
        let others = [
            "channels",
            "rooms",
            "rooms/counts",
            "slas",
            "canned-responses",
            "views",
            "custom-fields",
            "settings",
            "webhooks",
            "consumers",
        ];
        let mut paths: Vec<String> = people.iter().chain(&others).map(|list| format!("/v1/{list}")).collect();
        paths.extend(["", "/messages", "/participants"].map(|part| format!("/v1/rooms/{room}{part}")));
        paths.push(format!("/v1/messages/{message}/revisions"));
        paths.push(format!("/v1/webhooks/{webhook}/attempts"));
        paths.push("/v1/events?after=0&limit=1000".to_owned());
        let mut everything = BTreeMap::new();
        for path in paths {
            everything.insert(path.clone(), without_presence(self.admin.get(&path).send().await.expect(200)));
        }
        // How far a replay has come is written down a little later.
        let mut replay = self.admin.get(&format!("/v1/webhooks/{webhook}/replays/{replay}")).send().await.expect(200);
        replay.as_object_mut().expect("a replay").retain(|field, _| !matches!(field.as_str(), "position" | "state"));
        everything.insert("replay".to_owned(), replay);
        everything
    }
}

/// What in `told` is organization A's: its mark, or an id of its things that was not in the question.
fn traces_of_a(a: &Things, told: &str, question: &str) -> Vec<String> {
    let mut traces: Vec<String> = a.ids().iter().filter(|id| !question.contains(**id)).map(|id| (*id).to_owned()).collect();
    traces.push(MARK_A.to_owned());
    traces.retain(|trace| told.contains(trace));
    traces
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_names_and_ids_mean_other_things() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    assert!(a.things.ids().iter().zip(b.things.ids()).all(|(a, b)| *a != b));
    for (organization, mark) in [(&a, MARK_A), (&b, MARK_B)] {
        let admin = &organization.admin;
        // The key of a request that the other organization has sent, too, replays one's own answer.
        let path = format!("/v1/rooms/{}/messages", organization.things.room);
        let body = json!({"text": mark, "local_id": SAME, "provider_id": SAME});
        let again = admin.post(&path, body).header("idempotency-key", SAME).send().await;
        assert_eq!((again.status.as_u16(), again.text("id")), (201, organization.things.message.clone()));
        // So does the handle of a contact.
        let room = open_room(admin, &organization.things.channel, SAME).await;
        assert_eq!(room["contact_id"], organization.things.contact);
        let users = admin.get("/v1/users").send().await.expect(200);
        let mut names: Vec<&Value> = users["users"].as_array().expect("users").iter().map(|user| &user["username"]).collect();
        names.sort_by_key(|name| name.to_string());
        assert_eq!(names, ["admin", SAME]);
    }
    // Numbers and sequence numbers are counted for each apart.
    for organization in [&a, &b] {
        let events = organization.admin.get("/v1/events?after=0").send().await.expect(200);
        let seqs: Vec<u64> = events["events"].as_array().expect("events").iter().filter_map(|event| event["seq"].as_u64()).collect();
        assert!(seqs.iter().copied().eq(1..=events["next"].as_u64().expect("a number")), "{seqs:?}");
        let room = organization.admin.get(&format!("/v1/rooms/{}", organization.things.room)).send().await.expect(200);
        assert_eq!(room["number"], 1);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_another_organizations_events() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    let mut stream = EventStream::open(b.admin.get("/v1/events/stream?after=0")).await;
    let mut socket = Socket::open(&b.admin).await;
    socket.send(json!({"type": "subscribe", "after": 0})).await;
    socket.next_of("subscribed").await;
    let mut by_room = Socket::open(&b.admin).await;
    by_room.send(json!({"type": "subscribe", "room_id": a.things.room, "ref": "other"})).await;
    assert_eq!(by_room.next_of("error").await["problem"]["code"], "not_found");
    by_room.send(json!({"type": "post", "room_id": a.things.room, "text": "hello"})).await;
    assert_eq!(by_room.next_of("error").await["problem"]["code"], "not_found");
    by_room.send(json!({"type": "read", "room_id": a.things.room, "message_id": a.things.message})).await;
    assert_eq!(by_room.next_of("error").await["problem"]["code"], "not_found");
    by_room.send(json!({"type": "read", "room_id": b.things.room, "message_id": a.things.message})).await;
    assert_eq!(by_room.next_of("error").await["problem"]["code"], "not_found");
    by_room.send(json!({"type": "subscribe", "room_id": b.things.room})).await;
    by_room.next_of("subscribed").await;

    let before = a.admin.get("/v1/events?after=0&limit=1000").send().await.expect(200)["next"].clone();
    post(&a.admin, &a.things.room, MARK_A).await;
    post(&b.admin, &b.things.room, "the end").await;
    let is_end = |event: &Value| event["data"]["message"]["text"] == "the end";
    let clean = |told: &Value| assert_eq!(traces_of_a(&a.things, &told.to_string(), ""), Vec::<String>::new(), "{told}");
    loop {
        let event = stream.next().await.expect("an event").data;
        clean(&event);
        if is_end(&event) {
            break;
        }
    }
    loop {
        let frame = socket.next_of("event").await;
        clean(&frame);
        if is_end(&frame["event"]) {
            break;
        }
    }
    let frame = by_room.next_of("event").await;
    clean(&frame);
    assert!(is_end(&frame["event"]), "{frame}");
    let events = b.admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    clean(&events);
    // A has been told of its own message, and of nothing else.
    let path = format!("/v1/events?after={before}");
    let events = a.admin.get(&path).send().await.expect(200);
    assert_eq!(events["events"].as_array().map(Vec::len), Some(1), "{events}");
    drop((stream, socket, by_room));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_names_ones_own_thing() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    let before = a.everything().await;
    let key = &a.things.custom_field;
    b.admin.patch("/v1/roles/agent", json!({"permissions": ["room.view"]})).send().await.expect(200);
    b.admin.patch("/v1/settings", json!({"routing.method": "manual", "rocketchat.Livechat_title": null})).send().await.expect(200);
    let field = b.admin.request(http::Method::PUT, &format!("/v1/custom-fields/{key}"));
    field.json(&json!({"scope": "contact", "label": MARK_B})).send().await.expect(200);
    // It is B's own now, and so for B's contacts, not for A's rooms.
    let contact = format!("/v1/contacts/{}", b.things.contact);
    b.admin.patch(&contact, json!({"custom_fields": {key.as_str(): "x"}})).send().await.expect(200);
    b.admin.delete(&format!("/v1/custom-fields/{key}")).send().await.expect(204);
    assert_eq!(a.everything().await, before);
    a.admin.patch(&format!("/v1/rooms/{}", a.things.room), json!({"custom_fields": {key.as_str(): "y"}})).send().await.expect(200);
    server.stop().await;
}
