//! Who may do what: sessions, tokens, roles, and what contacts are told.

mod contacts;
mod cookies;
mod escalation;
mod lockout;
mod own_account;
mod probes;
mod resets;
mod sessions;
mod setup;
mod tokens;
pub(crate) mod two_factor;

use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client};

/// The status and the code of an answer.
fn told(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.text("code"))
}

/// What is told of a problem.
fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// Issues a token for a user or a contact; a client that shows it.
async fn issued(admin: &Client, field: &str, id: &str, scopes: &[&str]) -> Client {
    let token = admin.post("/v1/tokens", json!({field: id, "scopes": scopes})).send().await.expect(201);
    admin.with_token(token["secret"].as_str().expect("a secret"))
}

/// The id of whoever calls.
async fn own_id(client: &Client) -> String {
    let me = client.get("/v1/me").send().await.expect(200);
    me["actor"]["id"].as_str().expect("an id").to_owned()
}

/// Logs in.
async fn log_in(client: &Client, username: &str, password: &str) -> Answer {
    client.post("/v1/sessions", json!({"username": username, "password": password})).send().await
}

/// The names of a list's fields, for messages of failed tests.
fn fields(value: &Value) -> Vec<&str> {
    value.as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default()
}
