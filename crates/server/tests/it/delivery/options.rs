//! What a webhook is told, and how: the options that other tests have no part in.

use std::cell::Cell;

use futures_util::future::join_all;
use http::Method;
use serde_json::json;
use standardwebhooks::Webhook;
use switchroom_domain::Timestamp;
use switchroom_testkit::{Client, Received, Server, Sink};

use crate::scene::{id, post, rooms};
use crate::webhooks::subscribe;

fn texts(received: &[Received]) -> Vec<String> {
    let text = |delivery: &Received| delivery.json()["data"]["message"]["text"].as_str().expect("a text").to_owned();
    received.iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_secret_is_rotated_both_sign() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (hook, first) = subscribe(&server.admin, &sink, json!({})).await;
    let room = &rooms(&server.admin, 1).await[0];
    let rotate = async |overlap: u32| {
        let path = format!("/v1/webhooks/{hook}/secret");
        let rotated = server.admin.post(&path, json!({"overlap_seconds": overlap})).send().await.expect(200);
        rotated["secret"].as_str().expect("a secret").to_owned()
    };
    let signs =
        |secret: &str, delivery: &Received| Webhook::new(secret).expect("a secret").verify(&delivery.body, &delivery.headers).is_ok();
    // What is posted just after a rotation may be on its way already, signed as before.
    let told = Cell::new(0);
    let wait_until_signed_by = async |secrets: &[&String], not_by: &[&String]| loop {
        post(&server.admin, room, "hello").await;
        told.set(told.get() + 1);
        let delivery = sink.wait_for(told.get()).await.pop().expect("a delivery");
        if secrets.iter().all(|secret| signs(secret, &delivery)) && !not_by.iter().any(|secret| signs(secret, &delivery)) {
            break;
        }
    };
    wait_until_signed_by(&[&first], &[]).await;
    let second = rotate(3_600).await;
    wait_until_signed_by(&[&first, &second], &[]).await;
    let third = rotate(3_600).await;
    wait_until_signed_by(&[&first, &second, &third], &[]).await;
    // Those that were to go on still do; the present one is ended at once.
    let fourth = rotate(0).await;
    wait_until_signed_by(&[&first, &second, &fourth], &[&third]).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_and_custom_fields_are_those_as_of_the_event() {
    let server = Server::start().await;
    let admin = &server.admin;
    let field = admin.request(Method::PUT, "/v1/custom-fields/city");
    field.json(&json!({"scope": "room", "label": "City"})).send().await.expect(200);
    let team = id(&admin.post("/v1/teams", json!({"name": "Sales", "members": []})).send().await.expect(201));
    let (by_team, by_field) = (Sink::start().await, Sink::start().await);
    subscribe(admin, &by_team, json!({"rooms": {"teams": [team]}})).await;
    subscribe(admin, &by_field, json!({"rooms": {"custom_fields": {"city": "Lima"}}})).await;
    let room = &rooms(admin, 1).await[0];
    let path = format!("/v1/rooms/{room}");
    for (edit, text) in [
        (json!({"topic": "neither"}), "1"),
        (json!({"team_id": team}), "2"),
        (json!({"custom_fields": {"city": "Lima"}}), "3"),
        (json!({"team_id": null}), "4"),
        (json!({"custom_fields": {"city": "Cusco"}}), "5"),
        (json!({"team_id": team, "custom_fields": {"city": "Lima"}}), "6"),
    ] {
        admin.patch(&path, edit).send().await.expect(200);
        post(admin, room, text).await;
    }
    assert_eq!(texts(&by_team.wait_for(3).await), ["2", "3", "6"]);
    assert_eq!(texts(&by_field.wait_for(3).await), ["3", "4", "6"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_requests_a_second_than_are_asked_for() {
    const MESSAGES: usize = 30;
    const PER_SECOND: i64 = 20;
    let server = Server::start().await;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(&server.admin, &sink, json!({"max_per_second": PER_SECOND})).await;
    let rooms = rooms(&server.admin, MESSAGES).await;
    join_all(rooms.iter().map(|room| post(&server.admin, room, "hello"))).await;
    sink.wait_for(MESSAGES).await;
    let mut at = attempts_at(&server.admin, &hook, MESSAGES).await;
    at.sort();
    // A tenth of a second's worth may come at once. Half of the time is left out, for a machine that stands still now and then.
    let least = i64::try_from(MESSAGES).expect("a count") * 1_000_000 / PER_SECOND / 2;
    let took = at[MESSAGES - 1].micros_since(at[0]);
    assert!(took >= least, "{MESSAGES} requests were made within {took} µs");
    server.stop().await;
}

/// When the attempts of a webhook began, once so many are recorded.
async fn attempts_at(admin: &Client, hook: &str, count: usize) -> Vec<Timestamp> {
    loop {
        let page = admin.get(&format!("/v1/webhooks/{hook}/attempts?limit=100")).send().await.expect(200);
        let attempts = page["attempts"].as_array().expect("attempts");
        if attempts.len() >= count {
            let at = |attempt: &serde_json::Value| attempt["at"].as_str().and_then(Timestamp::from_rfc3339).expect("a time");
            return attempts.iter().map(at).collect();
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_gone_is_told_everything_once_it_is_back() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    sink.answer_with(|_| 410);
    let (hook, _) = subscribe(admin, &sink, json!({})).await;
    let path = format!("/v1/webhooks/{hook}");
    let room = &rooms(admin, 1).await[0];
    post(admin, room, "1").await;
    let shown = loop {
        let shown = admin.get(&path).send().await.expect(200);
        if shown["enabled"] == false {
            break shown;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(shown["disabled"]["reason"], "gone");
    let feed = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    let disabled = feed["events"].as_array().expect("events").iter().find(|event| event["type"] == "webhook.disabled");
    assert_eq!(disabled.expect("the event")["data"]["webhook_id"], hook.as_str());
    post(admin, room, "2").await;
    sink.answer_with(|_| 200);
    admin.patch(&path, json!({"enabled": true})).send().await.expect(200);
    post(admin, room, "3").await;
    let accepted: Vec<Received> = sink.wait_for(3).await.into_iter().filter(|delivery| delivery.answered == 200).collect();
    assert_eq!(texts(&accepted), ["1", "2", "3"]);
    assert!(admin.get(&path).send().await.expect(200).get("disabled").is_none());
    server.stop().await;
}
