//! Methods over REST.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::save_info::head;
use super::{Rc, Scene, error};

/// Calls a method, and gives what is inside the answer.
async fn call(by: &Rc, path: &str, method: &str, params: Value) -> Value {
    let message = json!({"msg": "method", "id": "7", "method": method, "params": params}).to_string();
    let answer = by.post(path, json!({ "message": message })).send().await.expect(200);
    assert_eq!(answer["success"], true);
    serde_json::from_str(answer["message"].as_str().expect("a text")).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_answer_inside_a_text() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let message = json!([{"_id": "myOwnId", "rid": scene.room, "msg": "hello"}]);
    let sent = call(&scene.agent, "method.call/sendMessage", "sendMessage", message.clone()).await;
    assert_eq!((&sent["msg"], &sent["id"]), (&json!("result"), &json!("7")));
    assert_eq!(
        json!([sent["result"]["_id"], sent["result"]["msg"], sent["result"]["u"]["username"]]),
        json!(["myOwnId", "hello", "agent"])
    );
    assert!(sent["result"]["ts"]["$date"].is_i64() && sent["result"]["_updatedAt"]["$date"].is_i64(), "{sent}");
    // The same id again is the same message.
    let before = head(&server.admin).await;
    assert_eq!(call(&scene.agent, "method.call/sendMessage", "sendMessage", message).await, sent);
    let other = json!([{"_id": "myOwnId", "rid": scene.room, "msg": "something else"}]);
    assert_eq!(call(&scene.agent, "method.call/sendMessage", "sendMessage", other).await["error"]["error"], "error-field-unavailable");
    let unknown = json!({
        "isClientSafe": true, "error": 404, "reason": "Method 'livechat:fly' not found", "message": "Method 'livechat:fly' not found [404]",
        "errorType": "Meteor.Error", "details": {},
    });
    assert_eq!(call(&scene.agent, "method.call/livechat%3Afly", "livechat:fly", json!([])).await["error"], unknown);
    for params in [json!([]), json!([null]), json!([{}]), json!([{"rid": scene.room, "msg": 7}]), json!([{"rid": "nothing", "msg": "x"}])] {
        let refused = call(&scene.agent, "method.call/sendMessage", "sendMessage", params.clone()).await;
        assert_eq!(refused["error"]["errorType"], "Meteor.Error", "{params}");
        assert_eq!(refused.get("result"), None, "{params}");
    }
    for params in [json!([]), json!(["a"])] {
        let anonymous = call(&scene.agent, "method.callAnon/sendMessage", "sendMessage", params).await;
        assert_eq!(anonymous["error"]["error"], "error-invalid-user");
    }
    assert_eq!(call(&scene.agent, "method.callAnon/x", "x", json!([])).await["error"]["error"], 404);
    let positional = json!(["1", "sendMessage", [{"rid": scene.room, "msg": "x"}]]).to_string();
    let wrong = [
        (json!({}), "must have required property 'message' [invalid-params]"),
        (json!([]), "must be object [invalid-params]"),
        (json!({"message": {}}), "must be string [invalid-params]"),
        (json!({"message": "no JSON"}), "Invalid JSON"),
        (json!({ "message": positional }), "Match error: Expected plain object"),
        (json!({"message": 5}), "Match error: Expected object, got number"),
        (json!({"message": "[]"}), "Match error: Expected plain object"),
        (json!({"message": "null"}), "Match error: Expected object, got null"),
        (json!({"message": "{\"params\":{}}"}), "Match error: Expected array, got object in field params"),
        (json!({"message": "{\"params\":null}"}), "Match error: Expected array, got null in field params"),
        (json!({"message": "{\"method\":7}"}), "Match error: Expected string, got number in field method"),
    ];
    for (body, told) in wrong {
        for path in ["method.call/sendMessage", "method.callAnon/sendMessage"] {
            let refused = error(&scene.agent.post(path, body.clone()).send().await, 400);
            assert_eq!(refused["error"], told, "{path} {body}");
        }
    }
    let nobody = scene.client.post("/api/v1/method.call/sendMessage", json!({"message": "{}"})).send().await;
    error(&nobody, 401);
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn custom_fields_are_kept_by_methods_too() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let data = json!({"field": "plan", "label": "Plan", "scope": "visitor", "visibility": "hidden", "type": "select", "options": "a, b"});
    let (save, remove) = ("livechat:saveCustomField", "livechat:removeCustomField");
    let path = "method.call/livechat%3AsaveCustomField";
    assert_eq!(call(&scene.agent, path, save, json!([null, data])).await["error"]["error"], "error-not-allowed");
    let saved = call(&scene.admin, path, save, json!([null, data])).await;
    assert_eq!(
        json!([saved["result"]["_id"], saved["result"]["options"], saved["result"]["visibility"]]),
        json!(["plan", "a,b", "hidden"])
    );
    let again = call(&scene.admin, path, save, json!([null, data])).await;
    assert_eq!(again["error"]["error"], "error-custom-field-name-already-exists");
    let renamed = json!({"field": "plan", "label": "Tariff", "scope": "visitor", "visibility": "visible"});
    let renamed = call(&scene.admin, path, save, json!(["plan", renamed])).await;
    assert_eq!(json!([renamed["result"]["_id"], renamed["result"]["label"]]), json!(["plan", "Tariff"]));
    let removed = call(&scene.admin, "method.call/livechat:removeCustomField", remove, json!(["plan"])).await;
    assert_eq!(removed["result"], 1);
    let gone = call(&scene.admin, "method.call/livechat:removeCustomField", remove, json!(["plan"])).await;
    assert_eq!(gone["error"]["error"], "error-invalid-custom-field");
    server.stop().await;
}
