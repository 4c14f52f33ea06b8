//! Whether a server finds in a filled database what was filled in.

use std::collections::BTreeMap;

use anyhow::ensure;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use switchroom_domain::room::{Room, RoomStatus};

use super::past::Standing;
use crate::bench::setup::Client;

const SEED: u64 = 3;
/// How many rooms are looked at, and how many places in the log.
const ROOMS: usize = 200;
const EVENTS: usize = 50;

/// Looks at some rooms with all their messages, at some events, and at the counts.
pub(super) async fn sample(client: &mut Client, standing: &Standing) -> anyhow::Result<()> {
    let mut random = StdRng::seed_from_u64(SEED);
    counts(client, standing).await?;
    for _ in 0..ROOMS.min(standing.rooms.len()) {
        let room = &standing.rooms[random.random_range(0..standing.rooms.len())];
        head(client, room).await?;
        messages(client, room).await?;
    }
    for _ in 0..EVENTS {
        events(client, random.random_range(0..standing.head.seq)).await?;
    }
    Ok(())
}

async fn counts(client: &mut Client, standing: &Standing) -> anyhow::Result<()> {
    let mut expected: BTreeMap<&str, i64> = RoomStatus::EVERY.into_iter().map(|status| (status.as_str(), 0)).collect();
    for room in &standing.rooms {
        *expected.entry(room.head.status.as_str()).or_default() += 1;
    }
    let answer = client.get("/v1/rooms/counts").await?;
    ensure!(answer["by_status"] == json!(expected), "rooms are counted as {} and not {expected:?}", answer["by_status"]);
    Ok(())
}

async fn head(client: &mut Client, room: &Room) -> anyhow::Result<()> {
    let (facts, head) = (&room.facts, &room.head);
    let expected = json!({
        "id": facts.id,
        "number": facts.number,
        "version": head.version,
        "channel_id": facts.channel,
        "contact_id": facts.contact,
        "status": head.status.as_str(),
        "assignees": head.assignees,
        "tags": head.tags,
        "unread": head.unread,
        "message_count": head.messages,
        "last_message_id": head.last_message.map(|last| last.id),
    });
    let mut answer = client.get(&format!("/v1/rooms/{}", facts.id)).await?;
    answer["last_message_id"] = answer["last_message"]["id"].clone();
    let fields: Vec<&String> = expected.as_object().into_iter().flat_map(|fields| fields.keys()).collect();
    for field in fields {
        ensure!(answer[field] == expected[field], "{field} of a room is {} and not {}", answer[field], expected[field]);
    }
    Ok(())
}

/// All messages of a room, page by page.
async fn messages(client: &mut Client, room: &Room) -> anyhow::Result<()> {
    let path = format!("/v1/rooms/{}/messages?limit=200", room.facts.id);
    let mut before = String::new();
    let mut newest_first = Vec::new();
    loop {
        let page = client.get(&format!("{path}{before}")).await?;
        newest_first.extend(page["messages"].as_array().cloned().unwrap_or_default());
        match page["next"].as_str() {
            Some(next) => before = format!("&before={next}"),
            None => break,
        }
    }
    let count = i64::try_from(newest_first.len())?;
    ensure!(count == room.head.messages, "a room has {count} messages and not {}", room.head.messages);
    let times: Vec<&str> = newest_first.iter().filter_map(|message| message["created_at"].as_str()).collect();
    ensure!(times.windows(2).all(|pair| pair[0] > pair[1]), "messages of a room are not in order");
    let last = room.head.last_message.map(|last| json!(last.id));
    ensure!(newest_first.first().map(|message| &message["id"]) == last.as_ref(), "a room's last message is not its newest");
    Ok(())
}

/// The events at one place in the log.
async fn events(client: &mut Client, after: i64) -> anyhow::Result<()> {
    let page = client.get(&format!("/v1/events?after={after}&limit=10")).await?;
    let events = page["events"].as_array().cloned().unwrap_or_default();
    ensure!(!events.is_empty(), "there is no event after {after}");
    for (event, seq) in events.iter().zip(after + 1..) {
        ensure!(event["seq"] == json!(seq), "the event {event} has not the sequence number {seq}");
        ensure!(event["room_id"] == Value::Null || event["room_version"].as_i64() >= Some(1), "the event {event} has no version");
    }
    Ok(())
}
