//! Finding messages, contacts and rooms by words.

mod access;
mod conversation;
mod erasing;
mod filters;
mod hostile;
mod isolation;
mod nodes;
mod pages;
mod rebuilding;

use std::time::Duration;

use serde_json::Value;
use switchroom_testkit::Client;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until everything that was done so far is found.
pub(crate) async fn indexed(client: &Client) {
    let status = async || client.get("/v1/search/status").send().await.expect(200);
    let head = status().await["head"].as_i64().expect("a number");
    let waiting = async { while status().await["indexed"].as_i64().expect("a number") < head {} };
    tokio::time::timeout(PATIENCE, waiting).await.expect("indexed in time");
}

/// The query of a URL: words, and filters behind them.
fn path(what: &str, words: &str, filters: &str) -> String {
    let words: String = words.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/v1/search/{what}?q={words}{filters}")
}

/// What is found once everything that was done so far can be.
async fn found(client: &Client, what: &str, words: &str, filters: &str) -> Vec<Value> {
    let mut found = client.get(&path(what, words, filters)).send().await.expect(200);
    found[what].take().as_array().expect("a list").clone()
}

/// The texts of the messages that are found.
async fn texts(client: &Client, words: &str, filters: &str) -> Vec<String> {
    let found = found(client, "messages", words, filters).await;
    found.iter().map(|found| found["message"]["text"].as_str().expect("a text").to_owned()).collect()
}

/// A snippet with what was looked for in brackets.
fn marked(found: &Value) -> String {
    let part = |part: &Value| {
        let text = part["text"].as_str().expect("a text");
        if part["hit"] == true { format!("[{text}]") } else { text.to_owned() }
    };
    found["snippet"].as_array().expect("parts").iter().map(part).collect()
}
