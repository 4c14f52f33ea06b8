//! Qontak's API and webhooks, compared with the seeds.

mod forms;
mod hostile;
mod interactions;
mod limits;
mod messages;
mod patterns;
mod reads;
mod replay;
mod rooms;
mod tenancy;
mod tokens;

use serde_json::{Value, json};
use switchroom_testkit::{Client, Received, Server, Sink};

use crate::scene::{id, user};

const INTERACTIONS: &str = "/api/open/v1/message_interactions";
/// The flags of `/message_interactions`.
const FLAGS: [&str; 4] = ["receive_message_from_agent", "receive_message_from_customer", "status_message", "broadcast_log_status"];
const ROOM_TOPICS: [&str; 2] = ["qontak.chat.room.created", "qontak.chat.room.updated"];

/// A PUT of JSON to `/message_interactions`.
async fn put(client: &Client, body: Value) -> Value {
    client.request(http::Method::PUT, INTERACTIONS).json(&body).send().await.expect(200)
}

/// Everything that an organization with one conversation needs: the cast of the seeds.
struct Cast {
    admin: Client,
    agent: Client,
    agent_id: String,
    channel: String,
    room: Value,
    /// The last message that anybody posted here.
    count: std::cell::Cell<u32>,
}

impl Cast {
    /// A relayed channel, a contact with an open room on it, and an agent.
    async fn gather(server: &Server) -> Self {
        Self::with(&server.admin).await
    }

    async fn with(admin: &Client) -> Self {
        let (agent_id, agent) = user(admin, "agent-one", "agent").await;
        admin.patch(&format!("/v1/users/{agent_id}"), json!({"name": "Agent One"})).send().await.expect(200);
        let channel = id(&admin.post("/v1/channels", json!({"kind": "api", "name": "Qontak"})).send().await.expect(201));
        let cast = Self { admin: admin.clone(), agent, agent_id, channel, room: Value::Null, count: std::cell::Cell::default() };
        let room = cast.open_room("628117661000", "Burhanudin").await;
        Self { room, ..cast }
    }

    async fn open_room(&self, handle: &str, name: &str) -> Value {
        let new = json!({"channel_id": self.channel, "contact": {"handle": handle, "name": name}});
        self.admin.post("/v1/rooms", new).send().await.expect(201)
    }

    fn room_id(&self) -> &str {
        self.room["id"].as_str().expect("an id")
    }

    async fn post(&self, client: &Client, body: Value) -> Value {
        client.post(&format!("/v1/rooms/{}/messages", self.room_id()), body).send().await.expect(201)
    }

    /// The contact's message, as its provider gave it.
    async fn customer_writes(&self, text: &str) -> Value {
        let provider_id = format!("wamid.{}", self.count.replace(self.count.get() + 1));
        let body = json!({"text": text, "author": "contact", "provider_id": provider_id, "provider_at": "2026-03-03T22:53:29Z"});
        self.post(&self.admin, body).await
    }

    /// An agent's message, which a provider has taken.
    async fn agent_writes(&self, text: &str) -> Value {
        let provider_id = format!("wamid.{}", self.count.replace(self.count.get() + 1));
        self.post(&self.agent, json!({"text": text, "provider_id": provider_id})).await
    }

    async fn status(&self, message: &Value, status: &str) {
        let path = format!("/v1/messages/{}/status", message["id"].as_str().expect("an id"));
        self.admin.post(&path, json!({"status": status})).send().await.expect(200);
    }

    /// What becomes of the room, by its path below the room's.
    async fn act(&self, client: &Client, what: &str, body: Value) {
        let answer = client.post(&format!("/v1/rooms/{}/{what}", self.room_id()), body).send().await;
        assert!(answer.status.is_success(), "{what}: {answer:?}");
    }
}

/// A webhook of Qontak's dialect; its id.
async fn subscribe(admin: &Client, sink: &Sink, events: &[&str]) -> String {
    let body = json!({"url": sink.url(), "dialect": "qontak", "events": events, "retry_schedule_ms": [20]});
    id(&admin.post("/v1/webhooks", body).send().await.expect(201))
}

/// Waits for a body of this `data_event`, and gives everything that came up to it.
async fn until(sink: &Sink, data_event: &str) -> Vec<Received> {
    let is_it = |received: &Received| received.json()["data_event"] == data_event;
    let mut all = sink.wait_until(|all| all.iter().any(is_it)).await;
    let last = all.iter().position(is_it).expect("the body");
    all.truncate(last + 1);
    all
}

/// The `data_event` of each.
fn data_events(received: &[Received]) -> Vec<String> {
    received.iter().map(|received| received.json()["data_event"].as_str().unwrap_or_default().to_owned()).collect()
}
