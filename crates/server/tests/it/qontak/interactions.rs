//! `/message_interactions`: which events of messages are told, and to which url.

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::{Server, Sink};

use super::{Cast, FLAGS, INTERACTIONS, data_events, put, until};
use crate::scene::user;
use crate::seeds;
use crate::shape::{Keys, Shape};
use crate::transcript::Transcript;

const URL: &str = "https://webhook.example/498b30f1?secret=a%2Bb%20c&x=&&y=%e4";

/// Which flags an answer shows as on.
fn on(answer: &Value) -> Vec<&'static str> {
    FLAGS.into_iter().filter(|flag| answer["data"][flag]["enabled"] == true).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_seeds() {
    let server = Server::start().await;
    let asked = json!({"receive_message_from_agent": false, "receive_message_from_customer": true, "status_message": false, "url": URL});
    let put = server.admin.request(http::Method::PUT, INTERACTIONS).json(&asked).send().await;
    assert_eq!(put.status, 200);
    assert_eq!(put.headers["content-type"], "application/json");
    let answer = Shape::of(&put.body);
    assert_eq!(answer.differences(&seeds::interactions().settings, Keys::AtLeast, &[]), Vec::<String>::new());
    let answer = put.json();
    // What the seed says of this very call.
    assert_eq!(on(&answer), ["receive_message_from_customer"]);
    let listed = |flag: &str| answer["data"][flag]["webhooks"].as_array().expect("webhooks").clone();
    let hook = &listed("receive_message_from_customer")[0];
    assert_eq!((&hook["event"], &hook["url"]), (&json!("message_interaction"), &json!(URL)));
    assert!(FLAGS.into_iter().all(|flag| listed(flag) == [hook.clone()]));
    let allocation = &listed("custom_agent_allocation")[0];
    assert_eq!((&allocation["event"], &allocation["url"]), (&json!("custom_agent_allocation"), &json!("")));
    assert_ne!(allocation["id"], hook["id"]);
    for none in ["agent_assigned_to_room", "agent_unassigned_from_room", "room_resolved"] {
        assert_eq!(answer["data"][none], json!({"enabled": false, "webhooks": []}));
    }
    // GET tells the same, and so does the other base; a POST is taken for a PUT.
    for request in
        [server.admin.get(INTERACTIONS), server.admin.get("/qontak/chat/v1/message_interactions"), server.admin.post(INTERACTIONS, asked)]
    {
        assert_eq!(request.send().await.body, put.body);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_with_its_errors() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let (_, agent) = user(admin, "ann", "agent").await;
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    t.note("Nothing is told yet, and nobody has said where to.");
    t.ask(admin, "GET", INTERACTIONS, None).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"status_message": true}))).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"status_message": false}))).await;
    t.note("What is left out stays as it is.");
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"receive_message_from_customer": true, "status_message": 1, "url": URL}))).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"status_message": "0", "broadcast_log_status": "true"}))).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"url": "http://other.example/hook"}))).await;
    t.note("The same is to be seen under `/v1/webhooks`.");
    t.ask(admin, "GET", "/v1/webhooks", None).await;
    t.note("All flags off: the endpoint stays.");
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"receive_message_from_customer": false, "broadcast_log_status": false}))).await;
    t.note("What is wrong is told, all of it at once.");
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"status_message": "maybe", "receive_message_from_agent": null, "url": 7}))).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"status_message": true, "url": "ftp://other.example"}))).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!({"url": ""}))).await;
    t.ask(admin, "PUT", INTERACTIONS, Some(json!([]))).await;
    t.note("Who may not.");
    t.ask(&server.client(), "GET", INTERACTIONS, None).await;
    t.ask(&server.client().with_token("wrong"), "PUT", INTERACTIONS, Some(json!({"status_message": true}))).await;
    t.ask(&agent, "GET", INTERACTIONS, None).await;
    t.ask(&agent, "PUT", INTERACTIONS, Some(json!({"status_message": true}))).await;
    t.note("Paths and methods that there are not.");
    t.ask(admin, "DELETE", INTERACTIONS, None).await;
    t.ask(admin, "GET", "/api/open/v1/nothing", None).await;
    t.ask(admin, "POST", "/qontak/chat/v1/", Some(json!({}))).await;
    t.ask(admin, "GET", "/oauth/token", None).await;
    let allowed = admin.delete(INTERACTIONS).send().await.headers["allow"].to_str().expect("text").to_owned();
    assert!(["GET", "PUT", "POST"].iter().all(|method| allowed.contains(method)), "{allowed}");
    t.note("Health.");
    t.ask(&server.client(), "GET", "/api/open/v1/health", None).await;
    t.ask(&agent, "GET", "/qontak/chat/v1/health", None).await;
    t.ask(&server.client().with_token("wrong"), "GET", "/api/open/v1/health", None).await;
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_calls_make_one_webhook_between_them() {
    let server = Server::start().await;
    let asking = (0..12).map(|i| put(&server.admin, json!({(FLAGS[i % 4]): true, "url": format!("https://webhook.example/{}", i % 3)})));
    let answers = join_all(asking).await;
    let hooks = server.admin.get("/v1/webhooks").send().await.expect(200);
    let hooks = hooks["webhooks"].as_array().expect("webhooks");
    assert_eq!(hooks.len(), 1, "{hooks:?}");
    let last = server.admin.get(INTERACTIONS).send().await.expect(200);
    // Nobody's flag was lost to another call.
    assert_eq!(on(&last), FLAGS);
    assert!(answers.iter().all(|answer| answer["data"]["status_message"]["webhooks"][0]["id"] == hooks[0]["id"]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_url_is_called_as_it_was_given() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let cast = Cast::gather(&server).await;
    let url = format!("{}?secret=a%2Bb%20c&x=&&y=%e4", sink.url());
    let answer = put(&server.admin, json!({"receive_message_from_customer": true, "url": url})).await;
    assert_eq!(answer["data"]["status_message"]["webhooks"][0]["url"], *url);
    cast.customer_writes("helo").await;
    let received = sink.wait_for(1).await;
    assert!(url.ends_with(&received[0].uri), "{}", received[0].uri);
    // Another url takes the first one's place.
    let other = Sink::start().await;
    put(&server.admin, json!({"url": other.url()})).await;
    cast.customer_writes("again").await;
    assert_eq!(other.wait_for(1).await[0].json()["text"], "again");
    assert_eq!(sink.received().len(), 1);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_switched_off_is_not_told_later() {
    let server = Server::start().await;
    let sink = Sink::start().await;
    let cast = Cast::gather(&server).await;
    put(&server.admin, json!({"receive_message_from_customer": true, "url": sink.url()})).await;
    cast.customer_writes("one").await;
    sink.wait_for(1).await;
    let off = put(&server.admin, json!({"receive_message_from_customer": false})).await;
    assert_eq!(on(&off), Vec::<&str>::new());
    cast.customer_writes("two").await;
    put(&server.admin, json!({"receive_message_from_agent": true})).await;
    cast.customer_writes("three").await;
    cast.agent_writes("four").await;
    let received = until(&sink, "receive_message_from_agent").await;
    let texts: Vec<Value> = received.iter().map(|received| received.json()["text"].clone()).collect();
    assert_eq!(texts, ["one", "four"]);
    assert_eq!(data_events(&received), ["receive_message_from_customer", "receive_message_from_agent"]);
    server.stop().await;
}

/// The settings are those of the organization, however they were set.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_elsewhere_is_told_here() {
    let server = Server::start().await;
    let first = put(&server.admin, json!({"status_message": true, "url": URL})).await;
    assert_eq!(first["data"]["auto_assign_agent"], true);
    assert_eq!(first["data"]["agent_can_takeover"], true);
    assert_eq!(first["data"]["auto_responder_in_office_hours"], json!({"enabled": false, "message": ""}));
    let halo = json!({"enabled": true, "message": "Halo\nada yang bisa dibantu?"});
    let settings = json!({"routing.method": "manual", "qontak.auto_responder_in_office_hours": halo});
    server.admin.patch("/v1/settings", settings).send().await.expect(200);
    let id = first["data"]["status_message"]["webhooks"][0]["id"].as_str().expect("an id");
    server.admin.patch(&format!("/v1/webhooks/{id}"), json!({"enabled": false})).send().await.expect(200);
    let told = server.admin.get(INTERACTIONS).send().await.expect(200);
    assert_eq!(told["data"]["auto_assign_agent"], false);
    assert_eq!(told["data"]["auto_responder_in_office_hours"], halo);
    assert_eq!(on(&told), Vec::<&str>::new());
    server.admin.patch("/v1/roles/agent", json!({"permissions": ["room.view"]})).send().await.expect(200);
    let told = server.admin.get(INTERACTIONS).send().await.expect(200);
    assert_eq!(told["data"]["agent_can_takeover"], false);
    // A flag that is switched on lets the webhook go on; a webhook that is deleted is gone.
    assert_eq!(
        on(&put(&server.admin, json!({"receive_message_from_agent": true})).await),
        ["receive_message_from_agent", "status_message"]
    );
    server.admin.delete(&format!("/v1/webhooks/{id}")).send().await.expect(204);
    let told = server.admin.get(INTERACTIONS).send().await.expect(200);
    assert_eq!(told["data"]["status_message"], json!({"enabled": false, "webhooks": []}));
    server.admin.request(http::Method::PUT, INTERACTIONS).json(&json!({"status_message": true})).send().await.expect(422);
    server.stop().await;
}

/// A token may do no more than its scopes, and a contact nothing of this.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_manage_webhooks_is_told_so() {
    let server = Server::start().await;
    let me = server.admin.get("/v1/me").send().await.expect(200);
    let token = async |scopes: Value| {
        let issued = server.admin.post("/v1/tokens", json!({"user_id": me["user"]["id"], "scopes": scopes})).send().await.expect(201);
        server.client().with_token(issued["secret"].as_str().expect("a secret"))
    };
    let channel = crate::scene::channel(&server.admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({"name": "Vic"})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    for client in [token(json!(["rooms:write"])).await, visitor] {
        for request in [client.get(INTERACTIONS), client.post(INTERACTIONS, json!({"url": URL, "status_message": true}))] {
            assert_eq!(request.send().await.expect(403)["error"]["code"], 403);
        }
    }
    let manager = token(json!(["webhooks:manage"])).await;
    put(&manager, json!({"url": URL, "status_message": true})).await;
    server.stop().await;
}

/// Clients that switch everything off send back the empty url that the vendor's settings show.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_url_does_not_hinder_switching_off() {
    let server = Server::start().await;
    put(&server.admin, json!({"status_message": true, "url": "http://other.example/hook"})).await;
    let off = json!({"receive_message_from_agent": false, "receive_message_from_customer": false, "status_message": false, "url": ""});
    let answer = put(&server.admin, off).await;
    assert_eq!(answer["data"]["status_message"]["enabled"], false);
    assert_eq!(answer["data"]["status_message"]["webhooks"][0]["url"], "http://other.example/hook");
    let on = json!({"status_message": true, "url": ""});
    server.admin.request(http::Method::PUT, INTERACTIONS).json(&on).send().await.expect(422);
    server.stop().await;
}
