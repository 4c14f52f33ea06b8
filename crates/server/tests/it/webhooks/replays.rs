//! What was told, or given up, is told again: by time, one event, or only the dead letters.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Received, Server, Sink};

use super::subscribe;
use crate::scene::{post, rooms};

/// The texts that the endpoint accepted, in the order in which they came.
fn accepted(received: &[Received]) -> Vec<String> {
    let text = |delivery: &Received| delivery.json()["data"]["message"]["text"].as_str().expect("text").to_owned();
    received.iter().filter(|delivery| delivery.answered == 200).map(text).collect()
}

/// The events in which messages were created, in order.
async fn messages(admin: &Client) -> Vec<Value> {
    let mut events = admin.get("/v1/events?after=0&limit=1000&types=message.created").send().await.expect(200);
    events["events"].as_array_mut().expect("events").drain(..).collect()
}

/// Asks until the answer is as it is to become.
async fn once(client: &Client, path: &str, is: impl Fn(&Value) -> bool) -> Value {
    loop {
        let answer = client.get(path).send().await.expect(200);
        if is(&answer) {
            return answer;
        }
        tokio::task::yield_now().await;
    }
}

/// The replay that was started, once it is done.
async fn done(admin: &Client, webhook: &str, started: &Value) -> Value {
    let job = started["job"].as_str().expect("a job");
    once(admin, &format!("{webhook}/replays/{job}"), |replay| replay["state"] == "done").await
}

fn length(list: &Value) -> usize {
    list.as_array().expect("a list").len()
}

/// An endpoint that refuses what says so.
async fn choosy() -> Sink {
    let sink = Sink::start().await;
    sink.answer_with(|body| if body["data"]["message"]["text"] == "refused" { 400 } else { 200 });
    sink
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_listed_and_replayed() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = choosy().await;
    let (hook, _) = subscribe(admin, &sink, json!({})).await;
    let path = format!("/v1/webhooks/{hook}");
    let rooms = rooms(admin, 1).await;
    post(admin, &rooms[0], "refused").await;
    post(admin, &rooms[0], "taken").await;
    assert_eq!(accepted(&sink.wait_for(1).await), ["taken"]);
    let dead = once(admin, &format!("{path}/dead-letters"), |dead| length(&dead["dead_letters"]) == 1).await;
    let event = messages(admin).await.remove(0);
    let letter = &dead["dead_letters"][0];
    assert_eq!((&letter["event_id"], &letter["seq"], &letter["room_id"]), (&event["id"], &event["seq"], &json!(rooms[0])));
    let tries = letter["attempts"].as_u64().expect("a number");

    // Its attempts are found by what is known of them.
    let of_event = format!("{path}/attempts?event_id={}", event["id"].as_str().expect("id"));
    let attempts = once(admin, &of_event, |found| length(&found["attempts"]) as u64 == tries).await;
    assert_eq!(attempts["attempts"][0]["outcome"], "dead");
    let began = attempts["attempts"][0]["at"].as_str().expect("a time");
    let counts = [
        (format!("seq={}", event["seq"]), tries),
        ("status=400".to_owned(), tries),
        ("status=200".to_owned(), 1),
        ("outcome=dead".to_owned(), 1),
        (format!("room_id={}", rooms[0]), tries + 1),
        (format!("room_id={hook}"), 0),
        (format!("status=400&until={began}"), tries - 1),
        (format!("status=400&from={began}"), 1),
    ];
    for (filter, count) in counts {
        once(admin, &format!("{path}/attempts?{filter}"), |found| length(&found["attempts"]) as u64 == count).await;
    }

    sink.answer_with(|_| 200);
    let replay = admin.post(&format!("{path}/replay"), json!({"dead": true})).send().await.expect(202);
    assert_eq!(accepted(&sink.wait_for(2).await), ["taken", "refused"]);
    let done = done(admin, &path, &replay).await;
    assert_eq!(done["scope"], "dead");
    once(admin, &format!("{path}/dead-letters"), |dead| length(&dead["dead_letters"]) == 0).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_event_is_sent_again() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = choosy().await;
    let (hook, _) = subscribe(admin, &sink, json!({})).await;
    let path = format!("/v1/webhooks/{hook}");
    let rooms = rooms(admin, 1).await;
    for text in ["one", "refused", "two", "three"] {
        post(admin, &rooms[0], text).await;
    }
    sink.wait_for(3).await;
    let events = messages(admin).await;
    admin.post(&format!("{path}/resend"), json!({"seq": events[2]["seq"]})).send().await.expect(202);
    assert_eq!(accepted(&sink.wait_for(4).await)[3..], ["two"]);
    once(admin, &format!("{path}/dead-letters"), |dead| length(&dead["dead_letters"]) == 1).await;
    sink.answer_with(|_| 200);
    admin.post(&format!("{path}/resend"), json!({"event_id": events[1]["id"]})).send().await.expect(202);
    let received = sink.wait_for(5).await;
    assert_eq!(accepted(&received)[4..], ["refused"]);
    // It is the same event, and no dead letter any more.
    let ids: Vec<&str> = received.iter().map(|delivery| delivery.header("webhook-id")).collect();
    assert_eq!(*ids.last().expect("one"), format!("evt_{}", events[1]["id"].as_str().expect("id")));
    once(admin, &format!("{path}/dead-letters"), |dead| length(&dead["dead_letters"]) == 0).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_log_is_told_again_from_a_time_on() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(admin, &sink, json!({})).await;
    let rooms = rooms(admin, 1).await;
    for text in ["one", "two", "three", "four"] {
        post(admin, &rooms[0], text).await;
    }
    sink.wait_for(4).await;
    let events = messages(admin).await;
    let part = json!({"since": events[1]["at"], "until": events[2]["seq"]});
    let replay = admin.post(&format!("/v1/webhooks/{hook}/replay"), part).send().await.expect(202);
    done(admin, &format!("/v1/webhooks/{hook}"), &replay).await;
    assert_eq!(accepted(&sink.received())[4..], ["two", "three"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_called_off() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(admin, &sink, json!({})).await;
    let rooms = rooms(admin, 1).await;
    post(admin, &rooms[0], "old").await;
    sink.wait_for(1).await;
    sink.answer_with(|body| if body["data"]["message"]["text"] == "old" { 500 } else { 200 });
    let replay = admin.post(&format!("/v1/webhooks/{hook}/replay"), json!({"after": 0})).send().await.expect(202);
    sink.wait_until(|received| received.len() > 1).await;
    let path = format!("/v1/webhooks/{hook}/replays/{}", replay["job"].as_str().expect("a job"));
    let cancelled = admin.post(&format!("{path}/cancel"), json!({})).send().await.expect(200);
    assert_eq!(cancelled["state"], "cancelled");
    // It stops, and leaves no position behind.
    let stopped = once(admin, &path, |replay| replay.get("position").is_none()).await;
    assert_eq!(stopped["state"], "cancelled");
    let tries = sink.received().len();
    post(admin, &rooms[0], "new").await;
    assert_eq!(accepted(&sink.wait_for(2).await), ["old", "new"]);
    assert_eq!(sink.received().len(), tries + 1);
    // Once more changes nothing.
    let again = admin.post(&format!("{path}/cancel"), json!({})).send().await.expect(200);
    assert_eq!(again["state"], "cancelled");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_that_wait_apart_are_listed() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let rooms = rooms(admin, 3).await;
    let refused = [rooms[0].clone(), rooms[1].clone()];
    sink.answer_with(move |body| if refused.iter().any(|room| body["room_id"] == **room) { 500 } else { 200 });
    // It waits for long after the first failure.
    let (hook, _) = subscribe(admin, &sink, json!({"retry_schedule_ms": [3_600_000]})).await;
    for room in &rooms {
        post(admin, room, "hello").await;
    }
    sink.wait_for(1).await;
    let path = format!("/v1/webhooks/{hook}");
    let parked = once(admin, &format!("{path}/parked"), |parked| length(&parked["parked"]) == 2).await;
    let events = messages(admin).await;
    for (parked, (room, event)) in parked["parked"].as_array().expect("rooms").iter().zip(rooms.iter().zip(&events)) {
        assert_eq!((&parked["room_id"], &parked["next_seq"]), (&json!(room), &event["seq"]), "{parked}");
        assert_eq!((&parked["attempts"], &parked["reason"]), (&json!(1), &json!("failing")), "{parked}");
    }
    let first = admin.get(&format!("{path}/parked?limit=1")).send().await.expect(200);
    let cursor = first["next"].as_str().expect("more");
    let second = admin.get(&format!("{path}/parked?limit=1&cursor={cursor}")).send().await.expect(200);
    assert_eq!((&second["parked"][0], &second["next"]), (&parked["parked"][1], &Value::Null));
    assert_eq!(admin.get(&path).send().await.expect(200)["position"]["parked_rooms"], 2);
    server.stop().await;
}
