//! The bodies that a webhook was sent, by the event that they tell of.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use switchroom_testkit::{Client, Received, Sink};

use super::scenario::Story;
use crate::scene::id;

/// A webhook of a dialect. It is disabled until it is told everything: so nothing is sent while ids are counted.
pub(super) struct Hook {
    pub(super) dialect: &'static str,
    path: String,
    sink: Sink,
}

/// A body that was sent.
pub(super) struct Body {
    /// The dialect's topic.
    pub(super) topic: Option<String>,
    /// Its very bytes.
    pub(super) text: String,
}

impl Hook {
    pub(super) async fn make(story: &Story<'_>, admin: &Client, dialect: &'static str) -> Self {
        let sink = Sink::start().await;
        let new = json!({"url": sink.url(), "dialect": dialect, "events": ["channel.created"]});
        let path = format!("/v1/webhooks/{}", id(&story.call(admin, "POST", "/v1/webhooks", new).await));
        story.call(admin, "PATCH", &path, json!({"enabled": false})).await;
        Self { dialect, path, sink }
    }

    /// Tells the webhook of the whole log.
    pub(super) async fn begin(&self, story: &Story<'_>, admin: &Client) {
        story.call(admin, "PATCH", &self.path, json!({"events": ["*"]})).await;
        story.call(admin, "POST", &format!("{}/seek", self.path), json!({"after": 0})).await;
        story.call(admin, "PATCH", &self.path, json!({"enabled": true})).await;
    }

    /// Waits until everything up to `seq` is told, and `last`, an event that may be told apart from the others.
    pub(super) async fn told(&self, admin: &Client, seq: i64, last: &str) {
        let apart = format!("evt_{last}");
        self.sink.wait_until(|all| all.iter().any(|received| received.header("webhook-id").starts_with(&apart))).await;
        loop {
            let hook = admin.get(&self.path).send().await.expect(200);
            let position = &hook["position"];
            if position["cursor"].as_i64().is_some_and(|cursor| cursor >= seq) && position["parked_rooms"] == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// What was told of each event, by the event's id, in order.
    pub(super) fn bodies(&self) -> BTreeMap<String, Vec<Body>> {
        // A repetition has the same id and the same bytes.
        let sent: BTreeMap<String, Received> =
            self.sink.received().into_iter().map(|received| (received.header("webhook-id").to_owned(), received)).collect();
        let mut bodies: BTreeMap<String, Vec<Body>> = BTreeMap::new();
        for (webhook_id, received) in &sent {
            let event = webhook_id.strip_prefix("evt_").expect("an event's").split('.').next().expect("an id");
            let text = String::from_utf8(received.body.to_vec()).expect("text");
            bodies.entry(event.to_owned()).or_default().push(Body { topic: topic(self.dialect, received), text });
        }
        bodies
    }
}

/// The topic that a body is told under.
fn topic(dialect: &str, received: &Received) -> Option<String> {
    let body = received.json();
    let named = match dialect {
        "native" => return None,
        "qontak" if body["webhook_event"] == "message_interaction" => &body["data_event"],
        "qontak" => return Some(received.header("x-event-name").to_owned()),
        _ => &body["type"],
    };
    named.as_str().map(str::to_owned)
}

/// The events of the log up to `seq`, with their kinds.
pub(super) async fn log(admin: &Client) -> Vec<Value> {
    let told = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    told["events"].as_array().expect("events").clone()
}
