//! Rocket.Chat's API and webhooks.

mod access;
mod calls;
mod catalogue;
mod closing;
mod conversation;
mod files;
mod hostile;
mod login;
mod methods;
mod rooms;
mod save_info;
mod seed;
mod settings;
mod tenancy;
mod visitors;
mod webhooks;

use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Request};

/// What the server of these tests calls its first admin.
const ADMIN: (&str, &str) = ("admin", "admin-password");
/// A visitor's token.
const TOKEN: &str = "visitor-token";

/// A user who is logged in.
#[derive(Clone)]
struct Rc {
    client: Client,
    token: String,
    id: String,
}

impl Rc {
    /// Logs a user in.
    async fn log_in(client: &Client, name: &str, password: &str) -> Self {
        let answer = client.post("/api/v1/login", json!({"user": name, "password": password})).send().await.expect(200);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self { client: client.clone(), token: text(&answer["data"]["authToken"]), id: text(&answer["data"]["userId"]) }
    }

    fn with(&self, request: Request) -> Request {
        request.header("x-auth-token", &self.token).header("x-user-id", &self.id)
    }

    fn get(&self, path: &str) -> Request {
        self.with(self.client.get(&format!("/api/v1/{path}")))
    }

    fn post(&self, path: &str, body: Value) -> Request {
        self.with(self.client.post(&format!("/api/v1/{path}"), body))
    }

    fn put(&self, path: &str, body: Value) -> Request {
        self.with(self.client.request(http::Method::PUT, &format!("/api/v1/{path}")).json(&body))
    }

    fn delete(&self, path: &str) -> Request {
        self.with(self.client.delete(&format!("/api/v1/{path}")))
    }
}

/// A visitor's call.
fn by_visitor(client: &Client, method: &str, path: &str, body: Option<Value>) -> Request {
    let request = client.request(method.parse().expect("a method"), &format!("/api/v1/{path}"));
    match body {
        Some(body) => request.json(&body),
        None => request,
    }
}

/// The error of an answer that must have this status and be in the vendor's form.
#[track_caller]
fn error(answer: &Answer, status: u16) -> Value {
    let told = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, status, "{told}");
    assert_eq!(answer.headers["content-type"], "application/json", "{told}");
    let body = answer.json();
    assert_eq!(body["success"], false, "{told}");
    body
}

/// One admin, one agent, a visitor and his open room, which the agent serves.
struct Scene {
    admin: Rc,
    agent: Rc,
    client: Client,
    visitor: String,
    room: String,
}

impl Scene {
    /// On a server whose admin is [`ADMIN`].
    async fn set(client: &Client) -> Self {
        Self::of(client, ADMIN, TOKEN).await
    }

    async fn of(client: &Client, admin: (&str, &str), token: &str) -> Self {
        let admin = Rc::log_in(client, admin.0, admin.1).await;
        let agent = user(&admin, "agent", Some("agent")).await;
        let visitor = register(client, token).await["_id"].as_str().expect("an id").to_owned();
        let room = open(client, token).await["_id"].as_str().expect("an id").to_owned();
        Self { admin, agent, client: client.clone(), visitor, room }
    }

    /// What `livechat/room.saveInfo` is told at the least, and more in either part.
    fn info(&self, guest: Value, room: Value) -> Value {
        let with = |id: &str, more: Value| {
            let mut part = json!({ "_id": id });
            part.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            part
        };
        json!({"guestData": with(&self.visitor, guest), "roomData": with(&self.room, room)})
    }

    /// The room as it is told.
    async fn room(&self) -> Value {
        self.admin.get(&format!("rooms.info?roomId={}", self.room)).send().await.expect(200)["room"].clone()
    }

    /// The visitor as he is told.
    async fn guest(&self) -> Value {
        self.admin.get(&format!("livechat/visitors.info?visitorId={}", self.visitor)).send().await.expect(200)["visitor"].clone()
    }
}

/// A new user, who is logged in; he answers or manages if a type is given.
async fn user(admin: &Rc, name: &str, kind: Option<&str>) -> Rc {
    let new = json!({"name": name, "username": name, "email": format!("{name}@example.com"), "password": name});
    admin.post("users.create", new).send().await.expect(200);
    if let Some(kind) = kind {
        admin.post(&format!("livechat/users/{kind}"), json!({ "username": name })).send().await.expect(200);
    }
    Rc::log_in(&admin.client, name, name).await
}

/// A visitor introduces himself.
async fn register(client: &Client, token: &str) -> Value {
    let body = json!({"visitor": {"token": token, "name": "Ann", "email": "ann@example.com"}});
    by_visitor(client, "POST", "livechat/visitor", Some(body)).send().await.expect(200)["visitor"].clone()
}

/// The visitor's open room.
async fn open(client: &Client, token: &str) -> Value {
    by_visitor(client, "GET", &format!("livechat/room?token={token}"), None).send().await.expect(200)["room"].clone()
}

/// A visitor says something.
async fn says(client: &Client, token: &str, room: &str, text: &str) -> Value {
    let body = json!({"token": token, "rid": room, "msg": text});
    by_visitor(client, "POST", "livechat/message", Some(body)).send().await.expect(200)["message"].clone()
}
