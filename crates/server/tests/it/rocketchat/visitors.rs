//! What visitors call: nothing but their tokens lets them in.

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_server::config::{Layer, Switch};
use switchroom_testkit::{Client, Server};

use super::save_info::head;
use super::{Scene, TOKEN, by_visitor, error, open, register, says};

async fn ask(client: &Client, method: &str, path: &str, body: Option<Value>) -> switchroom_testkit::Answer {
    by_visitor(client, method, path, body).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_introduces_himself_again_and_again() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let define = |key: &str, regexp: &str| {
        let data = json!({"field": key, "label": key, "scope": "visitor", "visibility": "visible", "regexp": regexp});
        scene.admin.post("livechat/custom-fields.save", json!({ "customFieldData": data })).send()
    };
    define("plan", "^[a-z]+$").await.expect(200);
    let visitor = async |more: Value| {
        let mut visitor = json!({ "token": TOKEN });
        visitor.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        ask(&scene.client, "POST", "livechat/visitor", Some(json!({ "visitor": visitor }))).await
    };
    let told = visitor(json!({})).await.expect(200)["visitor"].clone();
    assert_eq!(json!([told["_id"], told["name"], told["token"]]), json!([scene.visitor, "Ann", TOKEN]));
    let field = |value: &str, overwrite: bool| json!({"customFields": [{"key": "plan", "value": value, "overwrite": overwrite}]});
    assert_eq!(visitor(field("free", false)).await.expect(200)["visitor"]["livechatData"], json!({"plan": "free"}));
    assert_eq!(visitor(field("paid", false)).await.expect(200)["visitor"]["livechatData"], json!({"plan": "free"}));
    assert_eq!(visitor(field("paid", true)).await.expect(200)["visitor"]["livechatData"], json!({"plan": "paid"}));
    // What is no custom field of visitors is dropped.
    let other = json!({"customFields": [{"key": "other", "value": "x", "overwrite": true}]});
    assert_eq!(visitor(other).await.expect(200)["visitor"]["livechatData"], json!({"plan": "paid"}));
    let told = visitor(json!({"email": " New@Example.com ", "phone": "1", "name": ""})).await.expect(200)["visitor"].clone();
    let expected = json!(["Ann", [{"address": "new@example.com"}], [{"phoneNumber": "1"}]]);
    assert_eq!(json!([told["name"], told["visitorEmails"], told["phone"]]), expected);

    let before = head(&server.admin).await;
    let wrong = [
        (field("7", true), "Invalid value for plan field"),
        (json!({"customFields": [{"key": "plan", "value": "x"}]}), "Match error: Missing key 'overwrite' in field visitor.customFields[0]"),
        (json!({"customFields": {}}), "Match error: Expected array, got object in field visitor.customFields"),
        (json!({"name": 7}), "Match error: Expected string, got number in field visitor.name"),
        (json!({"department": "nowhere"}), "The department is not valid [error-invalid-department]"),
        (json!({"email": "nobody"}), "Invalid email [error-invalid-email]"),
        (json!({"token": ""}), "Token cannot be empty [error-invalid-token]"),
        (json!({"token": null}), "Match error: Expected string, got null in field visitor.token"),
        (json!({"token": "x".repeat(300)}), "Token must be at most 256 characters [error-invalid-token]"),
    ];
    for (more, told) in wrong {
        assert_eq!(error(&visitor(more).await, 400)["error"], told);
    }
    for (body, told) in
        [(json!({}), "Match error: Missing key 'visitor'"), (json!({"visitor": {}}), "Match error: Missing key 'token' in field visitor")]
    {
        assert_eq!(error(&ask(&scene.client, "POST", "livechat/visitor", Some(body)).await, 400)["error"], told);
    }
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_looked_up_and_deleted() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let path = format!("livechat/visitor/{TOKEN}");
    assert_eq!(ask(&scene.client, "GET", &path, None).await.expect(200)["visitor"]["_id"], scene.visitor);
    let unknown = json!({"success": false, "error": "[invalid-token]", "errorType": "invalid-token"});
    for method in ["GET", "DELETE"] {
        assert_eq!(error(&ask(&scene.client, method, "livechat/visitor/nobody", None).await, 400), unknown);
    }
    let refused = error(&ask(&scene.client, "DELETE", &path, None).await, 400);
    assert_eq!(refused["error"], "Cannot remove visitors with opened rooms [visitor-has-open-rooms]");
    ask(&scene.client, "POST", "livechat/room.close", Some(json!({"rid": scene.room, "token": TOKEN}))).await.expect(200);
    let deleted = ask(&scene.client, "DELETE", &path, None).await.expect(200);
    assert_eq!(deleted["visitor"]["_id"], scene.visitor);
    assert_eq!(error(&ask(&scene.client, "GET", &path, None).await, 400), unknown);
    let info = scene.agent.get(&format!("livechat/visitors.info?visitorId={}", scene.visitor)).send().await;
    assert_eq!(error(&info, 400)["error"], "visitor-not-found");
    // His room is there still, without his name; his token is free.
    assert_eq!(scene.room().await["v"]["_id"], scene.visitor);
    assert_ne!(register(&scene.client, TOKEN).await["_id"], scene.visitor);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_deleted_once() {
    let server = Server::start().await;
    let client = server.client();
    for round in 0..5 {
        let path = format!("livechat/visitor/v{round}");
        register(&client, &format!("v{round}")).await;
        let answers = join_all((0..8).map(|_| ask(&client, "DELETE", &path, None))).await;
        let (deleted, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!(deleted.len(), 1);
        for refused in refused {
            assert_eq!(error(refused, 400)["error"], "[invalid-token]");
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_its_visitors_alone() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    register(&scene.client, "other").await;
    let message = says(&scene.client, TOKEN, &scene.room, "hello").await;
    let before = head(&server.admin).await;
    let (room, id) = (&scene.room, message["_id"].as_str().expect("an id"));
    for (token, told) in [("other", "invalid-room"), ("nobody", "invalid-token")] {
        let body = |more: Value| {
            let mut body = json!({"token": token, "rid": room});
            body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            Some(body)
        };
        let asks = [
            ("GET", format!("livechat/room?token={token}&rid={room}"), None),
            ("POST", "livechat/message".to_owned(), body(json!({"msg": "x"}))),
            ("GET", format!("livechat/message/{id}?token={token}&rid={room}"), None),
            ("PUT", format!("livechat/message/{id}"), body(json!({"msg": "x"}))),
            ("DELETE", format!("livechat/message/{id}"), body(json!({}))),
            ("GET", format!("livechat/messages.history/{room}?token={token}"), None),
            ("POST", "livechat/room.close".to_owned(), body(json!({}))),
        ];
        for (method, path, body) in asks {
            let refused = error(&ask(&scene.client, method, &path, body).await, 400);
            assert_eq!(refused, json!({"success": false, "error": told}), "{method} {path}");
        }
    }
    for path in ["livechat/room", "livechat/room?rid=x"] {
        assert_eq!(error(&ask(&scene.client, "GET", path, None).await, 400)["error"], "Match error: Missing key 'token'");
    }
    let refused = error(&ask(&scene.client, "GET", &format!("livechat/messages.history/{room}"), None).await, 400);
    assert_eq!(refused["errorType"], "error-token-param-not-provided");
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_changes_what_he_said() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let place = |more: Value| {
        let mut body = json!({"token": TOKEN, "rid": scene.room});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        Some(body)
    };
    let mine = json!({"token": TOKEN, "rid": scene.room, "msg": "first", "_id": "mine"});
    let first = ask(&scene.client, "POST", "livechat/message", Some(mine.clone())).await.expect(200);
    assert_eq!(ask(&scene.client, "POST", "livechat/message", Some(mine)).await.expect(200), first);
    let told = ask(&scene.client, "GET", &format!("livechat/message/mine?token={TOKEN}&rid={}", scene.room), None).await;
    assert_eq!(told.expect(200)["message"], first["message"]);
    let edited = ask(&scene.client, "PUT", "livechat/message/mine", place(json!({"msg": "second"}))).await.expect(200);
    assert_eq!(
        json!([edited["message"]["msg"], edited["message"]["editedBy"]["username"]]),
        json!(["second", first["message"]["u"]["username"]])
    );
    // Only his own, and only what is for him.
    let answer = scene.agent.post("chat.sendMessage", json!({"message": {"rid": scene.room, "msg": "answer", "tmid": "mine"}})).send();
    let answer = answer.await.expect(200)["message"].clone();
    assert_eq!(answer["tmid"], "mine");
    let path = format!("livechat/message/{}", answer["_id"].as_str().expect("an id"));
    for (method, more) in [("PUT", json!({"msg": "x"})), ("DELETE", json!({}))] {
        let refused = error(&ask(&scene.client, method, &path, place(more)).await, 400);
        assert_eq!(refused["errorType"], "error-action-not-allowed");
    }
    let note = server.admin.post(&format!("/v1/rooms/{}/messages", scene.room), json!({"text": "secret", "visibility": "internal"}));
    let note = note.send().await.expect(201)["id"].as_str().expect("an id").to_owned();
    let hidden = ask(&scene.client, "GET", &format!("livechat/message/{note}?token={TOKEN}&rid={}", scene.room), None).await;
    assert_eq!(error(&hidden, 400)["error"], "invalid-message");
    let deleted = ask(&scene.client, "DELETE", "livechat/message/mine", place(json!({}))).await.expect(200);
    assert_eq!(deleted["message"]["_id"], "mine");
    let again = ask(&scene.client, "DELETE", "livechat/message/mine", place(json!({}))).await;
    assert_eq!(error(&again, 400)["error"], "invalid-message");
    let history = ask(&scene.client, "GET", &format!("livechat/messages.history/{}?token={TOKEN}", scene.room), None).await.expect(200);
    let texts: Vec<&Value> = history["messages"].as_array().expect("messages").iter().map(|message| &message["msg"]).collect();
    assert_eq!(texts, ["answer"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_read_backwards() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let mut times = Vec::new();
    for i in 0..5 {
        times.push(says(&scene.client, TOKEN, &scene.room, &i.to_string()).await["ts"].as_str().expect("a time").to_owned());
    }
    // What is deleted is as if it had never been.
    for _ in 0..3 {
        let gone = says(&scene.client, TOKEN, &scene.room, "gone").await["_id"].as_str().expect("an id").to_owned();
        let place = json!({"token": TOKEN, "rid": scene.room});
        ask(&scene.client, "DELETE", &format!("livechat/message/{gone}"), Some(place)).await.expect(200);
    }
    let history = async |query: &str| {
        let path = format!("livechat/messages.history/{}?token={TOKEN}{query}", scene.room);
        let told = ask(&scene.client, "GET", &path, None).await.expect(200);
        let texts: String = told["messages"].as_array().expect("messages").iter().filter_map(|message| message["msg"].as_str()).collect();
        (texts, told["unreadNotLoaded"].clone())
    };
    assert_eq!(history("").await, ("43210".to_owned(), json!(0)));
    assert_eq!(history("&limit=2").await, ("43".to_owned(), json!(0)));
    assert_eq!(history(&format!("&limit=2&ls={}", times[0])).await, ("43".to_owned(), json!(2)));
    assert_eq!(history(&format!("&limit=2&end={}", times[3])).await, ("21".to_owned(), json!(0)));
    let wrong = ask(&scene.client, "GET", &format!("livechat/messages.history/{}?token={TOKEN}&ls=soon", scene.room), None).await;
    assert_eq!(error(&wrong, 400)["errorType"], "invalid-params");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_room_stays_closed() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let close = || ask(&scene.client, "POST", "livechat/room.close", Some(json!({"rid": scene.room, "token": TOKEN})));
    assert_eq!(close().await.expect(200), json!({"rid": scene.room, "comment": "Closed by visitor", "success": true}));
    assert_eq!(error(&close().await, 400)["error"], "room-closed");
    let message = json!({"token": TOKEN, "rid": scene.room, "msg": "x"});
    assert_eq!(error(&ask(&scene.client, "POST", "livechat/message", Some(message)).await, 400)["error"], "room-closed");
    let by_agent = scene.agent.post("chat.sendMessage", json!({"message": {"rid": scene.room, "msg": "x"}})).send().await;
    assert_eq!(error(&by_agent, 400)["error"], "room-closed");
    let asked = ask(&scene.client, "GET", &format!("livechat/room?token={TOKEN}&rid={}", scene.room), None).await;
    assert_eq!(error(&asked, 400)["error"], "invalid-room");
    assert_ne!(open(&scene.client, TOKEN).await["_id"], scene.room);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_is_a_team() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let outsider = super::user(&scene.admin, "outsider", Some("agent")).await;
    let team = server.admin.post("/v1/teams", json!({"name": "Sales", "members": [outsider.id]})).send().await.expect(201);
    let visitor = json!({"visitor": {"token": "buyer", "department": team["id"]}});
    let told = ask(&scene.client, "POST", "livechat/visitor", Some(visitor)).await.expect(200);
    assert_eq!(told["visitor"]["department"], team["id"]);
    let room = open(&scene.client, "buyer").await;
    assert_eq!(json!([room["departmentId"], room["servedBy"]["_id"]]), json!([team["id"], outsider.id]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_visits_a_minute_are_enough() {
    let server = Server::with_settings(Layer { rate_limit: Some(Switch::On), ..Layer::default() }).await;
    let client = server.client();
    let visitor = json!({"visitor": {"token": TOKEN}});
    for _ in 0..5 {
        ask(&client, "POST", "livechat/visitor", Some(visitor.clone())).await.expect(200);
        error(&ask(&client, "GET", &format!("livechat/room?token={TOKEN}"), None).await, 400);
    }
    for (method, path, body) in [("POST", "livechat/visitor", Some(visitor)), ("GET", "livechat/room?token=x", None)] {
        let answer = ask(&client, method, path, body).await;
        let told = error(&answer, 429)["error"].as_str().expect("a text").to_owned();
        assert!(told.ends_with("before trying this endpoint again. [error-too-many-requests]"), "{told}");
        assert!(answer.headers.contains_key("retry-after"));
    }
    ask(&client, "GET", &format!("livechat/visitor/{TOKEN}"), None).await.expect(200);
    server.stop().await;
}
