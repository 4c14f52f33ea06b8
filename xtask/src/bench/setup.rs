//! What the load needs: a channel, rooms with contacts, a webhook subscription. All of it over the public API.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::http1::Connection;
use super::subject::TOKEN;

const CONNECTIONS: usize = 64;

/// An organization, as its admin calls the server.
#[derive(Clone)]
pub(crate) struct Organization {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
}

impl Organization {
    /// The one that every server has.
    pub(crate) fn first(address: SocketAddr) -> Self {
        Self { address, token: TOKEN.to_owned() }
    }

    /// A new one.
    pub(crate) async fn create(address: SocketAddr, name: &str) -> anyhow::Result<Self> {
        let new = json!({"name": name, "admin": {"username": "admin", "password": "bench-password"}});
        let created = Client::open(&Self::first(address)).await?.post("/v1/organizations", &new).await?;
        Ok(Self { address, token: created["token"].as_str().context("an organization without a token")?.to_owned() })
    }
}

/// A caller of the API: an organization's admin.
pub(crate) struct Client {
    connection: Connection,
    organization: Organization,
}

impl Client {
    pub(crate) async fn open(organization: &Organization) -> anyhow::Result<Self> {
        Ok(Self { connection: Connection::open(organization.address).await?, organization: organization.clone() })
    }

    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<Value> {
        self.call("GET", path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.call("POST", path, Some(body)).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> anyhow::Result<()> {
        self.call("DELETE", path, None).await.map(drop)
    }

    /// Posts what makes something; answers its id.
    pub(crate) async fn create(&mut self, path: &str, body: &Value) -> anyhow::Result<String> {
        id_of(&self.post(path, body).await?)
    }

    /// What is not JSON.
    pub(crate) async fn text(&mut self, path: &str) -> anyhow::Result<String> {
        self.answer("GET", path, None).await
    }

    async fn call(&mut self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let text = self.answer(method, path, body).await?;
        if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(&text).with_context(|| format!("{path}: {text}")) }
    }

    async fn answer(&mut self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<String> {
        let Organization { address, token } = &self.organization;
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n");
        if let Some(body) = body {
            let body = body.to_string();
            request.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
        } else {
            request.push_str("\r\n");
        }
        let answer = self.connection.exchange(request.as_bytes()).await?;
        let text = String::from_utf8_lossy(answer.body);
        ensure!((200..300).contains(&answer.status), "{method} {path} was answered with {}: {text}", answer.status);
        Ok(text.into_owned())
    }
}

/// The id of what was answered.
pub(crate) fn id_of(answer: &Value) -> anyhow::Result<String> {
    Ok(answer["id"].as_str().with_context(|| format!("no id in {answer}"))?.to_owned())
}

/// Makes a channel; answers its id.
pub(crate) async fn channel(client: &mut Client) -> anyhow::Result<String> {
    client.create("/v1/channels", &json!({"kind": "api", "name": "bench"})).await
}

/// Opens rooms, each for a contact of its own; answers their ids.
pub(crate) async fn open_rooms(organization: &Organization, rooms: usize) -> anyhow::Result<Vec<String>> {
    let channel = channel(&mut Client::open(organization).await?).await?;
    let next = Rc::new(Cell::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut client = Client::open(organization).await?;
        let (channel, next) = (channel.clone(), next.clone());
        workers.spawn_local(async move {
            let mut ids = Vec::new();
            loop {
                let number = next.replace(next.get() + 1);
                if number >= rooms {
                    return anyhow::Ok(ids);
                }
                let contact = json!({"handle": format!("contact-{number}"), "name": format!("Contact {number}")});
                ids.push(client.create("/v1/rooms", &json!({"channel_id": channel, "contact": contact})).await?);
            }
        });
    }
    let mut ids = Vec::with_capacity(rooms);
    while let Some(opened) = workers.join_next().await {
        ids.extend(opened??);
    }
    Ok(ids)
}
