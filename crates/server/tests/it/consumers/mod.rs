//! Consumers: events that are fetched instead of sent.

mod competing;
mod keeping;
mod leasing;
mod refusals;

use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client};

/// PUTs a consumer.
async fn put(client: &Client, name: &str, body: Value) -> Answer {
    client.request(http::Method::PUT, &format!("/v1/consumers/{name}")).json(&body).send().await
}

/// Makes a consumer of everything from the first event on.
pub(crate) async fn from_the_first(client: &Client, name: &str) {
    put(client, name, json!({"after": 0})).await.expect(201);
}

/// Reads a consumer.
async fn get(client: &Client, name: &str) -> Value {
    client.get(&format!("/v1/consumers/{name}")).send().await.expect(200)
}

pub(crate) async fn lease(client: &Client, name: &str, body: Value) -> Answer {
    client.post(&format!("/v1/consumers/{name}/lease"), body).send().await
}

pub(crate) async fn commit(client: &Client, name: &str, body: Value) -> Answer {
    client.post(&format!("/v1/consumers/{name}/commit"), body).send().await
}

async fn seek(client: &Client, name: &str, body: Value) -> Answer {
    client.post(&format!("/v1/consumers/{name}/seek"), body).send().await
}

/// The numbers of the events that were handed out.
pub(crate) fn seqs(leased: &Value) -> Vec<i64> {
    leased["events"].as_array().expect("events").iter().map(|event| event["seq"].as_i64().expect("a number")).collect()
}

/// The status and the code of an answer.
fn told(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.text("code"))
}

/// What is told of a conflict.
fn conflict(code: &str) -> (u16, String) {
    (409, code.to_owned())
}
