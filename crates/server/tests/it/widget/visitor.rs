//! What a visitor may do beside writing: choose a team, know who answers him, rate.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use crate::scene::{channel, id, post, user};

async fn visitor(server: &Server, channel: &str) -> Client {
    let path = format!("/v1/channels/{channel}/visitors");
    let registered = server.client().post(&path, json!({"name": "Ana", "email": "ana@shop.example"})).send().await.expect(201);
    server.client().with_token(registered["token"].as_str().expect("a token"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_must_say_what_is_required() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    let pre_chat = json!({"widget": {"pre_chat": {"email": "required"}}});
    server.admin.patch(&format!("/v1/channels/{web}"), pre_chat).send().await.expect(200);
    let path = format!("/v1/channels/{web}/visitors");
    for said in [json!({}), json!({"name": "Ana"}), json!({"email": " "})] {
        let refused = server.client().post(&path, said).send().await.expect(422);
        assert_eq!(refused["field"], "email");
    }
    server.client().post(&path, json!({"email": "ana@shop.example"})).send().await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_chooses_among_the_teams_that_are_offered() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    let team = async |name: &str| id(&server.admin.post("/v1/teams", json!({"name": name})).send().await.expect(201));
    let (offered, other) = (team("Sales").await, team("Board").await);
    server.admin.patch(&format!("/v1/channels/{web}"), json!({"widget": {"team_choice": [offered]}})).send().await.expect(200);
    let ana = visitor(&server, &web).await;
    let refused = ana.post("/v1/rooms", json!({"channel_id": web, "team_id": other})).send().await.expect(422);
    assert_eq!(refused["field"], "team_id");
    let room = ana.post("/v1/rooms", json!({"channel_id": web, "team_id": offered})).send().await.expect(201);
    assert_eq!(room["team_id"], json!(offered));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_knows_who_answers_and_rates_at_the_end() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    let ana = visitor(&server, &web).await;
    let room = id(&ana.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201));
    post(&ana, &room, "hello").await;
    let (bob, agent) = user(&server.admin, "bob", "admin").await;
    post(&agent, &room, "good day").await;
    let parts = ana.get(&format!("/v1/rooms/{room}/participants")).send().await.expect(200);
    let named =
        |parts: &Value| parts["participants"].as_array().expect("parts").iter().find(|part| part["person"]["id"] == json!(bob)).cloned();
    assert_eq!(named(&parts).expect("bob")["display_name"], "bob");

    agent.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    let rated = ana.post(&format!("/v1/rooms/{room}/rating"), json!({"value": 5, "comment": "quick"})).send().await.expect(200);
    assert_eq!((&rated["rating"]["value"], &rated["status"]), (&json!(5), &json!("resolved")));
    let next = ana.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201);
    assert_ne!(id(&next), room);
}
