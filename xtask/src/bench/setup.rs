//! What the load needs: a channel, rooms with contacts, a webhook subscription. All of it over the public API.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::http1::Connection;
use super::sink::Sink;
use super::subject::TOKEN;

const CONNECTIONS: usize = 64;

#[derive(Deserialize)]
struct Created {
    id: String,
    secret: Option<String>,
}

/// Opens rooms, each for a contact of its own; answers their ids.
pub(crate) async fn open_rooms(address: SocketAddr, rooms: usize) -> anyhow::Result<Vec<String>> {
    let mut connection = Connection::open(address).await?;
    let channel = post(&mut connection, address, "/v1/channels", &json!({"kind": "api", "name": "bench"})).await?.id;
    let next = Rc::new(Cell::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut connection = Connection::open(address).await?;
        let (channel, next) = (channel.clone(), next.clone());
        workers.spawn_local(async move {
            let mut ids = Vec::new();
            loop {
                let number = next.replace(next.get() + 1);
                if number >= rooms {
                    return anyhow::Ok(ids);
                }
                let contact = json!({"handle": format!("contact-{number}"), "name": format!("Contact {number}")});
                let room = json!({"channel_id": channel, "contact": contact});
                ids.push(post(&mut connection, address, "/v1/rooms", &room).await?.id);
            }
        });
    }
    let mut ids = Vec::with_capacity(rooms);
    while let Some(opened) = workers.join_next().await {
        ids.extend(opened??);
    }
    Ok(ids)
}

/// Subscribes the sink to messages.
pub(crate) async fn subscribe(address: SocketAddr, sink: &Sink) -> anyhow::Result<()> {
    let mut connection = Connection::open(address).await?;
    let webhook = json!({"url": format!("http://{}/", sink.address), "dialect": "native", "events": ["message.*"]});
    let created = post(&mut connection, address, "/v1/webhooks", &webhook).await?;
    sink.expect_secret(created.secret.context("a webhook without a secret")?);
    Ok(())
}

async fn post(connection: &mut Connection, address: SocketAddr, path: &str, body: &Value) -> anyhow::Result<Created> {
    let body = body.to_string();
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let answer = connection.exchange(request.as_bytes()).await?;
    if answer.status != 201 {
        bail!("POST {path} was answered with {}: {}", answer.status, String::from_utf8_lossy(answer.body));
    }
    serde_json::from_slice(answer.body).with_context(|| format!("what POST {path} answered"))
}
