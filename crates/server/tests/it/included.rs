//! What a list of rooms brings along, and how many rooms of which team and tag are open.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use crate::scene::{channel, id, open_room, post, user};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_brings_along_what_belongs_to_its_rooms() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let (_, agent) = user(admin, "ann", "agent").await;
    let team = id(&admin.post("/v1/teams", json!({"name": "sales", "members": []})).send().await.expect(201));
    let web = channel(admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), json!({"name": "Vic"})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let of_visitor = id(&visitor.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201));
    post(&visitor, &of_visitor, "Where is my order?").await;
    let whisper = json!({"text": "Ask the warehouse", "visibility": "internal"});
    agent.post(&format!("/v1/rooms/{of_visitor}/messages"), whisper).send().await.expect(201);
    // Two rooms of one contact, one of them silent.
    let bob = channel(admin, "api").await;
    let first = open_room(admin, &bob, "bob").await;
    post(&agent, &id(&first), "Hello Bob").await;
    admin.post(&format!("/v1/rooms/{}/resolve", id(&first)), json!({})).send().await.expect(200);
    let second = id(&open_room(admin, &bob, "bob").await);
    for room in [&of_visitor, &second] {
        admin.patch(&format!("/v1/rooms/{room}"), json!({"team_id": team, "tags": ["vip"]})).send().await.expect(200);
    }

    let mut transcript = Transcript::default();
    let t = &mut transcript;
    t.note("Each contact and each message comes once, in the order of the rooms.");
    t.ask(&agent, "GET", "/v1/rooms?include=contact,last_message", None).await;
    t.ask(&agent, "GET", "/v1/rooms?include=contact&status=resolved", None).await;
    t.note("A contact is told what it may see of its own rooms.");
    t.ask(&visitor, "GET", "/v1/rooms?include=last_message,contact", None).await;
    t.note("There is nothing else to include.");
    t.ask(&agent, "GET", "/v1/rooms?include=messages", None).await;
    t.note("The open rooms of teams and tags are counted.");
    t.ask(&agent, "GET", "/v1/rooms/counts", None).await;
    admin.post(&format!("/v1/rooms/{second}/resolve"), json!({})).send().await.expect(200);
    admin.patch(&format!("/v1/rooms/{of_visitor}"), json!({"tags": ["vip", "new"]})).send().await.expect(200);
    t.ask(&agent, "GET", "/v1/rooms/counts", None).await;
    insta::assert_snapshot!(transcript.with_ids_numbered());
    server.stop().await;
}

/// Whoever may not look at contacts is not told of them on the way of their rooms.
#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_for_those_who_may_see_them() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (_, guest) = user(admin, "gus", "guest").await;
    admin.patch("/v1/roles/guest", json!({"permissions": ["room.view"]})).send().await.expect(200);
    let room = id(&open_room(admin, &channel(admin, "api").await, "bob").await);
    post(admin, &room, "Hello Bob").await;
    let listed = guest.get("/v1/rooms?include=contact,last_message").send().await.expect(200);
    assert_eq!(listed["included"]["contacts"], json!([]));
    assert_eq!(listed["included"]["messages"][0]["text"], "Hello Bob");
    assert_eq!(guest.get("/v1/rooms").send().await.expect(200).get("included"), None);
    // Where there is no room, nothing is brought along.
    let none = admin.get("/v1/rooms?status=campaign&include=contact,last_message").send().await.expect(200);
    assert_eq!(none["included"], json!({"contacts": Value::Array(vec![]), "messages": []}));
    server.stop().await;
}
