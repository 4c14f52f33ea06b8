//! The catalogue's examples are what a server really sends.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use switchroom_domain::EventKind;
use switchroom_server::config::Layer;
use switchroom_testkit::{Server, passed_over_without_sqlite};

use super::bodies::{Body, Hook, log};
use super::scenario::Story;

/// Set by `cargo xtask examples`: the files are written instead of compared.
const WRITE: &str = "SWITCHROOM_WRITE_EXAMPLES";

fn file(dialect: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src/event_types/examples").join(format!("{dialect}.json"))
}

fn text<'a>(event: &'a Value, field: &str) -> &'a str {
    event[field].as_str().expect("text")
}

/// The file of a dialect: of each kind of event the first body of each topic.
fn examples(log: &[Value], bodies: &BTreeMap<String, Vec<Body>>) -> String {
    let mut kinds = Vec::new();
    for kind in EventKind::EVERY {
        let mut topics = BTreeSet::new();
        let events = log.iter().filter(|event| event["type"] == kind.as_str());
        let told = events.filter_map(|event| bodies.get(text(event, "id"))).flatten();
        let first: Vec<String> = told.filter(|body| topics.insert(&body.topic)).map(line).collect();
        if !first.is_empty() {
            kinds.push(format!("\"{}\": [\n{}\n]", kind.as_str(), first.join(",\n")));
        }
    }
    format!("{{\n{}\n}}\n", kinds.join(",\n"))
}

fn line(body: &Body) -> String {
    let mut line = String::from("{");
    if let Some(topic) = &body.topic {
        let _ = write!(line, "\"topic\": \"{topic}\", ");
    }
    let _ = write!(line, "\"body\": {}}}", body.text);
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_what_is_sent() {
    // There the last event may have the next id when other tests run beside this one; which id is taken before it is not known yet.
    if passed_over_without_sqlite("ids that are the same whatever else the machine does") {
        return;
    }
    let settings = Layer { public_url: Some("https://chat.example.com".to_owned()), ..Layer::default() };
    let server = Server::foretold_with(settings).await;
    let admin = &server.admin;
    let story = Story::of(&server);
    let mut hooks = Vec::new();
    for dialect in ["native", "qontak", "rocketchat"] {
        hooks.push(Hook::make(&story, admin, dialect).await);
    }
    story.run().await;
    let log = log(admin).await;
    let kinds: BTreeSet<&str> = log.iter().map(|event| text(event, "type")).collect();
    let missing: Vec<&str> = EventKind::EVERY.iter().map(|kind| kind.as_str()).filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "the story does not tell of {missing:?}");
    let head = log.last().and_then(|event| event["seq"].as_i64()).expect("events");
    let campaign = |event: &&Value| event["type"] == "message.status_changed" && event["data"]["message"]["campaign"] == true;
    let campaign = text(log.iter().find(campaign).expect("a campaign's status"), "id");
    let resolved = text(log.iter().find(|event| event["type"] == "room.resolved").expect("a resolved room"), "id");
    for hook in &hooks {
        hook.begin(&story, admin).await;
    }
    let writes = std::env::var_os(WRITE).is_some();
    for hook in &hooks {
        hook.told(admin, head, if hook.dialect == "rocketchat" { resolved } else { campaign }).await;
        let examples = examples(&log, &hook.bodies());
        let file = file(hook.dialect);
        if writes {
            std::fs::write(&file, &examples).expect("written");
        }
        let kept = std::fs::read_to_string(&file).expect("the examples");
        let differs = || kept.lines().zip(examples.lines()).find(|(kept, sent)| kept != sent);
        assert!(kept == examples, "{} is not what is sent: run `cargo xtask examples`\n{:#?}", file.display(), differs());
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_one_for_whatever_a_dialect_tells() {
    let server = Server::start().await;
    let told = server.admin.get("/v1/event-types").send().await.expect(200);
    for event_type in told["event_types"].as_array().expect("event types") {
        for dialect in event_type["dialects"].as_array().expect("dialects") {
            let examples = dialect["examples"].as_array().expect("examples");
            let of_topics: HashSet<&Value> = examples.iter().map(|example| &example["topic"]).collect();
            let topics: HashSet<&Value> = dialect["topics"].as_array().expect("topics").iter().collect();
            let expected = if dialect["dialect"] == "native" { HashSet::from([&Value::Null]) } else { topics };
            assert_eq!(of_topics, expected, "{} in {}", event_type["type"], dialect["dialect"]);
        }
        let first = &event_type["dialects"][0];
        assert_eq!((&first["dialect"], &first["examples"][0]["body"]["type"]), (&json!("native"), &event_type["type"]));
    }
    server.stop().await;
}
