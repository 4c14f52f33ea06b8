//! Settings.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::save_info::head;
use super::{ADMIN, Rc, Scene, by_visitor, error, register, says, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_is_read_and_written() {
    let server = Server::start().await;
    let admin = Rc::log_in(&server.client(), ADMIN.0, ADMIN.1).await;
    let read = async |id: &str| admin.get(&format!("settings/{id}")).send().await.expect(200);
    assert_eq!(read("Livechat_title").await, json!({"_id": "Livechat_title", "value": "Rocket.Chat", "success": true}));
    let write = async |id: &str, value: Value| admin.post(&format!("settings/{id}"), json!({ "value": value })).send().await.expect(200);
    assert_eq!(write("Livechat_title", json!("Help")).await, json!({"success": true}));
    assert_eq!(read("Livechat_title").await["value"], "Help");
    for (id, value) in
        [("Livechat_http_timeout", json!(7)), ("Livechat_webhook_on_start", json!(true)), ("Livechat_title_color", json!("#fff"))]
    {
        write(id, value.clone()).await;
        assert_eq!(read(id).await["value"], value);
    }
    // Those that the rules read are our own.
    write("Livechat_Routing_Method", json!("Manual_Selection")).await;
    write("Livechat_accept_chats_with_no_agents", json!(true)).await;
    assert_eq!(read("Livechat_Routing_Method").await["value"], "Manual_Selection");
    assert_eq!(read("Livechat_accept_chats_with_no_agents").await["value"], true);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_setting_or_no_value_is_refused() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let before = head(&server.admin).await;
    let admin = &scene.admin;
    assert_eq!(error(&admin.get("settings/Nothing").send().await, 400), json!({"success": false}));
    assert_eq!(error(&admin.post("settings/Nothing", json!({"value": 1})).send().await, 400), json!({"success": false}));
    assert_eq!(error(&admin.post("settings/Livechat_title", json!({})).send().await, 400)["errorType"], "invalid-params");
    let wrong = [
        ("Livechat_title", json!(7)),
        ("Livechat_title", json!("x".repeat(20_000))),
        ("Livechat_enabled", json!("true")),
        ("Livechat_http_timeout", json!(1.5)),
        ("Livechat_http_timeout", json!(null)),
        ("Livechat_title_color", json!("red")),
        ("Livechat_Routing_Method", json!("Load_Balancing")),
        ("Livechat_accept_chats_with_no_agents", json!({})),
    ];
    for (id, value) in wrong {
        let refused = error(&admin.post(&format!("settings/{id}"), json!({ "value": value })).send().await, 400);
        assert_eq!(refused["errorType"], "error-invalid-setting-value", "{id} {value}");
    }
    error(&scene.agent.get("settings/Livechat_title").send().await, 403);
    error(&scene.agent.post("settings/Livechat_title", json!({"value": "x"})).send().await, 403);
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn public_settings_are_for_everybody() {
    let server = Server::start().await;
    let client = server.client();
    let public = async |query: &str| client.get(&format!("/api/v1/settings.public{query}")).send().await.expect(200);
    let all = public("?count=0").await;
    let ids: Vec<&Value> = all["settings"].as_array().expect("settings").iter().map(|setting| &setting["_id"]).collect();
    assert!(ids.contains(&&json!("Livechat_title")) && !ids.contains(&&json!("Livechat_secret_token")));
    assert_eq!((all["total"].as_u64(), all["count"].as_u64()), (Some(ids.len() as u64), Some(ids.len() as u64)));
    let two = public("?_id=Livechat_enabled,Livechat_secret_token,Livechat_title").await;
    let expected = json!([{"_id": "Livechat_enabled", "value": true}, {"_id": "Livechat_title", "value": "Rocket.Chat"}]);
    assert_eq!((&two["settings"], &two["total"]), (&expected, &json!(2)));
    let page = public("?offset=1&count=1&_id=Livechat_enabled,Livechat_title").await;
    assert_eq!(json!([page["settings"][0]["_id"], page["count"], page["offset"], page["total"]]), json!(["Livechat_title", 1, 1, 2]));
    error(&client.get("/api/v1/settings.public?count=x").send().await, 400);
    error(&client.get("/api/v1/settings.public?query=%7B").send().await, 400);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_do_what_they_say() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let set = async |id: &str, value: Value| {
        scene.admin.post(&format!("settings/{id}"), json!({ "value": value })).send().await.expect(200);
    };
    // A limit on what visitors write, for new and edited messages.
    let body = |text: &str| json!({"token": super::TOKEN, "rid": scene.room, "msg": text});
    let send = async |text: &str| by_visitor(&scene.client, "POST", "livechat/message", Some(body(text))).send().await;
    set("Livechat_message_character_limit", json!(5)).await;
    let message = says(&scene.client, super::TOKEN, &scene.room, "longer than five").await;
    set("Livechat_enable_message_character_limit", json!(true)).await;
    assert_eq!(error(&send("longer").await, 400)["error"], "message-length-exceeds-character-limit");
    let path = format!("livechat/message/{}", message["_id"].as_str().expect("an id"));
    let edited = by_visitor(&scene.client, "PUT", &path, Some(body("longer"))).send().await;
    assert_eq!(error(&edited, 400)["error"], "message-length-exceeds-character-limit");
    send("äöüßé").await.expect(200);
    // Whether visitors may close.
    let close = json!({"token": super::TOKEN, "rid": scene.room});
    let close = async || by_visitor(&scene.client, "POST", "livechat/room.close", Some(close.clone())).send().await;
    set("Omnichannel_allow_visitors_to_close_conversation", json!(false)).await;
    assert_eq!(error(&close().await, 400)["error"], "error-not-allowed-to-close-conversation");
    set("Omnichannel_allow_visitors_to_close_conversation", json!(true)).await;
    // Whether there are new rooms at all: the open one stays.
    set("Livechat_enabled", json!(false)).await;
    let room = async || by_visitor(&scene.client, "GET", &format!("livechat/room?token={}", super::TOKEN), None).send().await;
    assert_eq!(room().await.expect(200)["newRoom"], false);
    close().await.expect(200);
    assert_eq!(error(&room().await, 400)["errorType"], "error-omnichannel-is-disabled");
    set("Livechat_enabled", json!(true)).await;
    // Whether somebody must be there.
    scene.agent.post("livechat/agent.status", json!({"status": "not-available"})).send().await.expect(200);
    let refused = error(&room().await, 400);
    assert_eq!(refused, json!({"success": false, "error": "Sorry, no online agents [no-agent-online]", "errorType": "no-agent-online"}));
    set("Livechat_accept_chats_with_no_agents", json!(true)).await;
    let waiting = room().await.expect(200);
    assert_eq!((&waiting["newRoom"], waiting["room"].get("servedBy")), (&json!(true), None));
    // A second agent takes new rooms; the one with fewer open rooms gets them.
    scene.agent.post("livechat/agent.status", json!({})).send().await.expect(200);
    let second = user(&scene.admin, "second", Some("agent")).await;
    for token in ["t1", "t2", "t3"] {
        register(&scene.client, token).await;
    }
    let mut served: Vec<Value> = Vec::new();
    for token in ["t1", "t2", "t3"] {
        let asked = format!("livechat/room?token={token}");
        served.push(by_visitor(&scene.client, "GET", &asked, None).send().await.expect(200)["room"]["servedBy"]["_id"].clone());
    }
    assert_ne!(served[0], served[1]);
    assert_eq!(served.iter().filter(|id| **id == json!(second.id) || **id == json!(scene.agent.id)).count(), 3);
    // Somebody who is offline gets none; whom the page asks for, gets it if he is there.
    second.post("users.setStatus", json!({"status": "offline", "message": ""})).send().await.expect(200);
    for (token, agent) in [("t4", &scene.agent.id), ("t5", &second.id)] {
        register(&scene.client, token).await;
        let asked = format!("livechat/room?token={token}&agentId={agent}");
        let room = by_visitor(&scene.client, "GET", &asked, None).send().await.expect(200);
        assert_eq!(room["room"]["servedBy"]["_id"], scene.agent.id);
    }
    server.stop().await;
}
