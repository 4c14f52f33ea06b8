//! Two organizations whose visitors, users and ids have the same names never touch.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Request, Server};

use super::{ADMIN, Rc, TOKEN, by_visitor, error};

const HOST: &str = "second.example";

/// The second organization, at a host of its own.
struct Second {
    admin: Client,
    client: Client,
}

impl Second {
    async fn make(server: &Server) -> Self {
        let new = json!({"name": "Second", "admin": {"username": ADMIN.0, "password": "admin-password-2"}});
        let made = server.admin.post("/v1/organizations", new).send().await.expect(201);
        let number = made["organization"]["number"].as_i64().expect("a number");
        let host = format!("/v1/organizations/{number}/hosts/{HOST}");
        let bound = server.admin.request(http::Method::PUT, &host).send().await;
        assert!(bound.status.is_success(), "{bound:?}");
        Self { admin: server.admin.with_token(made["token"].as_str().expect("a token")), client: server.client() }
    }

    fn at(&self, request: Request) -> Request {
        request.header("host", HOST)
    }
}

async fn log(admin: &Client) -> Value {
    admin.get("/v1/events?after=0&limit=1000").send().await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_names_mean_other_things() {
    let server = Server::start().await;
    let second = Second::make(&server).await;
    let first = super::Scene::set(&server.client()).await;
    let log_in = |password: &str| second.at(second.client.post("/api/v1/login", json!({"user": ADMIN.0, "password": password}))).send();
    log_in(ADMIN.1).await.expect(401);
    let session = log_in("admin-password-2").await.expect(200);
    let admin = Rc {
        client: second.client.clone(),
        token: session["data"]["authToken"].as_str().expect("a token").to_owned(),
        id: session["data"]["userId"].as_str().expect("an id").to_owned(),
    };
    assert_ne!(admin.id, first.admin.id);

    // The token is good at its own host alone; at a host that means nobody it is good too.
    second.at(admin.get("me")).send().await.expect(200);
    error(&second.at(first.admin.get("me")).send().await, 401);
    error(&admin.client.get("/api/v1/me").header("x-auth-token", &admin.token).header("x-user-id", &first.admin.id).send().await, 401);

    // The same user, field, setting, visitor and message id.
    let user = json!({"name": "agent", "username": "agent", "email": "agent@example.com", "password": "agent"});
    let user = second.at(admin.post("users.create", user)).send().await.expect(200)["user"]["_id"].clone();
    second.at(admin.post("livechat/users/agent", json!({"username": "agent"}))).send().await.expect(200);
    let visitor = json!({"visitor": {"token": TOKEN, "name": "Bea"}});
    let visitor = second.at(by_visitor(&second.client, "POST", "livechat/visitor", Some(visitor))).send().await.expect(200);
    assert_ne!(visitor["visitor"]["_id"], first.visitor);
    let room = second.at(by_visitor(&second.client, "GET", &format!("livechat/room?token={TOKEN}"), None)).send().await.expect(200);
    assert_eq!(room["room"]["servedBy"]["_id"], user);
    let theirs = room["room"]["_id"].as_str().expect("an id").to_owned();
    for (at, room, text) in [(false, &first.room, "first"), (true, &theirs, "second")] {
        let body = json!({"token": TOKEN, "rid": room, "msg": text, "_id": "sameId"});
        let request = by_visitor(&second.client, "POST", "livechat/message", Some(body));
        let request = if at { second.at(request) } else { request };
        assert_eq!(request.send().await.expect(200)["message"]["msg"], text);
    }
    let told = by_visitor(&second.client, "GET", &format!("livechat/message/sameId?token={TOKEN}&rid={}", first.room), None);
    assert_eq!(told.send().await.expect(200)["message"]["msg"], "first");

    // Nothing of the one is found in the other.
    let before = (log(&server.admin).await, log(&second.admin).await);
    let rid = &first.room;
    let refused = [
        (admin.get(&format!("rooms.info?roomId={rid}")), 400),
        (admin.get(&format!("channels.info?roomId={rid}")), 400),
        (admin.get(&format!("users.info?userId={}", first.agent.id)), 400),
        (admin.get(&format!("livechat/visitors.info?visitorId={}", first.visitor)), 400),
        (admin.get(&format!("livechat/users/agent/{}", first.agent.id)), 400),
        (admin.delete(&format!("livechat/users/agent/{}", first.agent.id)), 400),
        (admin.post("users.delete", json!({"userId": first.agent.id})), 400),
        (admin.post("users.setActiveStatus", json!({"userId": first.agent.id, "activeStatus": false})), 400),
        (admin.post("livechat/agent.status", json!({"agentId": first.agent.id})), 404),
        (admin.post("livechat/room.closeByUser", json!({ "rid": rid })), 400),
        (admin.post("livechat/inquiries.take", json!({ "inquiryId": rid })), 400),
        (admin.post("chat.sendMessage", json!({"message": {"rid": rid, "msg": "x"}})), 400),
        (admin.post("chat.sendMessage", json!({"message": {"rid": theirs, "msg": "x", "tmid": first.visitor}})), 400),
        (admin.post("livechat/room.saveInfo", first.info(json!({"name": "x"}), json!({}))), 400),
        (admin.post("livechat/room.saveInfo", json!({"guestData": {"_id": first.visitor}, "roomData": {"_id": theirs}})), 400),
        (by_visitor(&second.client, "GET", &format!("livechat/room?token={TOKEN}&rid={rid}"), None), 400),
        (by_visitor(&second.client, "GET", &format!("livechat/messages.history/{rid}?token={TOKEN}"), None), 400),
        (by_visitor(&second.client, "POST", "livechat/message", Some(json!({"token": TOKEN, "rid": rid, "msg": "x"}))), 400),
        (by_visitor(&second.client, "POST", "livechat/room.close", Some(json!({"token": TOKEN, "rid": rid}))), 400),
    ];
    for (i, (request, status)) in refused.into_iter().enumerate() {
        let answer = second.at(request).send().await;
        assert_eq!(answer.status, status, "{i}: {answer:?}");
    }
    let listed = second.at(admin.get("livechat/rooms")).send().await.expect(200);
    assert_eq!(json!([listed["total"], listed["rooms"][0]["_id"]]), json!([1, theirs]));
    let agents = second.at(admin.get("livechat/users/agent")).send().await.expect(200);
    assert_eq!(json!([agents["total"], agents["users"][0]["_id"]]), json!([1, user]));
    assert_eq!((log(&server.admin).await, log(&second.admin).await), before);

    // What the one sets is set for it alone.
    second.at(admin.post("settings/Livechat_title", json!({"value": "Second"}))).send().await.expect(200);
    let holders = json!({"permissions": [{"_id": "view-l-room", "roles": []}]});
    second.at(admin.post("permissions.update", holders)).send().await.expect(200);
    let public = server.client().get("/api/v1/settings.public?_id=Livechat_title").send().await.expect(200);
    assert_eq!(public["settings"][0]["value"], "Rocket.Chat");
    let public = second.at(server.client().get("/api/v1/settings.public?_id=Livechat_title")).send().await.expect(200);
    assert_eq!(public["settings"][0]["value"], "Second");
    // A token says which organization is meant where nobody need be logged in, too; it is refused at another's host.
    let public = "settings.public?_id=Livechat_title";
    assert_eq!(admin.get(public).send().await.expect(200)["settings"][0]["value"], "Second");
    error(&second.at(first.admin.get(public)).send().await, 401);
    let unknown = Rc { token: "nothing".to_owned(), ..admin.clone() };
    assert_eq!(unknown.get(public).send().await.expect(200)["settings"][0]["value"], "Rocket.Chat");
    first.agent.post("livechat/room.saveInfo", first.info(json!({}), json!({}))).send().await.expect(200);
    server.stop().await;
}
