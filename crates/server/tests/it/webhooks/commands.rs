//! `switchroom webhooks`, as an operator calls it beside a running server.

use std::fmt::Write as _;
use std::process::Output;

use serde_json::{Value, json};
use switchroom_testkit::{ADMIN_TOKEN, Server, Sink};
use tokio::process::Command;

use super::subscribe;
use crate::scene::{id, post, rooms};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const SECRET: &str = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What the command says of `server`.
async fn run(server: &str, token: Option<&str>, arguments: &[&str]) -> Output {
    let mut command = Command::new(BINARY);
    command.arg("webhooks").args(arguments).env("SWITCHROOM_SERVER", server);
    command.env_remove("SWITCHROOM_TOKEN").env_remove("SWITCHROOM_ADMIN_TOKEN").env_remove("RUST_BACKTRACE");
    command.envs(token.map(|token| ("SWITCHROOM_TOKEN", token))).output().await.expect("output")
}

fn address(server: &Server) -> String {
    format!("http://{}", server.admin.address())
}

/// What a command that succeeds prints as JSON.
async fn json_of(server: &Server, arguments: &[&str]) -> Value {
    let output = run(&address(server), Some(ADMIN_TOKEN), &[arguments, &["--json"]].concat()).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Commands, and what they printed.
#[derive(Default)]
struct Session {
    text: String,
}

impl Session {
    async fn run(&mut self, server: &Server, arguments: &[&str]) {
        let output = run(&address(server), Some(ADMIN_TOKEN), arguments).await;
        let _ = writeln!(self.text, "$ switchroom webhooks {}", arguments.join(" "));
        self.text.push_str(&String::from_utf8_lossy(&output.stdout));
        self.text.push_str(&String::from_utf8_lossy(&output.stderr));
        let _ = writeln!(self.text, "[{}]\n", output.status.code().expect("a status"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_prints_what_was_asked_for() {
    let server = Server::foretold().await;
    let rooms = rooms(&server.admin, 1).await;
    post(&server.admin, &rooms[0], "hello").await;
    let mut session = Session::default();
    let url = "http://127.0.0.1:9/hook";
    // It is disabled: nothing is sent, and so every line is foretold.
    let create = ["create", url, "--event", "message.*", "--event", "room.created", "--secret", SECRET, "--disabled"];
    session.run(&server, &create).await;
    let options =
        ["create", url, "--tag", "vip", "--header", "X-Api-Key: hunter2", "--secret", SECRET, "--disabled", "--max-per-second", "5"];
    session.run(&server, &options).await;
    session.run(&server, &["list"]).await;
    session.run(&server, &["list", "--limit", "1"]).await;
    let hooks = json_of(&server, &["list"]).await;
    let hook = id(&hooks["webhooks"][0]);
    session.run(&server, &["show", &hook]).await;
    session.run(&server, &["rotate-secret", &hook, "--secret", SECRET, "--overlap-seconds", "60"]).await;
    session.run(&server, &["seek", &hook, "--after", "0"]).await;
    session.run(&server, &["replay", &hook, "--after", "1", "--until", "2"]).await;
    let replays = json_of(&server, &["replays", &hook]).await;
    session.run(&server, &["cancel", &hook, replays["replays"][0]["job"].as_str().expect("a job")]).await;
    session.run(&server, &["replays", &hook]).await;
    session.run(&server, &["resend", &hook, "--seq", "3"]).await;
    session.run(&server, &["attempts", &hook, "--outcome", "dead", "--from", "2026-01-01T00:00:00+01:00"]).await;
    session.run(&server, &["parked", &hook]).await;
    session.run(&server, &["dead-letters", &hook]).await;
    session.run(&server, &["disable", &hook]).await;
    session.run(&server, &["delete", &hook]).await;
    // What is refused is told in one line.
    session.run(&server, &["show", &hook]).await;
    session.run(&server, &["create", "nowhere"]).await;
    session.run(&server, &["create", url, "--custom-field", "tier"]).await;
    // What is made beside makes ids too, and not the same number on every store.
    let filters =
        vec![("[0-9a-f]{8}-[0-9a-f-]{27}", "<uuid>"), ("whsec_[A-Za-z0-9+/=]+", "<secret>"), ("AZt2[A-Za-z0-9_-]{18}", "<cursor>")];
    insta::with_settings!({filters => filters}, { insta::assert_snapshot!(session.text) });
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_seen_and_told_again() {
    let server = Server::start().await;
    let admin = &server.admin;
    let sink = Sink::start().await;
    let (hook, _) = subscribe(admin, &sink, json!({"enabled": false})).await;
    let rooms = rooms(admin, 1).await;
    post(admin, &rooms[0], "missed").await;
    json_of(&server, &["enable", &hook, "--skip-missed"]).await;
    post(admin, &rooms[0], "hello").await;
    sink.wait_for(1).await;
    while json_of(&server, &["attempts", &hook]).await["attempts"].as_array().is_none_or(Vec::is_empty) {}
    let replay = json_of(&server, &["replay", &hook, "--after", "0", "--wait"]).await;
    assert_eq!((&replay["state"], sink.received().len()), (&json!("done"), 3));
    let sample = json_of(&server, &["test", &hook, "--type", "message.created"]).await;
    assert_eq!(sample["delivered"], true);
    sink.answer_with(|_| 500);
    let output = run(&address(&server), Some(ADMIN_TOKEN), &["test", &hook]).await;
    assert!(!output.status.success(), "a script must see that the endpoint does not accept it");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_served_is_told_why() {
    let server = Server::start().await;
    let here = address(&server);
    for (at, token, why) in [
        (here.as_str(), None, "there is no token"),
        (&here, Some("wrong"), "does not take the token"),
        ("http://127.0.0.1:9", Some(ADMIN_TOKEN), "cannot reach http://127.0.0.1:9"),
        ("nowhere", Some(ADMIN_TOKEN), "cannot be dialled"),
    ] {
        let output = run(at, token, &["list"]).await;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(why), "{told}");
        assert!(output.stdout.is_empty());
    }
    // What listens there need not be ours.
    let sink = Sink::start().await;
    let output = run(&sink.url(), Some(ADMIN_TOKEN), &["list"]).await;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && told.contains("is no Switchroom server"), "{told}");
    server.stop().await;
}
