//! Many at once.

use futures_util::future::join_all;
use serde_json::json;
use switchroom_testkit::Server;

use crate::scene::{channel, id, open_room, post, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_openings_make_one_room() {
    let server = Server::start().await;
    let channel = channel(&server.admin, "api").await;
    let open = || server.admin.post("/v1/rooms", json!({"channel_id": channel, "contact": {"handle": "same"}})).send();
    let answers = join_all((0..100).map(|_| open())).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 99);
    let first = answers[0].text("id");
    assert!(answers.iter().all(|answer| answer.text("id") == first));
    let rooms = server.admin.get("/v1/rooms").send().await.expect(200);
    assert_eq!(rooms["rooms"].as_array().map(Vec::len), Some(1), "{rooms}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_claims_one_wins_and_the_other_is_told_who() {
    let server = Server::start().await;
    let channel = channel(&server.admin, "api").await;
    let (ann, ann_client) = user(&server.admin, "ann", "agent").await;
    let (bob, bob_client) = user(&server.admin, "bob", "agent").await;
    for round in 0..10 {
        let room = id(&open_room(&server.admin, &channel, &format!("contact {round}")).await);
        let claim = |client: &switchroom_testkit::Client| client.post(&format!("/v1/rooms/{room}/claim"), json!({})).send();
        let answers = join_all([claim(&ann_client), claim(&bob_client)]).await;
        let winner = if answers[0].status == 200 { &ann } else { &bob };
        let loser = answers.iter().find(|answer| answer.status == 409).expect("a loser").json();
        assert_eq!((loser["code"].as_str(), loser["assignee"].as_str()), (Some("assigned_otherwise"), Some(winner.as_str())));
        let room = server.admin.get(&format!("/v1/rooms/{room}")).send().await.expect(200);
        assert_eq!(room["assignees"], json!([winner]));
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_a_room_are_ordered_however_they_come() {
    let server = Server::start().await;
    let channel = channel(&server.admin, "api").await;
    let room = id(&open_room(&server.admin, &channel, "ann").await);
    let posting = (0..200).map(|i| {
        let (admin, room) = (&server.admin, &room);
        async move { post(admin, room, &i.to_string()).await["created_at"].to_string() }
    });
    let mut posted: Vec<String> = join_all(posting).await;
    posted.sort();
    posted.dedup();
    assert_eq!(posted.len(), 200, "two messages with one time");
    let mut listed = Vec::new();
    let mut path = format!("/v1/rooms/{room}/messages?limit=50");
    loop {
        let page = server.admin.get(&path).send().await.expect(200);
        listed.extend(page["messages"].as_array().expect("messages").iter().map(|message| message["created_at"].to_string()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/rooms/{room}/messages?limit=50&before={next}");
    }
    listed.reverse();
    assert_eq!(listed, posted);
    server.stop().await;
}
