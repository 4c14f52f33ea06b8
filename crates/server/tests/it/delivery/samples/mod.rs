//! The receivers of `docs/samples/webhooks`, each as a process of its own, told by a real server.

mod process;

use serde_json::{Value, json};
use standardwebhooks::Webhook;
use switchroom_server::app::Parts;
use switchroom_testkit::{Answer, Client, Server};

use self::process::{Language, Receiver};
use crate::scene::{id, post, rooms};

const OLD_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const FOREIGN_SECRET: &str = "whsec_rfZp0JHXjVCZzQG9Q3ZdWZvN0GRqTwYX";
/// A receiver takes what was signed in the last five minutes.
const TOO_OLD_SECONDS: i64 = 310;

#[tokio::test(flavor = "multi_thread")]
async fn python() {
    is_told_once(Language::Python).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn javascript() {
    is_told_once(Language::JavaScript).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn go() {
    is_told_once(Language::Go).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ruby() {
    is_told_once(Language::Ruby).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn php() {
    is_told_once(Language::Php).await;
}

/// A receiver handles real deliveries once, refuses forged ones, and knows after a restart what it had accepted.
async fn is_told_once(language: Language) {
    let folder = tempfile::tempdir().expect("a folder");
    let secrets = format!("{SECRET} {OLD_SECRET}");
    let Some(receiver) = Receiver::start(language, folder.path(), &secrets).await else { return };
    let sender = Client::new(receiver.address);
    let real = handles_what_a_server_tells(&receiver).await;
    refuses_what_is_forged(&sender).await;

    // Signed with the secret before, and once more; then an event that an earlier node was late with; then a later one.
    for (id, sequence) in [("evt_a", 5), ("evt_a", 5), ("evt_b", 4), ("evt_c", 6)] {
        tell(&sender, id, sequence, OLD_SECRET, 0).await.expect(204);
    }
    let handled = receiver.wait_for(real + 3).await;
    assert_eq!(handled[real..], ["evt_a message.created", "evt_b message.created late", "evt_c message.created"]);

    receiver.kill().await;
    let receiver = Receiver::start(language, folder.path(), &secrets).await.expect("it was there before");
    let sender = Client::new(receiver.address);
    for (id, sequence) in [("evt_c", 6), ("evt_d", 3), ("evt_e", 7)] {
        tell(&sender, id, sequence, SECRET, 0).await.expect(204);
    }
    let mut handled = receiver.wait_until(|handled| handled.last().is_some_and(|last| last.starts_with("evt_e"))).await;
    // What it was just handling when it was killed, it handles again.
    handled.retain(|line| !line.starts_with("evt_c"));
    assert_eq!(handled, ["evt_d message.created late", "evt_e message.created"]);
    receiver.kill().await;
}

/// Tells the receiver of real events, and of all of them once more. Answers how many there are.
async fn handles_what_a_server_tells(receiver: &Receiver) -> usize {
    let server = Server::start().await;
    let admin = &server.admin;
    let url = format!("http://{}/", receiver.address);
    let new = json!({"url": url, "events": ["message.created"], "secret": SECRET, "retry_schedule_ms": [20]});
    let hook = id(&admin.post("/v1/webhooks", new).send().await.expect(201));
    for room in rooms(admin, 2).await {
        for text in ["one", "Größe 🦊", "three"] {
            post(admin, &room, text).await;
        }
    }
    let mut handled = receiver.wait_for(6).await;
    let feed = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    let events = feed["events"].as_array().expect("events").iter().filter(|event| event["type"] == "message.created");
    let mut told: Vec<String> = events.map(|event| format!("evt_{} message.created", event["id"].as_str().expect("an id"))).collect();
    handled.sort();
    told.sort();
    assert_eq!(handled, told);

    let job = admin.post(&format!("/v1/webhooks/{hook}/replay"), json!({"after": 0})).send().await.expect(202);
    let path = format!("/v1/webhooks/{hook}/replays/{}", job["job"].as_str().expect("a job"));
    while admin.get(&path).send().await.expect(200)["state"] != "done" {
        tokio::task::yield_now().await;
    }
    server.stop().await;
    told.len()
}

async fn refuses_what_is_forged(sender: &Client) {
    for (secret, age) in [(FOREIGN_SECRET, 0), (SECRET, TOO_OLD_SECONDS), (SECRET, -TOO_OLD_SECONDS)] {
        tell(sender, "evt_forged", 1, secret, age).await.expect(401);
    }
    sender.post("/", body()).header("switchroom-sequence", "1").send().await.expect(401);
    let other = signed(sender, "evt_forged", 1, SECRET, 0).bytes("application/json", json!({"type": "another"}).to_string());
    other.send().await.expect(401);
}

/// Tells a receiver of an event, as if it were signed `age` seconds ago.
async fn tell(sender: &Client, id: &str, sequence: i64, secret: &str, age: i64) -> Answer {
    signed(sender, id, sequence, secret, age).send().await
}

fn signed(sender: &Client, id: &str, sequence: i64, secret: &str, age: i64) -> switchroom_testkit::Request {
    let seconds = Parts::default().clock.now().0 / 1_000_000 - age;
    let signature = Webhook::new(secret).expect("a secret").sign(id, seconds, body().to_string().as_bytes()).expect("a signature");
    sender
        .post("/", body())
        .header("webhook-id", id)
        .header("webhook-timestamp", &seconds.to_string())
        .header("webhook-signature", &signature)
        .header("switchroom-sequence", &sequence.to_string())
}

fn body() -> Value {
    json!({"type": "message.created", "room_id": "0199b5ad-e800-7000-8000-000000000001"})
}
