//! What operators rely on.

use std::process::Stdio;

use futures_util::future::join_all;
use serde_json::json;
use switchroom_server::config::{AdminLayer, Config, DEFAULT_FILE, Layer};
use switchroom_testkit::{Engine, Process, ProcessOptions, Server, database_of, passed_over_without_sqlite};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::scene::{channel, id, open_room};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");

#[tokio::test(flavor = "multi_thread")]
async fn health_readiness_and_figures_are_told() {
    let server = Server::start().await;
    let client = server.client();
    assert_eq!(client.get("/healthz").send().await.status, 200);
    assert_eq!(client.get("/readyz").send().await.status, 200);
    let figures = client.get("/metrics").send().await;
    let text = String::from_utf8_lossy(&figures.body).into_owned();
    assert!(text.contains("switchroom_commits_total"), "{text}");
    assert_eq!(client.get("/v1/openapi.json").send().await.expect(200)["openapi"], "3.1.0");
    assert_eq!(client.get("/nowhere").send().await.status, 404);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_answers_what_was_asked_and_keeps_it() {
    let server = Server::start().await;
    let channel = channel(&server.admin, "api").await;
    let room = id(&open_room(&server.admin, &channel, "ann").await);
    let path = format!("/v1/rooms/{room}/messages");
    let admin = server.admin.clone();
    let posting = join_all((0..100).map(|i| admin.post(&path, json!({"text": i.to_string()})).try_send()));
    let (answers, server) = tokio::join!(posting, server.restart());
    // Whoever was not answered was not heard: the connection was refused or cut before the request was read.
    let created = answers.iter().flatten().filter(|answer| answer.status == 201).count();
    let kept = server.admin.get(&format!("/v1/rooms/{room}")).send().await.expect(200);
    assert_eq!(kept["message_count"].as_u64(), u64::try_from(created).ok());
    assert!(answers.iter().flatten().all(|answer| answer.status == 201 || answer.status == 503), "{answers:?}");
    server.stop().await;
}

#[tokio::test]
async fn the_default_configuration_is_printed_and_valid() {
    let output = Command::new(BINARY).args(["config", "--print-default"]).output().await.expect("output");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), DEFAULT_FILE);
    let defaults = Config::from_layers([]).expect("defaults");
    assert_eq!(Config::from_layers([toml::from_str::<Layer>(DEFAULT_FILE).expect("valid")]).expect("config"), defaults);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_reset_beside_the_running_server() {
    let folder = tempfile::tempdir().expect("folder");
    let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
    let log_in = |password: &str| process.admin().post("/v1/sessions", json!({"username": "Admin", "password": password})).send();
    log_in("admin-password").await.expect(201);
    let wrong = log_in("new-password").await;
    assert_eq!((wrong.status.as_u16(), wrong.text("code").as_str()), (401, "wrong_credentials"));

    let database = database_of(folder.path());
    let mut reset = Command::new(BINARY)
        .args(["user", "reset-password", "admin", "--password-stdin", "--database", &database])
        .envs(Engine::of(&database).environment())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("reset");
    reset.stdin.take().expect("stdin").write_all(b"new-password\n").await.expect("written");
    assert!(reset.wait().await.expect("status").success());
    log_in("new-password").await.expect(201);
    assert_eq!(log_in("admin-password").await.status, 401);
    // What another process wrote to the log is in the feed, in its place.
    let channel = channel(&process.admin(), "api").await;
    assert!(!channel.is_empty());
    let log = process.admin().get("/v1/events?after=0&limit=100").send().await.expect(200);
    let seqs: Vec<i64> = log["events"].as_array().expect("events").iter().filter_map(|event| event["seq"].as_i64()).collect();
    assert!(seqs.iter().zip(1..).all(|(seq, expected)| *seq == expected), "{seqs:?}");
    process.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_admin_without_a_password_gets_a_random_one_once() {
    let folder = tempfile::tempdir().expect("folder");
    let database = database_of(folder.path());
    let told = first_lines(&database).await;
    let password = told.split("password: ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a password").to_owned();
    assert_eq!(password.len(), 20);
    assert!(told.contains("/app/setup#sw_"), "{told}");
    assert_eq!(first_lines(&database).await, "");
    let settings = Layer { database: Some(database), admin: AdminLayer::default(), ..Layer::default() };
    let server = Server::with_settings(settings).await;
    server.client().post("/v1/sessions", json!({"username": "admin", "password": password})).send().await.expect(201);
    server.stop().await;
}

/// What the server prints from its start to its end.
async fn first_lines(database: &str) -> String {
    let mut server = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0", "--database", database])
        .envs(Engine::of(database).environment())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("server");
    let mut lines = tokio::io::AsyncBufReadExt::lines(tokio::io::BufReader::new(server.stderr.take().expect("log")));
    while let Some(line) = lines.next_line().await.expect("a line") {
        if line.contains("serving") {
            break;
        }
    }
    let id = server.id().expect("running").to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.expect("kill").success());
    let output = server.wait_with_output().await.expect("output");
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_do_not_share_a_folder() {
    if passed_over_without_sqlite("a file that one server may use") {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
    let database = database_of(folder.path());
    let second = Command::new(BINARY).args(["serve", "--listen", "127.0.0.1:0", "--database", &database]).output().await.expect("output");
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another server uses"), "{second:?}");
    process.kill().await;
}
