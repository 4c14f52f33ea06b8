//! `switchroom copy`: from one node on SQLite to nodes on PostgreSQL.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use switchroom_testbed::{Postgres, database_of};
use switchroom_testkit::{Process, ProcessOptions, Received, Sink};
use tokio::process::{Child, Command};

use crate::scene::{post, rooms};
use crate::webhooks::subscribe;

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const MESSAGES: usize = 12;
const IN_TIME: Duration = Duration::from_secs(60);

/// What a run of the binary came to.
struct Ended {
    ok: bool,
    out: String,
    err: String,
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(BINARY);
    command.args(arguments).current_dir(folder).env_remove("SWITCHROOM_DATABASE").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn().expect("the binary")
}

async fn run(folder: &Path, arguments: &[&str]) -> Ended {
    let output =
        tokio::time::timeout(IN_TIME, start(folder, arguments).wait_with_output()).await.expect("it stands still").expect("output");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ended { ok: output.status.success(), out: text(output.stdout), err: text(output.stderr) }
}

/// How often each text was accepted by the sink.
fn accepted(received: &[Received]) -> HashMap<String, usize> {
    let mut texts = HashMap::new();
    for delivery in received.iter().filter(|delivery| delivery.answered == 200) {
        *texts.entry(delivery.json()["data"]["message"]["text"].as_str().expect("a text").to_owned()).or_default() += 1;
    }
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_goes_on_after_moving_to_postgresql() {
    let folder = tempfile::tempdir().expect("folder");
    let sqlite = format!("sqlite:{}", folder.path().join("switchroom.db").display());
    let postgres = Postgres::shared().create_database().expect("a database");
    let copy: &[&str] = &["copy", "--from", &sqlite, "--to", &postgres];
    let options = ProcessOptions { database: Some(sqlite.clone()), ..ProcessOptions::default() };
    let process = Process::start(BINARY, folder.path(), &options).await;
    let admin = process.admin();
    // What is said in the first room is refused for now: it is parked when the server is stopped.
    let sink = Sink::start().await;
    let moved = Arc::new(AtomicBool::new(false));
    let has_moved = Arc::clone(&moved);
    sink.answer_with(move |body| {
        let refused = body["data"]["message"]["text"].as_str().is_some_and(|text| text.starts_with("first"));
        if refused && !has_moved.load(Ordering::SeqCst) { 500 } else { 200 }
    });
    let (_, secret) = subscribe(&admin, &sink, json!({"retry_schedule_ms": [200]})).await;
    let rooms = rooms(&admin, 2).await;
    for number in 0..MESSAGES {
        post(&admin, &rooms[0], &format!("first {number}")).await;
        post(&admin, &rooms[1], &format!("second {number}")).await;
    }
    sink.wait_until(|all| accepted(all).len() == MESSAGES && all.iter().any(|delivery| delivery.answered == 500)).await;
    let feed = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    let refused = run(folder.path(), copy).await;
    assert!(!refused.ok && refused.err.contains("stop the server"), "{}", refused.err);
    process.stop_without_faults().await;

    killed_in_the_middle(folder.path(), copy, &postgres).await;
    let key = std::fs::read_to_string(folder.path().join("switchroom.key")).expect("the key");
    let environment = vec![("SWITCHROOM_KEY".to_owned(), key)];
    let unfinished = run(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--database", &postgres]).await;
    assert!(!unfinished.ok && unfinished.err.contains("unfinished copy"), "{}", unfinished.err);
    let copied = run(folder.path(), copy).await;
    assert!(copied.ok && copied.out.contains("Both sides are equal"), "{}{}", copied.out, copied.err);
    assert!(copied.err.contains("an earlier run has copied") && copied.out.contains("switchroom.key"), "{}{}", copied.out, copied.err);
    let again = run(folder.path(), copy).await;
    assert!(!again.ok && again.err.contains("not empty"), "{}", again.err);
    let verify = [copy, &["--verify-only"]].concat();
    let verified = run(folder.path(), &verify).await;
    assert!(verified.ok && verified.out.contains("Both sides are equal"), "{}{}", verified.out, verified.err);

    moved.store(true, Ordering::SeqCst);
    let options = ProcessOptions { database: Some(postgres.clone()), environment };
    let process = Process::start(BINARY, folder.path(), &options).await;
    let admin = process.admin();
    assert_eq!(admin.get("/v1/events?after=0&limit=1000").send().await.expect(200), feed);
    // The parked room goes on where it stood, the other with what is new.
    post(&admin, &rooms[0], "first last").await;
    post(&admin, &rooms[1], "second last").await;
    let received = sink.wait_until(|all| accepted(all).len() == 2 * (MESSAGES + 1)).await;
    let verifier = standardwebhooks::Webhook::new(&secret).expect("a secret");
    let last = received.last().expect("a delivery");
    verifier.verify(&last.body, &last.headers).expect("the signature");
    let again: Vec<_> = accepted(&received).into_iter().filter(|(_, times)| *times > 1).collect();
    assert!(again.is_empty(), "delivered again: {again:?}");
    process.stop_without_faults().await;

    let differs = run(folder.path(), &verify).await;
    assert!(!differs.ok && differs.err.contains("both sides differ in"), "{}", differs.err);
}

/// Runs the copy until it writes the log, and kills it there.
async fn killed_in_the_middle(folder: &Path, copy: &[&str], postgres: &str) {
    let server = Postgres::shared();
    let sql = |statement: &str| server.sql(database_of(postgres), statement).expect("a statement");
    assert!(run(folder, &["migrate", "--database", postgres]).await.ok);
    sql("CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END';
         CREATE TRIGGER stand_still BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION stand_still()");
    let mut copying = start(folder, copy);
    let standing = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
    while sql(standing).is_empty() {
        assert!(copying.try_wait().expect("a status").is_none(), "it ended before it wrote the log");
        tokio::task::yield_now().await;
    }
    copying.kill().await.expect("killed");
    sql(&format!("SELECT pg_terminate_backend(pid, 10000) FROM ({standing}) AS standing"));
    sql("DROP FUNCTION stand_still CASCADE");
}
