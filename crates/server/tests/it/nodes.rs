//! A node among others: what they know of each other, how they start together and how one goes out of service.

use std::collections::HashSet;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use switchroom_adapters::SystemClock;
use switchroom_engine::ports::Clock as _;
use switchroom_server::config::{Layer, Switch};
use switchroom_testbed::{Nats, Postgres, PostgresOptions, database_of as name_of};
use switchroom_testkit::{Answer, Client, Engine, Process, ProcessOptions, Server, Socket, database_of};
use tokio::process::Command;

use crate::consumers;
use crate::scene::{channel, id, open_room, post, user};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two nodes on a fresh database.
async fn two(bus: Option<String>) -> (Server, Server) {
    let database = Some(Postgres::shared().create_database().expect("a database"));
    let settings = Layer { database, bus, ..Layer::default() };
    (Server::with_settings(settings.clone()).await, Server::with_settings(settings).await)
}

/// Asks until the answer is the expected one.
async fn until(client: &Client, path: &str, host: &str, expected: impl Fn(&Answer) -> bool) {
    let asking = async { while !expected(&client.get(path).header("host", host).send().await) {} };
    tokio::time::timeout(PATIENCE, asking).await.expect("the expected answer in time");
}

/// Waits for an event of that kind.
async fn hear(client: &Client, kind: &str) {
    let mut after = 0;
    loop {
        let page = client.get(&format!("/v1/events?after={after}&limit=1000&wait=30")).send().await.expect(200);
        if page["events"].as_array().expect("events").iter().any(|event| event["type"] == kind) {
            return;
        }
        after = page["next"].as_i64().expect("a number");
    }
}

/// Runs the server's program to its end, in a folder.
async fn run(folder: &Path, arguments: &[&str], environment: &[(&str, String)]) -> Output {
    let mut command = Command::new(BINARY);
    command.args(arguments).current_dir(folder).env_remove("SWITCHROOM_KEY").envs(environment.iter().cloned());
    command.output().await.expect("output")
}

async fn nodes_know_what_the_others_did(one: Server, two: Server) {
    // What the log says.
    let channel = channel(&one.admin, "api").await;
    let hearing = tokio::time::timeout(PATIENCE, hear(&two.admin, "room.created"));
    let (heard, _) = tokio::join!(hearing, open_room(&one.admin, &channel, "ann"));
    heard.expect("the event in time");
    // What was done for a key.
    let room = id(&open_room(&one.admin, &channel, "bob").await);
    let post = async |node: &Server| {
        let message = node.admin.post(&format!("/v1/rooms/{room}/messages"), json!({"text": "once"}));
        message.header("idempotency-key", "once").send().await.expect(201)
    };
    assert_eq!(post(&one).await["id"], post(&two).await["id"]);
    // Who types.
    let mut socket = Socket::open(&two.admin).await;
    socket.send(json!({"type": "subscribe", "room_id": room})).await;
    socket.next_of("subscribed").await;
    let (typist, typing) = user(&one.admin, "tom", "agent").await;
    typing.post(&format!("/v1/rooms/{room}/typing"), json!({"typing": true})).send().await.expect(204);
    let told = tokio::time::timeout(PATIENCE, socket.next_of("typing")).await.expect("typing in time");
    assert_eq!((&told["room_id"], &told["person"]["id"]), (&json!(room), &json!(typist)));
    // Who looks at what.
    typing.post(&format!("/v1/rooms/{room}/viewing"), json!({"viewing": true})).send().await.expect(204);
    let told = tokio::time::timeout(PATIENCE, socket.next_of("viewing")).await.expect("viewing in time");
    assert_eq!((&told["room_id"], &told["person"]["id"]), (&json!(room), &json!(typist)));
    // Who was seen, before it is written down.
    let (ann, client) = user(&one.admin, "ann", "agent").await;
    client.get("/v1/me").send().await.expect(200);
    until(&two.admin, &format!("/v1/users/{ann}"), "localhost", |answer| answer.json()["online"] == true).await;
    // What a token may do.
    let on_two = two.client().with_token(client.token().expect("a token"));
    on_two.get("/v1/me").send().await.expect(200);
    one.admin.patch(&format!("/v1/users/{ann}"), json!({"active": false})).send().await.expect(200);
    until(&on_two, "/v1/me", "localhost", |answer| answer.status == 401).await;
    // What a host means.
    let other = one.admin.post("/v1/organizations", json!({"name": "other", "admin": {"username": "admin"}})).send().await.expect(201);
    let number = other["organization"]["number"].as_u64().expect("a number");
    two.admin.get("/v1/me").header("host", "other.example").send().await.expect(200);
    one.admin.request(http::Method::PUT, &format!("/v1/organizations/{number}/hosts/other.example")).send().await.expect(200);
    until(&two.admin, "/v1/me", "other.example", |answer| answer.status == 403).await;
    one.stop().await;
    two.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_know_what_the_others_did_by_postgresql() {
    let (one, two) = two(None).await;
    nodes_know_what_the_others_did(one, two).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_know_what_the_others_did_by_nats() {
    let nats = Nats::start().expect("NATS");
    let (one, two) = two(Some(nats.url())).await;
    nodes_know_what_the_others_did(one, two).await;
}

/// One consumer is read through both: whoever asks next goes on where the last one ended, and a lease counts everywhere.
#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_may_be_read_through_any_node() {
    let (one, two) = two(None).await;
    let channel = channel(&one.admin, "api").await;
    let room = id(&open_room(&one.admin, &channel, "ann").await);
    for text in 0..20 {
        post(&one.admin, &room, &text.to_string()).await;
    }
    consumers::from_the_first(&one.admin, "crm").await;
    let mut told = Vec::new();
    for (leasing, other) in [(&one, &two), (&two, &one)].into_iter().cycle() {
        let leased = consumers::lease(&leasing.admin, "crm", json!({"limit": 7})).await.expect(200);
        let Some(lease) = leased["lease"].as_str() else { break };
        assert_eq!(consumers::lease(&other.admin, "crm", json!({})).await.status, 409);
        told.extend(consumers::seqs(&leased));
        consumers::commit(&other.admin, "crm", json!({"lease": lease, "seq": leased["next"]})).await.expect(200);
    }
    let head = told.last().copied().unwrap_or_default();
    assert!(head > 20);
    assert_eq!(told, (1..=head).collect::<Vec<_>>());
    one.stop().await;
    two.stop().await;
}

/// Attempts to log in from one address are counted together: whoever has used his up at one node is soon refused at the other, which
/// alone would let him try as often again.
#[tokio::test(flavor = "multi_thread")]
async fn limits_hold_whichever_node_answers() {
    const AT_ONCE: usize = 20;
    let database = Some(Postgres::shared().create_database().expect("a database"));
    let settings = Layer { database, rate_limit: Some(Switch::On), ..Layer::default() };
    let one = Server::with_settings(settings.clone()).await;
    let two = Server::with_settings(settings).await;
    let log_in = async |node: &Server| {
        let body = json!({"username": "admin", "password": "wrong"});
        node.client().post("/v1/sessions", body).send().await.status.as_u16()
    };
    while log_in(&one).await != 429 {}
    let mut tries = 1;
    while log_in(&two).await != 429 {
        tries += 1;
    }
    assert!(tries < AT_ONCE, "{tries} tries at the second node");
    one.stop().await;
    two.stop().await;
}

/// Wrong passwords are counted together, whichever node they are shown to; and a name that is shut out at one is at the other.
#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_at_two_nodes_gets_no_more_guesses() {
    const ALONE: usize = 10;
    let (one, two) = two(None).await;
    let log_in = async |node: &Server, password: &str| {
        let body = json!({"username": "admin", "password": password});
        node.client().post("/v1/sessions", body).send().await.status.as_u16()
    };
    let mut guesses = [0, 0];
    let mut out = [false, false];
    while out != [true, true] {
        for (i, node) in [&one, &two].into_iter().enumerate() {
            match log_in(node, "wrong-password").await {
                429 => out[i] = true,
                status => {
                    assert_eq!(status, 401);
                    guesses[i] += 1;
                }
            }
        }
    }
    assert!(guesses.iter().all(|guesses| *guesses < ALONE), "{guesses:?} guesses: each node counted for itself");
    // The right password is not looked at either, and who is signed in goes on.
    assert_eq!((log_in(&one, "admin-password").await, log_in(&two, "admin-password").await), (429, 429));
    one.admin.get("/v1/me").send().await.expect(200);
    one.stop().await;
    two.stop().await;
}

/// A code is taken once, at whichever nodes it is shown at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_at_one_node() {
    use crate::access::two_factor::code;
    const PASSWORD: &str = "their-password";
    let (one, two) = two(None).await;
    let new = json!({"username": "ann", "roles": ["agent"], "password": PASSWORD});
    one.admin.post("/v1/users", new).send().await.expect(201);
    let log_in = async |node: &Server, totp: Option<&str>| {
        let body = json!({"username": "ann", "password": PASSWORD, "totp": totp});
        node.client().post("/v1/sessions", body).send().await
    };
    let session = one.client().with_token(&log_in(&one, None).await.text("token"));
    let begun = session.post("/v1/me/totp", json!({"password": PASSWORD})).send().await.expect(201);
    let secret = begun["secret"].as_str().expect("a secret");
    let seconds = SystemClock.now().0 / 1_000_000;
    session.post("/v1/me/totp/confirm", json!({"code": code(secret, seconds, 0)})).send().await.expect(200);
    assert_eq!(log_in(&two, None).await.text("code"), "totp_required");
    let next = code(secret, seconds, 1);
    let answers = join_all([&one, &two, &one, &two].map(|node| log_in(node, Some(&next)))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.status == 201 || answer.text("code") == "wrong_totp"), "{answers:?}");
    one.stop().await;
    two.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_together_make_one_first_admin_and_one_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Postgres::shared().create_database().expect("a database");
    // Neither a key nor a password is given: both are made, once.
    let options = ProcessOptions { environment: vec![("SWITCHROOM_KEY".to_owned(), String::new())], database: Some(database.clone()) };
    let nodes = join_all((0..3).map(|_| Process::start(BINARY, folder.path(), &options))).await;
    let mut admins = HashSet::new();
    for node in &nodes {
        let me = node.admin().get("/v1/me").send().await.expect(200);
        admins.insert(me["user"]["id"].as_str().expect("an id").to_owned());
    }
    assert_eq!(admins.len(), 1, "{admins:?}");
    let organizations = Postgres::shared().sql(name_of(&database), "SELECT count(*) FROM organizations").expect("a count");
    assert_eq!(organizations, "1");
    assert!(folder.path().join("data/switchroom.key").exists());

    // Elsewhere, another key would be made.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let refused = run(elsewhere.path(), &["serve", "--listen", "127.0.0.1:0", "--database", &database], &[]).await;
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("SWITCHROOM_KEY"), "{told}");
    assert!(!elsewhere.path().join("data/switchroom.key").exists());
    for node in nodes {
        node.stop_without_faults().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_cannot_reach_its_database_is_not_ready() {
    let mut postgres = Postgres::start(PostgresOptions::default()).expect("PostgreSQL");
    let database = Some(postgres.create_database().expect("a database"));
    let node = Server::with_settings(Layer { database, ..Layer::default() }).await;
    let client = node.client();
    assert_eq!(client.get("/readyz").send().await.status, 200);
    postgres.stop().expect("stopped");
    until(&client, "/readyz", "localhost", |answer| answer.status == 503).await;
    assert_eq!(client.get("/healthz").send().await.status, 200);
    postgres.start_again().expect("started");
    until(&client, "/readyz", "localhost", |answer| answer.status == 200).await;
    node.admin.get("/v1/me").send().await.expect(200);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_to_stop_refuses_nobody_before_it_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let environment = vec![("SWITCHROOM_DRAIN_SECONDS".to_owned(), "600".to_owned())];
    let node = Process::start(BINARY, folder.path(), &ProcessOptions { environment, ..ProcessOptions::default() }).await;
    let kept_alive = node.admin();
    let first = kept_alive.get("/v1/me").send().await;
    assert!(first.status == 200 && !first.headers.contains_key("connection"), "{first:?}");
    node.terminate();
    until(&node.anybody(), "/readyz", "localhost", |answer| answer.status == 503).await;
    for client in [kept_alive, node.admin()] {
        let answer = client.get("/v1/me").send().await;
        assert_eq!((answer.status.as_u16(), answer.headers["connection"].to_str().ok()), (200, Some("close")));
    }
    assert_eq!(node.anybody().get("/healthz").send().await.status, 200);
    // Whoever asks twice does not wait.
    node.stop_without_faults().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_is_brought_up_to_date_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = database_of(folder.path());
    let environment = Engine::of(&database).environment();
    for expected in ["was made", "was up to date"] {
        let output = run(folder.path(), &["migrate", "--database", &database], &environment).await;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && told.contains(expected), "{output:?}");
    }
    Process::start(BINARY, folder.path(), &ProcessOptions::default()).await.stop_without_faults().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Postgres::shared().create_database().expect("a database");
    let migrate = ["migrate", "--database", database.as_str()];
    assert!(run(folder.path(), &migrate, &[]).await.status.success());
    let newer = "INSERT INTO schema_migrations (version, name, applied_at) VALUES (999, 'of the future', now())";
    Postgres::shared().sql(name_of(&database), newer).expect("a newer schema");
    for arguments in [migrate, ["serve", "--database", database.as_str()]] {
        let refused = run(folder.path(), &arguments, &[]).await;
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && told.contains("newer version"), "{told}");
    }
}
