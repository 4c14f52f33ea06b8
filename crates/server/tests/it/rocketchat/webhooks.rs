//! What webhooks in Rocket.Chat's form are told.

use serde_json::{Value, json};
use switchroom_testkit::{Received, Server, Sink};

use super::{Scene, TOKEN, by_visitor, open, register, says, user};

const TOPICS: [&str; 7] = [
    "LivechatSessionStart",
    "LivechatSessionQueued",
    "LivechatSessionTaken",
    "LivechatSessionForwarded",
    "LivechatSession",
    "LivechatEdit",
    "Message",
];

async fn hook(server: &Server, sink: &Sink, events: &[&str]) {
    let new = json!({"url": sink.url(), "dialect": "rocketchat", "events": events, "retry_schedule_ms": [10]});
    server.admin.post("/v1/webhooks", new).send().await.expect(201);
}

fn bodies(received: &[Received]) -> Vec<Value> {
    received.iter().map(Received::json).collect()
}

fn kinds(bodies: &[Value]) -> Vec<&str> {
    bodies.iter().map(|body| body["type"].as_str().expect("a type")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_told_from_start_to_edit() {
    let server = Server::foretold().await;
    let sink = Sink::start().await;
    hook(&server, &sink, &TOPICS).await;
    let scene = Scene::set(&server.client()).await;
    says(&scene.client, TOKEN, &scene.room, "Where is my order?").await;
    scene.agent.post("chat.sendMessage", json!({"message": {"rid": scene.room, "msg": "Let me look."}})).send().await.expect(200);
    scene.agent.post("livechat/room.saveInfo", scene.info(json!({}), json!({"tags": ["open"]}))).send().await.expect(200);
    scene.agent.post("livechat/room.closeByUser", json!({"rid": scene.room, "comment": "Bye"})).send().await.expect(200);
    let edit = scene.info(json!({}), json!({"topic": "Order 17", "tags": ["order"], "priorityId": "low"}));
    scene.agent.post("livechat/room.saveInfo", edit).send().await.expect(200);
    let told = bodies(&sink.wait_for(6).await);
    let expected = ["LivechatSessionStart", "LivechatSessionTaken", "Message", "Message", "LivechatSession", "LivechatEdit"];
    assert_eq!(kinds(&told), expected);
    assert!(told.iter().all(|body| body["_id"] == scene.room && body["visitor"]["_id"] == scene.visitor));
    assert!(told[1..].iter().all(|body| body["agent"]["_id"] == scene.agent.id));
    // Attempts to deliver take ids too, in whatever order: so ids differ from run to run.
    insta::with_settings!({filters => vec![("[0-9a-f]{8}-[0-9a-f-]{27}", "<uuid>")]}, {
        insta::assert_snapshot!(serde_json::to_string_pretty(&told).expect("JSON"));
    });
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_waits_is_taken_and_forwarded() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let second = user(&scene.admin, "second", Some("agent")).await;
    scene.admin.post("settings/Livechat_Routing_Method", json!({"value": "Manual_Selection"})).send().await.expect(200);
    let (sink, only_messages) = (Sink::start().await, Sink::start().await);
    hook(&server, &sink, &["room.*"]).await;
    hook(&server, &only_messages, &["Message"]).await;
    register(&scene.client, "t1").await;
    let room = open(&scene.client, "t1").await["_id"].as_str().expect("an id").to_owned();
    scene.agent.post("livechat/inquiries.take", json!({ "inquiryId": room })).send().await.expect(200);
    let assign = json!({"user_id": second.id});
    server.admin.post(&format!("/v1/rooms/{room}/assign"), assign).send().await.expect(200);
    server.admin.post(&format!("/v1/rooms/{room}/unassign"), json!({})).send().await.expect(200);
    let close = json!({"rid": room, "token": "t1"});
    by_visitor(&scene.client, "POST", "livechat/room.close", Some(close)).send().await.expect(200);
    let told = bodies(&sink.wait_for(6).await);
    let expected = [
        "LivechatSessionStart",
        "LivechatSessionQueued",
        "LivechatSessionTaken",
        "LivechatSessionForwarded",
        "LivechatSessionQueued",
        "LivechatSession",
    ];
    assert_eq!(kinds(&told), expected);
    let served = |body: &Value| json!([body["servedBy"]["username"], body["oldServedBy"]["username"], body["agent"]["username"]]);
    assert_eq!(served(&told[1]), json!([null, null, null]));
    assert_eq!(served(&told[2]), json!(["agent", null, "agent"]));
    assert_eq!(served(&told[3]), json!(["second", "agent", "second"]));
    let closed = &told[5];
    assert_eq!(
        json!([closed["closer"], closed["closedBy"]["username"], closed["messages"][0]["msg"], closed["messages"][0]["closingMessage"]]),
        json!(["visitor", closed["visitor"]["username"], "Closed by visitor", true])
    );
    says(&scene.client, TOKEN, &scene.room, "hello").await;
    assert_eq!(kinds(&bodies(&only_messages.wait_for(1).await)), ["Message"]);
    server.stop().await;
}

/// A body is told again as it was, whatever happened since; and only 200 means that it was taken.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_tells_the_same() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    sink.answer_with(|_| 204);
    hook(&server, &sink, &["LivechatSession", "Message"]).await;
    let scene = Scene::set(&server.client()).await;
    let first = json!({"token": TOKEN, "rid": scene.room, "msg": "first", "_id": "m1"});
    by_visitor(&scene.client, "POST", "livechat/message", Some(first)).send().await.expect(200);
    // 204 is no 200: it is told again until it is.
    sink.wait_until(|received| received.len() >= 2).await;
    sink.answer_with(|_| 200);
    scene.agent.post("livechat/room.closeByUser", json!({"rid": scene.room})).send().await.expect(200);
    let told = |received: &[Received]| received.iter().filter(|one| one.answered == 200).map(Received::json).collect::<Vec<_>>();
    let before = told(&sink.wait_until(|received| received.iter().filter(|one| one.answered == 200).count() == 2).await);
    assert_eq!((before[0]["messages"][0]["msg"].as_str(), before[1]["messages"][0]["msg"].as_str()), (Some("first"), Some("first")));
    let edit = json!({"token": TOKEN, "rid": scene.room, "msg": "second"});
    by_visitor(&scene.client, "PUT", "livechat/message/m1", Some(edit)).send().await.expect(200);
    let delete = json!({"token": TOKEN, "rid": scene.room});
    by_visitor(&scene.client, "DELETE", "livechat/message/m1", Some(delete)).send().await.expect(200);
    let hooks = server.admin.get("/v1/webhooks").send().await.expect(200);
    let id = hooks["webhooks"][0]["id"].as_str().expect("an id");
    server.admin.post(&format!("/v1/webhooks/{id}/replay"), json!({"after": 0})).send().await.expect(202);
    let all = told(&sink.wait_until(|received| received.iter().filter(|one| one.answered == 200).count() == 4).await);
    assert_eq!(all[2..], before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receivers_know_a_body_by_the_secret_token() {
    const HEADER: &str = "x-rocketchat-livechat-token";
    let server = Server::start().await;
    let sink = Sink::start().await;
    hook(&server, &sink, &["Message"]).await;
    let scene = Scene::set(&server.client()).await;
    says(&scene.client, TOKEN, &scene.room, "one").await;
    let received = sink.wait_for(1).await;
    assert_eq!(received[0].header(HEADER), "");
    scene.admin.post("settings/Livechat_secret_token", json!({"value": "a secret"})).send().await.expect(200);
    says(&scene.client, TOKEN, &scene.room, "two").await;
    assert_eq!(sink.wait_for(2).await[1].header(HEADER), "a secret");
    // What cannot stand in a header is left out, and nothing breaks.
    scene.admin.post("settings/Livechat_secret_token", json!({"value": "a\nb"})).send().await.expect(200);
    says(&scene.client, TOKEN, &scene.room, "three").await;
    assert_eq!(sink.wait_for(3).await[2].header(HEADER), "");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_receiver_answers_is_told_back_to_it() {
    let server = Server::start().await;
    let (sink, other) = (Sink::start().await, Sink::start().await);
    sink.answer_with_text(|body| (200, if body["type"] == "Message" { "customer 17".to_owned() } else { String::new() }));
    other.answer_with_text(|_| (204, "not taken".to_owned()));
    hook(&server, &sink, &TOPICS).await;
    hook(&server, &other, &TOPICS).await;
    let scene = Scene::set(&server.client()).await;
    says(&scene.client, TOKEN, &scene.room, "one").await;
    let told = bodies(&sink.wait_for(3).await);
    assert!(told.iter().all(|body| body.get("crmData").is_none()));
    // The answer is kept beside the delivery: what happens later tells it.
    let after = loop {
        let room = server.admin.get("/v1/events?after=0&limit=500").send().await.expect(200);
        if room["events"].as_array().expect("events").iter().any(|event| event["type"] == "room.updated") {
            break sink.received().len();
        }
        tokio::task::yield_now().await;
    };
    scene.agent.post("livechat/room.closeByUser", json!({"rid": scene.room})).send().await.expect(200);
    let told = bodies(&sink.wait_for(after + 1).await);
    assert_eq!((&told[after]["type"], &told[after]["crmData"]), (&json!("LivechatSession"), &json!("customer 17")));
    // On a closed room it would count as an edit, if it were anybody's.
    sink.answer_with_text(|_| (200, "customer 18".to_owned()));
    let edit = scene.info(json!({}), json!({"topic": "Order 17"}));
    scene.agent.post("livechat/room.saveInfo", edit).send().await.expect(200);
    let edit = scene.info(json!({}), json!({"topic": "Order 18"}));
    scene.agent.post("livechat/room.saveInfo", edit).send().await.expect(200);
    let told = bodies(&sink.wait_for(after + 3).await);
    assert_eq!(kinds(&told[after..]), ["LivechatSession", "LivechatEdit", "LivechatEdit"]);
    assert_eq!(told[after + 2]["topic"], "Order 18");
    server.stop().await;
}
