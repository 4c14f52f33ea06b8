//! Popsell's API.

mod brands;
mod calls;
mod hostile;
mod limits;
mod list;
mod login;
mod people;
mod roles;
mod seed;
mod tenancy;
mod told;

use serde_json::{Value, json};
use switchroom_testkit::{Client, Request, Server};

use crate::scene::{id, post, user};

/// The header that names the brand.
const BRAND: &str = "x-popsell-brand";

/// A request in the name of the first organization's brand.
fn branded(request: Request) -> Request {
    request.header(BRAND, "1")
}

/// A server with one room in which a visitor and an agent have written.
struct Shop {
    server: Server,
    admin: Client,
    agent: Client,
    visitor: Client,
    /// The room's id.
    room: String,
}

impl Shop {
    async fn open() -> Self {
        Self::on(Server::start().await).await
    }

    /// The same, at times that are known beforehand.
    async fn foretold() -> Self {
        Self::on(Server::foretold().await).await
    }

    async fn on(server: Server) -> Self {
        let admin = server.admin.clone();
        let channel = id(&admin.post("/v1/channels", json!({"kind": "web", "name": "Shop"})).send().await.expect(201));
        let introduction = json!({"name": "Vic Tim", "email": "vic@example.com"});
        let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), introduction).send().await.expect(201);
        let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
        let room = id(&visitor.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
        let (_, agent) = user(&admin, "ann", "agent").await;
        post(&visitor, &room, "Where is my order?").await;
        agent.post(&format!("/v1/rooms/{room}/claim"), json!({})).send().await.expect(200);
        post(&agent, &room, "On its way.").await;
        Self { server, admin, agent, visitor, room }
    }

    /// The room's path: it is the first of its organization.
    fn path(&self) -> String {
        "/api/v2/chat/chatrooms/1".to_owned()
    }

    /// The room as somebody is told of it here.
    async fn chatroom(&self, client: &Client) -> Value {
        branded(client.get(&self.path())).send().await.expect(200)
    }

    /// Rates a room as its contact would.
    async fn rate(&self, room: &str, value: u8) {
        self.admin.post(&format!("/v1/rooms/{room}/rating"), json!({"value": value})).send().await.expect(200);
    }

    /// Lets the visitor rate the room, the agent read it, and somebody say what it was about.
    async fn rated_and_summarized(&self) {
        let room = format!("/v1/rooms/{}", self.room);
        self.visitor.post(&format!("{room}/rating"), json!({"value": 5, "comment": "Great ambassador"})).send().await.expect(200);
        let summary = json!({"text": "A late parcel", "anomaly": 2, "topic": 3});
        self.admin.request("PUT".parse().expect("a method"), &format!("{room}/summary")).json(&summary).send().await.expect(200);
        self.agent.post(&format!("{room}/read"), json!({})).send().await.expect(200);
    }

    /// Sets one of the organization's settings.
    async fn set(&self, name: &str, value: Value) {
        self.admin.patch("/v1/settings", json!({name: value})).send().await.expect(200);
    }

    /// The sequence number of the log's last event.
    async fn head(&self) -> i64 {
        head(&self.admin).await
    }
}

/// The sequence number of the log's last event.
async fn head(admin: &Client) -> i64 {
    let mut after = 0;
    loop {
        let page = admin.get(&format!("/v1/events?after={after}&limit=1000")).send().await.expect(200);
        let next = page["next"].as_i64().expect("a number");
        if next == after {
            return after;
        }
        after = next;
    }
}
