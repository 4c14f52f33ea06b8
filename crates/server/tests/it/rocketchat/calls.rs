//! Users, agents, custom fields, priorities and service levels.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::save_info::head;
use super::{ADMIN, Rc, Scene, error, user};

#[tokio::test(flavor = "multi_thread")]
async fn users_come_and_go() {
    let server = Server::start().await;
    let client = server.client();
    let admin = Rc::log_in(&client, ADMIN.0, ADMIN.1).await;
    let new = json!({
        "name": "Bob", "username": "Bob", "email": "bob@example.com", "password": "b", "roles": ["livechat-agent", "user"],
        "customFields": {"desk": "7"}, "statusText": "new", "verified": true, "sendWelcomeEmail": false,
    });
    let created = admin.post("users.create", new.clone()).send().await.expect(200)["user"].clone();
    let told = json!([created["username"], created["roles"], created["customFields"], created["statusText"], created["active"]]);
    assert_eq!(told, json!(["bob", ["livechat-agent", "user"], {"desk": "7"}, "new", true]));
    let id = created["_id"].as_str().expect("an id");
    let bob = Rc::log_in(&client, "bob", "b").await;
    for query in [format!("userId={id}"), "username=bob".to_owned()] {
        assert_eq!(admin.get(&format!("users.info?{query}")).send().await.expect(200)["user"]["_id"], id);
    }
    // Whoever answers sees users; somebody else sees little of them.
    let plain = user(&admin, "plain", None).await;
    let fields = async |by: &Rc| by.get("users.info?username=bob").send().await.expect(200)["user"].as_object().expect("a user").len();
    assert_eq!((fields(&plain).await, fields(&bob).await), (7, fields(&admin).await));
    assert!(plain.get("users.info?username=plain").send().await.expect(200)["user"]["emails"].is_array());
    // His own status, and somebody else's.
    bob.post("users.setStatus", json!({"status": "busy", "message": "Lunch"})).send().await.expect(200);
    let me = bob.get("me").send().await.expect(200);
    assert_eq!(json!([me["status"], me["statusConnection"], me["statusText"]]), json!(["busy", "online", "Lunch"]));
    admin.post("users.setStatus", json!({"status": "away", "username": "bob"})).send().await.expect(200);
    assert_eq!(bob.get("me").send().await.expect(200)["status"], "away");
    let other = bob.post("users.setStatus", json!({"status": "away", "userId": admin.id})).send().await;
    assert_eq!(error(&other, 403)["error"], "unauthorized");
    assert_eq!(error(&bob.post("users.setStatus", json!({"status": "asleep"})).send().await, 400)["errorType"], "error-invalid-status");
    assert!(error(&bob.post("users.setStatus", json!({})).send().await, 400)["error"].as_str().expect("text").starts_with("Match error"));
    // Whoever is not active is out at once.
    let set = async |by: &Rc, active: bool| by.post("users.setActiveStatus", json!({"userId": id, "activeStatus": active})).send().await;
    error(&set(&bob, false).await, 403);
    assert_eq!(set(&admin, false).await.expect(200)["user"], json!({"_id": id, "active": false}));
    error(&bob.get("me").send().await, 401);
    client.post("/api/v1/login", json!({"user": "bob", "password": "b"})).send().await.expect(401);
    set(&admin, true).await.expect(200);
    let bob = Rc::log_in(&client, "bob", "b").await;
    error(&bob.post("users.delete", json!({"userId": admin.id})).send().await, 403);
    admin.post("users.delete", json!({ "userId": id })).send().await.expect(200);
    error(&bob.get("me").send().await, 401);
    assert_eq!(error(&admin.get(&format!("users.info?userId={id}")).send().await, 400)["error"], "User not found.");
    // His name is free again.
    assert_ne!(admin.post("users.create", new).send().await.expect(200)["user"]["_id"], id);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_user_is_refused() {
    let server = Server::start().await;
    let client = server.client();
    let admin = Rc::log_in(&client, ADMIN.0, ADMIN.1).await;
    let bob = user(&admin, "bob", None).await;
    let before = head(&server.admin).await;
    let new = |key: &str, value: Value| {
        let mut new = json!({"name": "New", "username": "new", "email": "new@example.com", "password": "new"});
        new[key] = value;
        new
    };
    let wrong = [
        (json!({}), "invalid-params"),
        (new("surprise", json!(1)), "invalid-params"),
        (new("roles", json!("admin")), "invalid-params"),
        (new("roles", json!(["pilot"])), "error-invalid-role"),
        (new("roles", json!(["agent"])), "error-invalid-role"),
        (new("username", json!("BOB")), "error-field-unavailable"),
        (new("username", json!("new user")), "error-invalid-username"),
        (new("email", json!("nobody")), "error-invalid-email"),
        (new("email", json!("BOB@example.com")), "error-field-unavailable"),
        (new("statusText", json!("x".repeat(201))), "error-invalid-params"),
        (new("customFields", json!({"a": "x".repeat(70_000)})), "error-invalid-params"),
    ];
    for (body, code) in wrong {
        assert_eq!(error(&admin.post("users.create", body.clone()).send().await, 400)["errorType"], code, "{body}");
    }
    for (key, taken) in [("username", "BOB"), ("email", "BOB@example.com")] {
        let refused = error(&admin.post("users.create", new(key, json!(taken))).send().await, 400);
        assert_eq!(refused["error"], format!("{taken} is already in use :( [error-field-unavailable]"));
    }
    error(&bob.post("users.create", new("bio", json!("x"))).send().await, 403);
    for call in ["users.delete", "users.setActiveStatus"] {
        let body = json!({"userId": "nobody", "activeStatus": true});
        let body = if call == "users.delete" { json!({"userId": "nobody"}) } else { body };
        assert_eq!(error(&admin.post(call, body).send().await, 400)["errorType"], "error-invalid-user", "{call}");
    }
    assert_eq!(error(&admin.post("users.delete", json!({})).send().await, 400)["errorType"], "error-user-param-not-provided");
    let nobody =
        "must have required property 'userId'\n must have required property 'username'\n must match a schema in anyOf [invalid-params]";
    assert_eq!(error(&admin.get("users.info").send().await, 400)["error"], nobody);
    // Nobody could make another admin.
    let last =
        [("users.delete", json!({"userId": admin.id})), ("users.setActiveStatus", json!({"userId": admin.id, "activeStatus": false}))];
    for (call, body) in last {
        let refused = error(&admin.post(call, body).send().await, 400);
        assert_eq!(refused["error"], "Leaving the app without admins is not allowed [error-action-not-allowed]", "{call}");
        assert_eq!(refused["errorType"], "error-action-not-allowed", "{call}");
    }
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_and_managers_are_named() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let admin = &scene.admin;
    let manager = user(admin, "manager", Some("manager")).await;
    let plain = user(admin, "plain", None).await;
    let names = async |by: &Rc, query: &str| {
        let told = by.get(&format!("livechat/users/{query}")).send().await.expect(200);
        told["users"].as_array().expect("users").iter().map(|user| user["username"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(admin, "agent").await, ["agent"]);
    assert_eq!(names(admin, "manager").await, ["manager"]);
    // A manager makes agents and managers.
    let made = manager.post("livechat/users/agent", json!({"username": "plain"})).send().await.expect(200);
    assert_eq!(json!([made["user"]["roles"], made["user"]["statusLivechat"]]), json!([["user", "livechat-agent"], "available"]));
    manager.post("livechat/users/manager", json!({"username": "plain"})).send().await.expect(200);
    assert_eq!(names(&manager, "agent").await, ["agent", "plain"]);
    assert_eq!(names(&manager, "agent?text=PLA").await, ["plain"]);
    assert_eq!(names(&manager, "agent?count=1&offset=1").await, ["plain"]);
    assert_eq!(names(&manager, &format!("agent?excludeId={}", plain.id)).await, ["agent"]);
    plain.post("livechat/agent.status", json!({"status": "not-available"})).send().await.expect(200);
    assert_eq!(names(&manager, "agent?onlyAvailable=true").await, ["agent"]);
    let one = manager.get(&format!("livechat/users/agent/{}", plain.id)).send().await.expect(200);
    assert_eq!(one["user"]["username"], "plain");
    assert_eq!(manager.get(&format!("livechat/users/agent/{}", manager.id)).send().await.expect(200)["user"], json!(null));
    assert_eq!(manager.delete(&format!("livechat/users/agent/{}", plain.id)).send().await.expect(200), json!({"success": true}));
    assert_eq!(names(&manager, "agent").await, ["agent"]);

    let before = head(&server.admin).await;
    let refused = [
        (admin.get("livechat/users/pilot"), 400, "Invalid type"),
        (admin.post("livechat/users/pilot", json!({"username": "plain"})), 400, "Invalid type"),
        (admin.get(&format!("livechat/users/pilot/{}", plain.id)), 400, "Invalid type"),
        (admin.delete(&format!("livechat/users/pilot/{}", plain.id)), 400, "Invalid type"),
        (admin.post("livechat/users/agent", json!({"username": "nobody"})), 400, "Invalid user [error-invalid-user]"),
        (admin.post("livechat/users/agent", json!({})), 400, "must have required property 'username' [invalid-params]"),
        (admin.get("livechat/users/agent/nobody"), 400, "User not found"),
        (admin.delete("livechat/users/agent/nobody"), 400, "User not found"),
        (admin.delete(&format!("livechat/users/agent/{}", manager.id)), 400, "User not found"),
    ];
    for (request, status, told) in refused {
        assert_eq!(error(&request.send().await, status)["error"], told);
    }
    for request in [
        scene.agent.post("livechat/users/agent", json!({"username": "manager"})),
        scene.agent.get(&format!("livechat/users/agent/{}", plain.id)),
        scene.agent.delete(&format!("livechat/users/agent/{}", scene.agent.id)),
        scene.agent.get("livechat/users/manager"),
    ] {
        error(&request.send().await, 403);
    }
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_says_whether_he_takes_rooms() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let plain = user(&scene.admin, "plain", None).await;
    let status = async |by: &Rc, body: Value| by.post("livechat/agent.status", body).send().await;
    assert_eq!(status(&scene.agent, json!({})).await.expect(200), json!({"status": "not-available", "success": true}));
    assert_eq!(status(&scene.agent, json!({})).await.expect(200)["status"], "available");
    let other = json!({"agentId": scene.agent.id, "status": "not-available"});
    assert_eq!(status(&scene.admin, other).await.expect(200)["status"], "not-available");
    assert_eq!(scene.agent.get("me").send().await.expect(200)["statusLivechat"], "not-available");
    error(&status(&plain, json!({})).await, 403);
    assert_eq!(error(&status(&scene.agent, json!({"status": "asleep"})).await, 400)["errorType"], "invalid-params");
    for id in ["nobody", &plain.id] {
        assert_eq!(error(&status(&scene.admin, json!({ "agentId": id })).await, 404)["error"], "Agent not found");
    }
    let second = user(&scene.admin, "second", Some("agent")).await;
    assert_eq!(error(&status(&scene.agent, json!({"agentId": second.id})).await, 403)["error"], "unauthorized");
    scene.admin.post("users.setActiveStatus", json!({"userId": second.id, "activeStatus": false})).send().await.expect(200);
    assert_eq!(error(&status(&scene.admin, json!({"agentId": second.id})).await, 400)["error"], "error-user-deactivated");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn custom_fields_are_defined() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let data = json!({"field": "order", "label": "Order number", "scope": "room", "visibility": "visible"});
    let save = async |by: &Rc, id: Value, data: Value| {
        by.post("livechat/custom-fields.save", json!({"customFieldId": id, "customFieldData": data})).send().await
    };
    let saved = save(&scene.admin, json!(null), data.clone()).await.expect(200)["customField"].clone();
    assert_eq!(scene.agent.get("livechat/custom-fields/order").send().await.expect(200)["customField"], saved);
    let plan = json!({"field": "plan", "label": "Plan", "scope": "visitor", "visibility": "hidden"});
    save(&scene.admin, json!(""), plan).await.expect(200);
    let list = async |query: &str| scene.agent.get(&format!("livechat/custom-fields{query}")).send().await.expect(200);
    let all = list("").await;
    assert_eq!(json!([all["customFields"][0], all["count"], all["offset"], all["total"]]), json!([saved, 2, 0, 2]));
    assert_eq!(list("?text=number").await["total"], 1);
    assert_eq!(list("?count=1&offset=1").await["customFields"][0]["_id"], "plan");
    let before = head(&server.admin).await;
    let with = |key: &str, value: &str| {
        let mut data = data.clone();
        data["field"] = json!("new");
        data[key] = json!(value);
        data
    };
    let wrong = [
        (json!(null), data.clone(), "error-custom-field-name-already-exists"),
        (json!("nothing"), data.clone(), "error-invalid-custom-field"),
        (json!(null), with("field", "two words"), "error-invalid-custom-field-name"),
        (json!(null), with("scope", "moon"), "invalid-params"),
        (json!(null), with("regexp", "("), "error-invalid-regexp"),
        (json!(null), json!({"field": "new"}), "invalid-params"),
    ];
    for (id, data, code) in wrong {
        assert_eq!(error(&save(&scene.admin, id, data.clone()).await, 400)["errorType"], code, "{data}");
    }
    error(&save(&scene.agent, json!(null), with("label", "x")).await, 403);
    let delete = |by: &Rc, id: &str| by.post("livechat/custom-fields.delete", json!({ "customFieldId": id })).send();
    error(&delete(&scene.agent, "order").await, 403);
    assert_eq!(error(&delete(&scene.admin, "nothing").await, 400)["errorType"], "error-invalid-custom-field");
    let nothing = scene.agent.get("livechat/custom-fields/nothing").send().await.expect(200);
    assert_eq!(nothing, json!({"customField": null, "success": true}));
    assert_eq!(head(&server.admin).await, before);
    delete(&scene.admin, "order").await.expect(200);
    assert_eq!(list("").await["total"], 1);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_five_priorities() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let told = scene.agent.get("livechat/priorities").send().await.expect(200);
    insta::assert_snapshot!(told, @r#"{"count":5,"offset":0,"priorities":[{"_id":"highest","dirty":false,"i18n":"Highest","sortItem":1},{"_id":"high","dirty":false,"i18n":"High","sortItem":2},{"_id":"medium","dirty":false,"i18n":"Medium","sortItem":3},{"_id":"low","dirty":false,"i18n":"Low","sortItem":4},{"_id":"lowest","dirty":false,"i18n":"Lowest","sortItem":5}],"success":true,"total":5}"#);
    assert_eq!(scene.agent.get("livechat/priorities?text=low").send().await.expect(200)["total"], 2);
    let plain = user(&scene.admin, "plain", None).await;
    error(&plain.get("livechat/priorities").send().await, 403);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn service_levels_are_kept() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let details = |name: &str, minutes: Value| json!({"name": name, "description": "Soon", "dueTimeInMinutes": minutes});
    let gold = scene.admin.post("livechat/sla", details("Gold", json!(10))).send().await.expect(200)["sla"].clone();
    let id = gold["_id"].as_str().expect("an id").to_owned();
    scene.admin.post("livechat/sla", details("Bronze", json!("60"))).send().await.expect(200);
    let list = scene.agent.get("livechat/sla").send().await.expect(200);
    assert_eq!(json!([list["sla"][0]["name"], list["sla"][1], list["total"]]), json!(["Bronze", gold, 2]));
    assert_eq!(scene.agent.get("livechat/sla?text=GOLD").send().await.expect(200)["total"], 1);
    let one = scene.agent.get(&format!("livechat/sla/{id}")).send().await.expect(200);
    assert_eq!(json!([one["_id"], one["dueTimeInMinutes"], one["success"]]), json!([id, 10, true]));
    let edited = scene.admin.put(&format!("livechat/sla/{id}"), details("Golden", json!(5))).send().await.expect(200);
    assert_eq!(json!([edited["sla"]["name"], edited["sla"]["dueTimeInMinutes"]]), json!(["Golden", 5]));
    let before = head(&server.admin).await;
    let plain = user(&scene.admin, "plain", None).await;
    assert_ne!(head(&server.admin).await, before);
    let before = head(&server.admin).await;
    for (minutes, told) in [(json!(1e308), "must be integer [invalid-params]"), (json!(0), "dueTimeInMinutes must be from 1")] {
        let refused = error(&scene.admin.post("livechat/sla", details("x", minutes)).send().await, 400);
        assert!(refused["error"].as_str().expect("a text").starts_with(told), "{refused}");
    }
    for request in [
        scene.admin.post("livechat/sla", json!({"name": "x"})),
        scene.admin.post("livechat/sla", details("x", json!(1.5))),
        scene.admin.post("livechat/sla", details("bronze", json!(1))),
        scene.admin.post("livechat/sla", details("", json!(1))),
        scene.admin.put(&format!("livechat/sla/{id}"), json!({})),
    ] {
        error(&request.send().await, 400);
    }
    for request in [
        scene.agent.post("livechat/sla", details("x", json!(1))),
        scene.agent.put(&format!("livechat/sla/{id}"), details("x", json!(1))),
        scene.agent.delete(&format!("livechat/sla/{id}")),
        plain.get("livechat/sla"),
        plain.get(&format!("livechat/sla/{id}")),
    ] {
        error(&request.send().await, 403);
    }
    for request in [
        scene.admin.get("livechat/sla/nothing"),
        scene.admin.put("livechat/sla/nothing", details("x", json!(1))),
        scene.admin.delete("livechat/sla/00000000-0000-7000-8000-000000000000"),
    ] {
        assert!(error(&request.send().await, 404)["error"].as_str().expect("text").starts_with("SLA not found with id: "));
    }
    assert_eq!(head(&server.admin).await, before);
    scene.admin.delete(&format!("livechat/sla/{id}")).send().await.expect(200);
    error(&scene.admin.get(&format!("livechat/sla/{id}")).send().await, 404);
    server.stop().await;
}
