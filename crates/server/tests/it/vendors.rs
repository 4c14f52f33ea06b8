//! One conversation through every vendor's API at once: what one changes, the others tell in their own form, compared with the
//! seeds.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Received, Request, Server, Sink};

use crate::scene::id;
use crate::seeds;
use crate::shape::{Keys, Shape};

const VISITOR: &str = "visitor-token";

/// A Rocket.Chat session.
struct Session {
    client: Client,
    token: String,
    user: String,
}

impl Session {
    async fn of(client: &Client, name: &str, password: &str) -> Self {
        let answer = client.post("/api/v1/login", json!({"user": name, "password": password})).send().await.expect(200);
        let text = |field: &str| answer["data"][field].as_str().expect("a text").to_owned();
        Self { client: client.clone(), token: text("authToken"), user: text("userId") }
    }

    fn signed(&self, request: Request) -> Request {
        request.header("x-auth-token", &self.token).header("x-user-id", &self.user)
    }

    async fn get(&self, path: &str) -> Value {
        self.signed(self.client.get(&format!("/api/v1/{path}"))).send().await.expect(200)
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.signed(self.client.post(&format!("/api/v1/{path}"), body)).send().await.expect(200)
    }
}

/// One webhook in each form, of everything that the form can tell.
struct Sinks {
    native: Sink,
    rocketchat: Sink,
    /// Told by Qontak's room webhooks.
    rooms: Sink,
    /// Told by what PUT message_interactions set.
    messages: Sink,
}

impl Sinks {
    async fn subscribe(admin: &Client) -> Self {
        let sinks = Self {
            native: Sink::start().await,
            rocketchat: Sink::start().await,
            rooms: Sink::start().await,
            messages: Sink::start().await,
        };
        let rooms = ["qontak.chat.room.created", "qontak.chat.room.updated"];
        for (sink, dialect, events) in
            [(&sinks.native, "native", &["*"][..]), (&sinks.rocketchat, "rocketchat", &["*"]), (&sinks.rooms, "qontak", &rooms)]
        {
            admin.post("/v1/webhooks", json!({"url": sink.url(), "dialect": dialect, "events": events})).send().await.expect(201);
        }
        let flags = json!({
            "receive_message_from_agent": true,
            "receive_message_from_customer": true,
            "status_message": true,
            "url": format!("{}?secret=1", sinks.messages.url()),
        });
        let put = admin.request(http::Method::PUT, "/api/open/v1/message_interactions").json(&flags).send().await;
        let differences = Shape::of(&put.body).differences(&seeds::interactions().settings, Keys::AtLeast, &[]);
        assert_eq!(differences, Vec::<String>::new());
        put.expect(200);
        sinks
    }
}

/// The bodies of a sink up to one that `is_last`.
async fn until(sink: &Sink, is_last: impl Fn(&Value) -> bool) -> Vec<Received> {
    sink.wait_until(|all| all.iter().any(|received| is_last(&received.json()))).await
}

/// The only body that `is_it`.
fn only(all: &[Received], is_it: impl Fn(&Value) -> bool) -> Value {
    let found: Vec<Value> = all.iter().map(Received::json).filter(is_it).collect();
    let [body] = &found[..] else {
        panic!("{} instead of one among {}", found.len(), json!(all.iter().map(Received::json).collect::<Vec<_>>()))
    };
    body.clone()
}

/// An agent who takes rooms, made through Rocket.Chat's API.
async fn agent(client: &Client, admin: &Session) -> Session {
    let new = json!({"name": "Agent One", "username": "agent", "email": "agent@example.com", "password": "agent-password"});
    admin.post("users.create", new).await;
    admin.post("livechat/users/agent", json!({"username": "agent"})).await;
    let agent = Session::of(client, "agent", "agent-password").await;
    agent.post("users.setStatus", json!({"message": "", "status": "online"})).await;
    let status = agent.get("me").await["statusLivechat"].clone();
    if status != "available" {
        agent.post("livechat/agent.status", json!({"status": "available"})).await;
    }
    agent
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_through_one_vendor_is_told_in_every_others_form() {
    let server = Server::start().await;
    let (client, admin) = (server.client(), &server.admin);
    let sinks = Sinks::subscribe(admin).await;

    // What Qontak's call set is a subscription like any other.
    let webhooks = admin.get("/v1/webhooks").send().await.expect(200);
    let managed =
        webhooks["webhooks"].as_array().expect("a list").iter().find(|webhook| webhook["managed_by"] == "qontak.message_interactions");
    assert_eq!(managed.expect("the subscription")["url"], format!("{}?secret=1", sinks.messages.url()));

    // Rocket.Chat: a visitor writes, and an agent answers.
    let rc_admin = Session::of(&client, "admin", "admin-password").await;
    let agent = agent(&client, &rc_admin).await;
    let visitor = json!({"visitor": {"token": VISITOR, "name": "Burhanudin", "phone": "628117661000"}});
    let guest = client.post("/api/v1/livechat/visitor", visitor).send().await.expect(200)["visitor"]["_id"].clone();
    let room = client.get(&format!("/api/v1/livechat/room?token={VISITOR}")).send().await.expect(200)["room"].clone();
    assert_eq!(room["servedBy"]["username"], "agent");
    let room_id = room["_id"].as_str().expect("an id").to_owned();
    let hello = json!({"token": VISITOR, "rid": room_id, "msg": "helo"});
    client.post("/api/v1/livechat/message", hello).send().await.expect(200);
    let answer = agent.post("chat.sendMessage", json!({"message": {"rid": room_id, "msg": "ada yang bisa dibantu?"}})).await;
    let message = answer["message"]["_id"].as_str().expect("an id").to_owned();
    for status in ["sent", "delivered", "read"] {
        admin.post(&format!("/v1/messages/{message}/status"), json!({"status": status})).send().await.expect(200);
    }

    // Rocket.Chat: the agent saves the room; Popsell: it is established at another time; Rocket.Chat: the agent closes it.
    let info = json!({
        "guestData": {"_id": guest, "email": "b@example.com"},
        "roomData": {"_id": room_id, "topic": "Hmm", "tags": ["testtags"], "priorityId": "high"},
    });
    assert_eq!(agent.post("livechat/room.saveInfo", info).await, json!({"success": true}));
    let number = admin.get(&format!("/v1/rooms/{room_id}")).send().await.expect(200)["number"].as_i64().expect("a number");
    let chatroom = format!("/api/v2/chat/chatrooms/{number}");
    let patch = json!({"established_dialogue": "2023-10-06 13:41:09.123"});
    let patched = admin.request(http::Method::PATCH, &chatroom).header("x-popsell-brand", "1").json(&patch).send().await.expect(200);
    assert_eq!(patched["established_dialogue"], "2023-10-06 13:41:09.123");
    agent.post("livechat/room.closeByUser", json!({"rid": room_id, "comment": "Done."})).await;

    told_as_qontak_tells_rooms(&sinks.rooms, &room_id).await;
    told_as_qontak_tells_messages(&sinks.messages, &room_id, &message).await;
    told_as_rocket_chat_tells(&sinks.rocketchat, &room_id).await;
    told_as_we_tell(&sinks.native).await;

    // And read back through each.
    let seen = rc_admin.get(&format!("rooms.info?roomId={room_id}")).await["room"].clone();
    assert_eq!((&seen["topic"], &seen["tags"], &seen["priorityId"]), (&json!("Hmm"), &json!(["testtags"]), &json!("high")));
    let seen = admin.get(&chatroom).header("x-popsell-brand", "1").send().await.expect(200);
    assert_eq!(seen["established_dialogue"], "2023-10-06 13:41:09.123");
    server.stop().await;
}

async fn told_as_qontak_tells_rooms(sink: &Sink, room: &str) {
    let all = until(sink, |body| body["data_event"] == "resolve").await;
    let seed = seeds::room_updated();
    for received in &all {
        let body = received.json();
        // Before anybody has written there is no message, and its provider's id is known of relayed ones only.
        let nulls: &[&str] =
            if body["last_message"].is_null() { &["session_at", "last_message", "last_message_at"] } else { &["last_message.external_id"] };
        assert_eq!(Shape::of(&received.body).differences(&seed, Keys::Exactly, nulls), Vec::<String>::new(), "{body}");
        assert_eq!(body["id"], room);
        let name = if body["data_event"] == "room_created" { "qontak.chat.room.created" } else { "qontak.chat.room.updated" };
        assert_eq!(received.header("x-event-name"), name);
    }
    let created = only(&all, |body| body["data_event"] == "room_created");
    assert_eq!((&created["status"], &created["agent_ids"]), (&json!("unassigned"), &json!([])), "as it was then");
    let assigned = only(&all, |body| body["data_event"] == "add_agent");
    assert_eq!((&assigned["status"], assigned["agent_ids"].as_array().map(Vec::len)), (&json!("assigned"), Some(1)));
    let tagged = only(&all, |body| body["data_event"] == "add_tag");
    assert_eq!(tagged["tags"], json!(["testtags"]));
    assert_eq!(tagged["description"], "Hmm");
    let resolved = only(&all, |body| body["data_event"] == "resolve");
    assert_eq!((&resolved["status"], &resolved["resolved_by_type"]), (&json!("resolved"), &json!("Models::User")));
}

async fn told_as_qontak_tells_messages(sink: &Sink, room: &str, message: &str) {
    let is_read = |body: &Value| body["data_event"] == "status_message" && body["status"] == "read";
    let all = until(sink, is_read).await;
    let seed = seeds::interactions();
    let nulls = ["external_id", "sender.avatar", "room.avatar"];
    for received in &all {
        let body = received.json();
        let example = if body["participant_type"] == "customer" { &seed.customer } else { &seed.agent };
        assert_eq!(Shape::of(&received.body).differences(example, Keys::AtLeast, &nulls), Vec::<String>::new(), "{body}");
        assert!(received.uri.ends_with("?secret=1"), "{}", received.uri);
        assert_eq!(body["webhook_event"], "message_interaction");
        assert_eq!(body["room"]["id"], room);
        assert_eq!(received.header("x-event-name"), "message_interaction");
    }
    let customers = only(&all, |body| body["data_event"] == "receive_message_from_customer");
    assert_eq!(
        (&customers["text"], &customers["status"], &customers["participant_type"]),
        (&json!("helo"), &json!("created"), &json!("customer"))
    );
    let agents = only(&all, |body| body["data_event"] == "receive_message_from_agent" && body["id"] == message);
    assert_eq!(agents["text"], "ada yang bisa dibantu?");
    let of_message = |body: &Value| body["data_event"] == "status_message" && body["id"] == message;
    let statuses: Vec<Value> = all.iter().map(Received::json).filter(of_message).map(|body| body["status"].clone()).collect();
    assert_eq!(statuses, ["created", "sent", "delivered", "read"]);
}

async fn told_as_rocket_chat_tells(sink: &Sink, room: &str) {
    let all = until(sink, |body| body["type"] == "LivechatSession").await;
    let types: Vec<Value> = all.iter().map(|received| received.json()["type"].clone()).collect();
    for kind in ["LivechatSessionStart", "LivechatSessionTaken", "Message", "LivechatSession"] {
        assert!(types.contains(&json!(kind)), "{kind} is not among {types:?}");
    }
    let closed = only(&all, |body| body["type"] == "LivechatSession");
    assert_eq!((&closed["_id"], &closed["topic"], &closed["tags"]), (&json!(room), &json!("Hmm"), &json!(["testtags"])));
    assert_eq!(
        (&closed["visitor"]["token"], &closed["agent"]["username"], &closed["closer"]),
        (&json!(VISITOR), &json!("agent"), &json!("user"))
    );
}

async fn told_as_we_tell(sink: &Sink) {
    let all = until(sink, |body| body["type"] == "room.resolved").await;
    let established = only(&all, |body| body["type"] == "room.updated" && body["data"]["changes"].get("established_at").is_some());
    assert_eq!(established["data"]["changes"]["established_at"]["to"], "2023-10-06T13:41:09.123000Z");
    assert_eq!(established["data"]["room"]["established_at"], "2023-10-06T13:41:09.123000Z");
    let priority = only(&all, |body| body["type"] == "room.updated" && body["data"]["changes"].get("priority").is_some());
    assert_eq!(priority["data"]["changes"]["priority"], json!({"from": null, "to": "high"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_organization_with_the_same_names_hears_nothing() {
    let server = Server::start().await;
    let (client, admin) = (server.client(), &server.admin);
    let new = json!({"name": "Second", "admin": {"username": "admin", "password": "admin-password"}});
    let made = admin.post("/v1/organizations", new).send().await.expect(201);
    let second = made["organization"]["number"].as_i64().expect("a number");
    let token = made["token"].as_str().expect("a token");
    let host = format!("/v1/organizations/{second}/hosts/second.example");
    let bound = admin.request(http::Method::PUT, &host).send().await;
    assert!(bound.status.is_success(), "{bound:?}");
    let other = client.with_token(token);
    let theirs = Sinks::subscribe(&other).await;

    let rc_admin = Session::of(&client, "admin", "admin-password").await;
    let agent = agent(&client, &rc_admin).await;
    client.post("/api/v1/livechat/visitor", json!({"visitor": {"token": VISITOR}})).send().await.expect(200);
    let room = client.get(&format!("/api/v1/livechat/room?token={VISITOR}")).send().await.expect(200)["room"]["_id"].clone();
    let room = room.as_str().expect("an id");
    client.post("/api/v1/livechat/message", json!({"token": VISITOR, "rid": room, "msg": "hello"})).send().await.expect(200);
    agent.post("chat.sendMessage", json!({"message": {"rid": room, "msg": "hello"}})).await;

    // The same visitor's token means nobody there, and the room's number another brand's.
    let at_theirs = client.get(&format!("/api/v1/livechat/room?token={VISITOR}")).header("host", "second.example").send().await;
    assert_eq!(at_theirs.status, 400, "{at_theirs:?}");
    let chatroom = other.get("/api/v2/chat/chatrooms/1").header("x-popsell-brand", &second.to_string()).send().await;
    assert_eq!(chatroom.status, 404, "{chatroom:?}");
    let ours = other.get("/api/v2/chat/chatrooms/1").header("x-popsell-brand", "1").send().await;
    assert_eq!(ours.status, 403, "{ours:?}");
    let at_theirs = rc_admin.signed(client.get("/api/v1/me")).header("host", "second.example").send().await;
    assert_eq!(at_theirs.status, 401, "{at_theirs:?}");

    // Something of its own, so that there is an end to what it hears.
    let channel = id(&other.post("/v1/channels", json!({"kind": "api", "name": "api"})).send().await.expect(201));
    let own = other.post("/v1/rooms", json!({"channel_id": channel, "contact": {"handle": "x"}})).send().await.expect(201);
    let own_id = id(&own);
    other.post(&format!("/v1/rooms/{own_id}/messages"), json!({"text": "own", "author": "contact"})).send().await.expect(201);
    let heard = until(&theirs.messages, |body| body["text"] == "own").await;
    assert!(heard.iter().all(|received| received.json()["room"]["id"] == own_id));
    let heard = until(&theirs.native, |body| body["type"] == "message.created").await;
    assert!(heard.iter().all(|received| received.json()["room_id"].is_null() || received.json()["room_id"] == own_id));
    server.stop().await;
}
