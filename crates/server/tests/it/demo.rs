//! `switchroom demo`, as somebody who tries it out starts it.

use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use switchroom_testkit::{Client, Process, ProcessOptions};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_at_work_and_customers_keep_writing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(BINARY);
    command.args(["demo", "--listen", "127.0.0.1:0"]).current_dir(folder.path()).env("TMPDIR", folder.path());
    command.env("SWITCHROOM_ADMIN_PASSWORD", "to look around").env("SWITCHROOM_LOG", "warn").env("SWITCHROOM_RATE_LIMIT", "off");
    let mut demo = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the demonstration");
    let mut lines = BufReader::new(demo.stdout.take().expect("its output")).lines();
    let line = lines.next_line().await.expect("a line").expect("where to look");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
    let anybody = Client::new(address.parse().expect("an address"));
    let mut tokens = Vec::new();
    for username in ["demo", "maya"] {
        let body = json!({"username": username, "password": "to look around"});
        let session = anybody.post("/v1/sessions", body).send().await.expect(201);
        tokens.push(session["token"].as_str().expect("a token").to_owned());
    }
    let demo_user = anybody.with_token(&tokens[0]);
    let counts = demo_user.get("/v1/rooms/counts").send().await.expect(200);
    let [queued, assigned, resolved] =
        ["queued", "assigned", "resolved"].map(|status| counts["by_status"][status].as_i64().expect("a count"));
    assert!(queued + assigned >= 5 && resolved >= 50, "{counts}");
    // What was said in the past was said then, and more is said now.
    let mut after = 0;
    let mut times = Vec::new();
    let mut wait = 0;
    loop {
        let path = format!("/v1/events?after={after}&limit=1000&wait={wait}&types=message.created");
        let page = demo_user.get(&path).send().await.expect(200);
        let events = page["events"].as_array().expect("events");
        times.extend(events.iter().map(|event| event["at"].as_str().expect("a time").to_owned()));
        after = page["next"].as_i64().expect("a number");
        match (wait, events.is_empty()) {
            (0, true) => wait = 60,
            (0, false) => {}
            (_, is_empty) => break assert!(!is_empty, "nothing more is said"),
        }
    }
    assert!(times.len() > 300 && times.is_sorted(), "{} messages", times.len());
    demo.kill().await.expect("killed");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_leaves_a_database_alone_that_is_in_use() {
    let folder = tempfile::tempdir().expect("a folder");
    Process::start(BINARY, folder.path(), &ProcessOptions { database: Some(database(folder.path())), ..ProcessOptions::default() })
        .await
        .stop()
        .await;
    let mut command = Command::new(BINARY);
    command.args(["demo", "--listen", "127.0.0.1:0", "--database"]).arg(database(folder.path())).current_dir(folder.path());
    let refused = command.output().await.expect("output");
    assert!(!refused.status.success());
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(why.contains("needs an empty database"), "{why}");
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("switchroom.db").display())
}
