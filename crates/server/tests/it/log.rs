//! The log as the feed tells it, checked while it is read.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use switchroom_testkit::Client;

use crate::writers::{Acknowledged, text};

/// Events on a page.
const PAGE: usize = 1_000;

/// A message that was created.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Created {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// What the log says of a room.
#[derive(Default)]
pub(crate) struct RoomLog {
    pub(crate) version: i64,
    pub(crate) messages: Vec<Created>,
}

/// The log as far as it was read. Reading panics where `seq` or a `room_version` has a gap.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) head: i64,
    pub(crate) rooms: HashMap<String, RoomLog>,
}

impl Log {
    /// Reads on to the head.
    pub(crate) async fn read_on(&mut self, client: &Client) {
        loop {
            let page = client.get(&format!("/v1/events?after={}&limit={PAGE}", self.head)).send().await.expect(200);
            let events = page["events"].as_array().expect("events");
            events.iter().for_each(|event| self.add(event));
            assert_eq!(page["next"], self.head);
            if events.len() < PAGE {
                return;
            }
        }
    }

    fn add(&mut self, event: &Value) {
        assert_eq!(event["seq"], self.head + 1, "{event}");
        self.head += 1;
        let Some(room) = event["room_id"].as_str() else { return };
        let room = self.rooms.entry(room.to_owned()).or_default();
        assert_eq!(event["room_version"], room.version + 1, "{event}");
        room.version += 1;
        if event["type"] == "message.created" {
            room.messages.push(created(&event["data"]["message"]));
        }
    }

    /// Every acknowledged message is in the log once, each writer's in their order; of each writer at most one more is there,
    /// which is not acknowledged yet.
    pub(crate) fn check(&self, acknowledged: &[Acknowledged]) {
        let mut ids: HashMap<(usize, usize), &str> = HashMap::new();
        let mut written: HashMap<usize, usize> = HashMap::new();
        for message in self.rooms.values().flat_map(|room| &room.messages) {
            let (writer, number) = message.text.split_once('/').expect("a writer's text");
            let (writer, number) = (writer.parse().expect("a writer"), number.parse().expect("a number"));
            let count = written.entry(writer).or_default();
            assert_eq!(number, *count, "a message of writer {writer} is missing, doubled or out of order");
            *count += 1;
            ids.insert((writer, number), &message.id);
        }
        let mut counted: HashMap<usize, usize> = HashMap::new();
        for ack in acknowledged {
            assert_eq!(ids.get(&(ack.writer, ack.number)), Some(&ack.id.as_str()), "{} is lost", text(ack.writer, ack.number));
            *counted.entry(ack.writer).or_default() += 1;
        }
        for (writer, written) in written {
            let acknowledged = counted.get(&writer).copied().unwrap_or_default();
            assert!(written <= acknowledged + 1, "writer {writer}: {written} written, {acknowledged} acknowledged");
        }
    }

    /// Rooms and lists of messages say what the log says.
    pub(crate) async fn check_rooms(&self, client: &Client) {
        for (id, logged) in &self.rooms {
            let room = client.get(&format!("/v1/rooms/{id}")).send().await.expect(200);
            assert_eq!((&room["version"], &room["message_count"]), (&logged.version.into(), &logged.messages.len().into()));
            assert_eq!(listed(client, id).await, logged.messages);
        }
    }
}

/// All messages of a room, oldest first.
async fn listed(client: &Client, room: &str) -> Vec<Created> {
    let mut messages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("/v1/rooms/{room}/messages?limit=200{cursor}")).send().await.expect(200);
        messages.extend(page["messages"].as_array().expect("messages").iter().map(created));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&before={next}");
    }
    messages.reverse();
    assert_eq!(messages.iter().map(|message| &message.id).collect::<HashSet<_>>().len(), messages.len());
    messages
}

fn created(message: &Value) -> Created {
    let field = |name: &str| message[name].as_str().expect("a field").to_owned();
    Created { id: field("id"), text: field("text") }
}
