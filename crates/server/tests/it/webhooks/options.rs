//! What a webhook is told by its options.

use serde_json::json;
use switchroom_testkit::{Received, Server, Sink};

use super::subscribe;
use crate::scene::{id, post, rooms, user};

/// The texts of the messages, in the order in which they came.
fn texts(received: &[Received]) -> Vec<String> {
    let text = |delivery: &Received| delivery.json()["data"]["message"]["text"].as_str().expect("text").to_owned();
    received.iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_rooms_of_the_filter_are_told() {
    let server = Server::start().await;
    let admin = &server.admin;
    let rooms = rooms(admin, 2).await;
    let by_tag = Sink::start().await;
    subscribe(admin, &by_tag, json!({"rooms": {"tags": ["vip"]}})).await;
    let room = admin.get(&format!("/v1/rooms/{}", rooms[0])).send().await.expect(200);
    let by_channel = Sink::start().await;
    subscribe(admin, &by_channel, json!({"rooms": {"channels": [room["channel_id"]]}})).await;
    post(admin, &rooms[0], "not yet").await;
    admin.post(&format!("/v1/rooms/{}/tags", rooms[0]), json!({"add": ["vip"]})).send().await.expect(200);
    post(admin, &rooms[1], "another room").await;
    post(admin, &rooms[0], "now").await;
    assert_eq!(texts(&by_tag.wait_for(1).await), ["now"]);
    let mut everything = texts(&by_channel.wait_for(3).await);
    everything.sort();
    assert_eq!(everything, ["another room", "not yet", "now"]);
    assert_eq!(by_tag.received().len(), 1);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_token_itself_causes_is_left_out() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (_, bot) = user(&server.admin, "the-bot", "bot").await;
    let (hook, _) = subscribe(&bot, &sink, json!({"skip_own": true})).await;
    let rooms = rooms(&server.admin, 1).await;
    post(&bot, &rooms[0], "mine").await;
    post(&server.admin, &rooms[0], "yours").await;
    assert_eq!(texts(&sink.wait_for(1).await), ["yours"]);
    bot.patch(&format!("/v1/webhooks/{hook}"), json!({"skip_own": false})).send().await.expect(200);
    post(&bot, &rooms[0], "mine too").await;
    assert_eq!(texts(&sink.wait_for(2).await), ["yours", "mine too"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_while_disabled_is_told_or_skipped() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(&server.admin, &sink, json!({"enabled": false})).await;
    let path = format!("/v1/webhooks/{hook}");
    let rooms = rooms(&server.admin, 1).await;
    post(&server.admin, &rooms[0], "skipped").await;
    server.admin.patch(&path, json!({"enabled": true, "missed": "skip"})).send().await.expect(200);
    post(&server.admin, &rooms[0], "told").await;
    assert_eq!(texts(&sink.wait_for(1).await), ["told"]);
    server.admin.patch(&path, json!({"enabled": false})).send().await.expect(200);
    post(&server.admin, &rooms[0], "told late").await;
    let shown = server.admin.get(&path).send().await.expect(200);
    assert_eq!((&shown["enabled"], shown.get("disabled")), (&json!(false), None));
    assert!(shown["position"]["lag"].as_i64().is_some_and(|lag| lag >= 1), "{shown}");
    server.admin.patch(&path, json!({"enabled": true, "missed": "deliver"})).send().await.expect(200);
    assert_eq!(texts(&sink.wait_for(2).await), ["told", "told late"]);
    assert_eq!(id(&shown), hook);
    server.stop().await;
}
