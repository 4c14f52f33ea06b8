//! Visitors whom the site vouches for.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use switchroom_testkit::{Client, Server};

use crate::scene::{channel, user};

async fn new_secret(admin: &Client, channel: &str) -> String {
    let answer = admin.post(&format!("/v1/channels/{channel}/identity-secret"), json!({})).send().await.expect(200);
    answer["secret"].as_str().expect("a secret").to_owned()
}

fn sign(secret: &str, id: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key").chain_update(id);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn register(server: &Server, channel: &str, body: Value) -> switchroom_testkit::Answer {
    server.client().post(&format!("/v1/channels/{channel}/visitors"), body).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_vouched_for_is_the_same_contact_again() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    let secret = new_secret(&server.admin, &web).await;
    let known = json!({"name": "Ana", "identity": {"id": "user-1", "signature": sign(&secret, "user-1")}});
    let first = register(&server, &web, known.clone()).await.expect(201);
    let again = register(&server, &web, json!({"identity": known["identity"]})).await.expect(201);
    assert_eq!(first["contact"]["id"], again["contact"]["id"]);
    assert_eq!(again["contact"]["name"], "Ana");
    assert_ne!(first["token"], again["token"]);
    let ana = server.client().with_token(again["token"].as_str().expect("a token"));
    ana.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201);
    let stranger = register(&server, &web, json!({"name": "Ana"})).await.expect(201);
    assert_ne!(first["contact"]["id"], stranger["contact"]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_taken_for_somebody_else() {
    let server = Server::start().await;
    let (web, other) = (channel(&server.admin, "web").await, channel(&server.admin, "web").await);
    let unset = json!({"identity": {"id": "user-1", "signature": "00"}});
    assert_eq!(register(&server, &web, unset).await.expect(403)["code"], "wrong_signature");
    let secret = new_secret(&server.admin, &web).await;
    let others = new_secret(&server.admin, &other).await;
    for wrong in [
        json!(null),
        json!(""),
        json!("zz"),
        json!(sign(&secret, "user-2")),
        json!(sign(&others, "user-1")),
        json!(&sign(&secret, "user-1")[..62]),
    ] {
        let refused = register(&server, &web, json!({"identity": {"id": "user-1", "signature": wrong}})).await.expect(403);
        assert_eq!(refused["code"], "wrong_signature", "{wrong}");
    }
    register(&server, &web, json!({"identity": {"id": "user-1"}})).await.expect(403);
    let blank = json!({"identity": {"id": " ", "signature": sign(&secret, " ")}});
    assert_eq!(register(&server, &web, blank).await.expect(422)["field"], "handle");

    let signed = json!({"identity": {"id": "user-1", "signature": sign(&secret, "user-1")}});
    register(&server, &web, signed.clone()).await.expect(201);
    new_secret(&server.admin, &web).await;
    register(&server, &web, signed).await.expect(403);
    let contacts = server.admin.get("/v1/contacts").send().await.expect(200);
    assert_eq!(contacts["contacts"].as_array().expect("contacts").len(), 1, "{contacts}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_may_take_only_who_is_vouched_for() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    server.admin.patch(&format!("/v1/channels/{web}"), json!({"widget": {"identity_required": true}})).send().await.expect(200);
    assert_eq!(register(&server, &web, json!({"name": "Ana"})).await.expect(403)["code"], "identity_required");
    let secret = new_secret(&server.admin, &web).await;
    register(&server, &web, json!({"identity": {"id": "1", "signature": sign(&secret, "1")}})).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_shown_once_and_to_who_manages_channels() {
    let server = Server::start().await;
    let (web, api) = (channel(&server.admin, "web").await, channel(&server.admin, "api").await);
    let path = format!("/v1/channels/{web}/identity-secret");
    let (_, agent) = user(&server.admin, "agent", "agent").await;
    agent.post(&path, json!({})).send().await.expect(403);
    server.admin.post(&format!("/v1/channels/{api}/identity-secret"), json!({})).send().await.expect(422);
    let ask = async || server.admin.post(&path, json!({})).header("idempotency-key", "once").send().await.expect(200);
    assert_eq!(ask().await, ask().await);
    let secret = ask().await["secret"].as_str().expect("a secret").to_owned();
    let told = server.admin.get(&format!("/v1/channels/{web}")).send().await;
    assert_eq!(told.json()["has_identity_secret"], true);
    let log = server.admin.get("/v1/events?after=0").send().await;
    for answer in [told, log] {
        assert!(!String::from_utf8_lossy(&answer.body).contains(&secret), "{answer:?}");
    }
}
