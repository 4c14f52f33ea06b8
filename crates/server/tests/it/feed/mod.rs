//! The feed: what happens, told as it happens, and told on where somebody left off.

mod agent;
mod fan_out;
mod poll;
mod socket;
mod stream;
mod visitor;

use serde_json::Value;
use switchroom_testkit::Client;
use tokio::sync::watch;

use crate::scene::{post, rooms};

/// A new room, in which the admin has said hello: it takes part already, so that another message of its is one event.
async fn room(admin: &Client) -> String {
    let room = rooms(admin, 1).await.remove(0);
    post(admin, &room, "hello").await;
    room
}

/// The events after a sequence number, up to the latest.
async fn events_after(admin: &Client, after: i64) -> Vec<Value> {
    let page = admin.get(&format!("/v1/events?after={after}&limit=1000")).send().await.expect(200);
    page["events"].as_array().expect("events").clone()
}

/// The latest sequence number.
async fn head(admin: &Client) -> i64 {
    let page = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    page["next"].as_i64().expect("a sequence number")
}

/// Where the server is, for those who go on after a restart.
fn whereabouts(admin: &Client) -> watch::Sender<Client> {
    watch::Sender::new(admin.clone())
}
