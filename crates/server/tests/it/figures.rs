//! Figures, and what is made of them under `deploy/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use switchroom_testbed::programs;
use switchroom_testkit::{Server, Sink};

use crate::scene::{channel, id, open_room};

const PREFIX: &str = "switchroom_";

fn deployed(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy")).join(file)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(deployed(file)).expect(file)
}

/// The names of figures in any text.
fn names(text: &str) -> BTreeSet<&str> {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.split(|letter| !is_word(letter)).filter(|word| word.starts_with(PREFIX)).collect()
}

/// The figures of a server that has delivered something.
async fn figures() -> String {
    let (server, sink) = (Server::start().await, Sink::start().await);
    let webhook = json!({"url": sink.url(), "dialect": "native", "events": ["message.created"]});
    server.admin.post("/v1/webhooks", webhook).send().await.expect(201);
    let channel = channel(&server.admin, "api").await;
    let room = id(&open_room(&server.admin, &channel, "ann").await);
    server.admin.post(&format!("/v1/rooms/{room}/messages"), json!({"text": "hello"})).send().await.expect(201);
    let received = sink.wait_for(1).await;
    assert_eq!(received[0].header("traceparent"), "", "nothing is traced");
    let text = loop {
        let answer = server.client().get("/metrics").send().await;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        // The attempt is counted once its answer was read.
        if text.lines().any(|line| line.starts_with("switchroom_delivery_attempts_total{outcome=\"delivered\"}") && !line.ends_with(" 0")) {
            break text;
        }
    };
    server.stop().await;
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_and_alerted_on_is_measured_and_every_figure_says_what_it_is() {
    let text = figures().await;
    let measured: BTreeSet<&str> =
        text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| names(line).into_iter().take(1)).collect();
    let typed: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    let helped: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("# HELP ")?.split(' ').next()).collect();
    assert_eq!(typed.difference(&helped).collect::<Vec<_>>(), Vec::<&&str>::new(), "no figure without words");
    for file in ["grafana/switchroom.json", "prometheus/alerts.yml"] {
        let text = read(file);
        let used = names(&text);
        assert!(!used.is_empty());
        assert_eq!(used.difference(&measured).collect::<Vec<_>>(), Vec::<&&str>::new(), "{file} asks for what nobody measures");
    }
    for histogram in ["switchroom_commit_seconds", "switchroom_delivery_attempt_seconds", "switchroom_http_request_seconds"] {
        assert!(text.contains(&format!("{histogram}_bucket{{")), "{histogram}");
    }
    assert!(text.contains("\nswitchroom_ready 1\n"), "{text}");
}

#[test]
fn the_dashboard_can_be_provisioned() {
    let dashboard: Value = serde_json::from_str(&read("grafana/switchroom.json")).expect("JSON");
    assert!(dashboard["id"].is_null() && dashboard["uid"] == "switchroom", "an id is another one on each server");
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<i64> = panels.iter().filter_map(|panel| panel["id"].as_i64()).collect();
    assert_eq!(ids.len(), panels.len(), "ids are unique");
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{}", panel["title"]);
    }
    // Promtool reads rules, not dashboards: each expression is the rule of a figure of its own.
    let expressions = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten().filter_map(|target| target["expr"].as_str());
    let known = |expression: &str| expression.replace("$__rate_interval", "5m").replace("$instance", ".*");
    let rules: Vec<Value> = expressions.enumerate().map(|(i, expr)| json!({"record": format!("shown:{i}"), "expr": known(expr)})).collect();
    assert!(rules.len() >= panels.len() / 2, "{rules:#?}");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), json!({"groups": [{"name": "dashboard", "rules": rules}]}).to_string()).expect("written");
    promtool(["check", "rules"], file.path());
}

#[test]
fn the_alerts_go_off_when_they_should() {
    // With the rules that it names.
    promtool(["check", "config"], &deployed("prometheus/prometheus.yml"));
    promtool(["test", "rules"], &deployed("prometheus/alerts.test.yml"));
}

#[track_caller]
fn promtool(what: [&str; 2], file: &Path) {
    let promtool = programs::find("promtool").expect("promtool: `cargo xtask test` installs it, or says what to type");
    let output = Command::new(&promtool).args(what).arg(file).output().expect("promtool");
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}
