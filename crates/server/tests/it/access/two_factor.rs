//! Two factors: turned on and off, and asked for at every door.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;
use switchroom_engine::ports::Clock as _;
use switchroom_testkit::{Answer, Client, Server};

use super::{log_in, problem, told};
use crate::scene::id;
use crate::transcript::Transcript;

const PASSWORD: &str = "their-password";
const STEP: i64 = 30;

/// The code that a telephone shows for a secret, so many steps after `seconds`.
pub(crate) fn code(secret: &str, seconds: i64, later: i64) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).expect("base32");
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret).expect("a key");
    mac.update(&(seconds / STEP + later).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 0xf);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn seconds(server: &Server) -> i64 {
    server.clock().now().0 / 1_000_000
}

/// A code that nobody makes of now.
fn no_code(server: &Server, secret: &str) -> String {
    let now: Vec<String> = (-1..=1).map(|later| code(secret, seconds(server), later)).collect();
    (0..).map(|number| format!("{number:06}")).find(|code| !now.contains(code)).expect("a code")
}

/// An agent with a password, his id, and a session of his.
async fn agent(server: &Server) -> (String, Client) {
    let new = json!({"username": "ann", "email": "ann@example.com", "roles": ["agent"], "password": PASSWORD});
    let user = id(&server.admin.post("/v1/users", new).send().await.expect(201));
    let session = log_in(&server.client(), "ann", PASSWORD).await.text("token");
    (user, server.client().with_token(&session))
}

/// Turns two factors on; the secret and the recovery codes.
async fn turned_on(server: &Server, session: &Client) -> (String, Vec<String>) {
    let begun = session.post("/v1/me/totp", json!({"password": PASSWORD})).send().await.expect(201);
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    let confirmed = json!({"code": code(&secret, seconds(server), 0)});
    let codes = session.post("/v1/me/totp/confirm", confirmed).send().await.expect(200);
    server.clock().advance_seconds(STEP);
    (secret, codes["recovery_codes"].as_array().expect("codes").iter().map(|code| code.as_str().expect("a code").to_owned()).collect())
}

async fn log_in_with(client: &Client, totp: &str) -> Answer {
    client.post("/v1/sessions", json!({"username": "ann", "password": PASSWORD, "totp": totp})).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_beginning_to_end() {
    let server = Server::foretold().await;
    let client = server.client();
    let (user, session) = agent(&server).await;
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    let head = server.admin.get("/v1/events?after=0&limit=1000").send().await.expect(200)["next"].clone();
    t.note("Whoever knows the password gets a secret; nothing is asked for before a code was shown.");
    t.ask(&session, "POST", "/v1/me/totp", Some(json!({"password": "wrong-password"}))).await;
    let begun = session.post("/v1/me/totp", json!({"password": PASSWORD})).send().await.expect(201);
    let fields: Vec<&String> = begun.as_object().expect("fields").keys().collect();
    assert_eq!(fields, ["qr", "secret", "uri"]);
    assert!(begun["qr"].as_str().is_some_and(|qr| qr.contains("<svg")), "{begun}");
    let secret = begun["secret"].as_str().expect("a secret");
    let uri = format!("otpauth://totp/Switchroom:ann?secret={secret}&issuer=Switchroom&algorithm=SHA1&digits=6&period=30");
    assert_eq!(begun["uri"], uri);
    log_in(&client, "ann", PASSWORD).await.expect(201);
    t.ask(&session, "POST", "/v1/me/totp/confirm", Some(json!({"code": no_code(&server, secret)}))).await;
    t.ask(&session, "POST", "/v1/me/totp/recovery-codes", Some(json!({"password": PASSWORD}))).await;
    let confirm = json!({"code": code(secret, seconds(&server), 0)});
    t.ask(&session, "POST", "/v1/me/totp/confirm", Some(confirm)).await;
    t.ask(&session, "POST", "/v1/me/totp", Some(json!({"password": PASSWORD}))).await;
    t.note("From now on the password is not enough.");
    let credentials = json!({"username": "ann", "password": PASSWORD});
    t.ask(&client, "POST", "/v1/sessions", Some(credentials.clone())).await;
    let with = |totp: &str| {
        let mut body = credentials.clone();
        body["totp"] = json!(totp);
        Some(body)
    };
    t.note("The code that turned it on was taken.");
    t.ask(&client, "POST", "/v1/sessions", with(&code(secret, seconds(&server), 0))).await;
    let me = session.get("/v1/me").send().await.expect(200);
    assert_eq!(me["two_factor"], json!({"enabled": true, "recovery_codes_left": 10}));
    t.note("It can be turned off.");
    t.ask(&session, "DELETE", "/v1/me/totp", Some(json!({"password": "wrong-password"}))).await;
    t.ask(&session, "DELETE", "/v1/me/totp", Some(json!({"password": PASSWORD}))).await;
    log_in(&client, "ann", PASSWORD).await.expect(201);
    assert_eq!(session.get("/v1/me").send().await.expect(200)["two_factor"], json!({"enabled": false, "recovery_codes_left": 0}));
    t.note("The log tells of it, and nothing that lets anybody in.");
    t.ask(&server.admin, "GET", &format!("/v1/events?after={head}&types=user.updated"), None).await;
    assert!(!transcript.text().contains(secret));
    let events = server.admin.get("/v1/events?after=0&limit=1000").send().await.expect(200).to_string();
    assert!(!events.contains(secret) && events.contains(&user));
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_once_and_holds_a_step_either_way() {
    let server = Server::foretold().await;
    let client = server.client();
    let (_, session) = agent(&server).await;
    let (secret, _) = turned_on(&server, &session).await;
    let of = |later| code(&secret, seconds(&server), later);
    assert_eq!(told(&log_in_with(&client, &of(2)).await), problem(401, "wrong_totp"));
    assert_eq!(told(&log_in_with(&client, &of(-2)).await), problem(401, "wrong_totp"));
    let (now, next) = (of(0), of(1));
    log_in_with(&client, &format!(" {} {} ", &now[..3], &now[3..])).await.expect(201);
    assert_eq!(told(&log_in_with(&client, &now).await), problem(401, "wrong_totp"));
    log_in_with(&client, &next).await.expect(201);
    // Not even the one before is good any more.
    assert_eq!(told(&log_in_with(&client, &now).await), problem(401, "wrong_totp"));
    assert_eq!(told(&log_in_with(&client, "").await), problem(401, "totp_required"));
    // Of many who show the same code at the same time, one is let in.
    server.clock().advance_seconds(5 * STEP);
    let same = of(0);
    let answers = futures_util::future::join_all((0..4).map(|_| log_in_with(&client, &same))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recovery_codes_are_good_once_and_are_replaced() {
    let server = Server::foretold().await;
    let client = server.client();
    let (_, session) = agent(&server).await;
    let (_, codes) = turned_on(&server, &session).await;
    assert!(codes.len() == 10 && codes.iter().all(|code| code.len() == 9 && &code[4..5] == "-"), "{codes:?}");
    log_in_with(&client, &codes[3]).await.expect(201);
    assert_eq!(told(&log_in_with(&client, &codes[3]).await), problem(401, "wrong_totp"));
    log_in_with(&client, &codes[4].replace('-', " ").to_uppercase()).await.expect(201);
    let left = async || session.get("/v1/me").send().await.expect(200)["two_factor"]["recovery_codes_left"].clone();
    assert_eq!(left().await, 8);
    let renew = || session.post("/v1/me/totp/recovery-codes", json!({"password": PASSWORD})).header("idempotency-key", "again");
    let renewed = renew().send().await.expect(200);
    // The same request is told the same codes.
    let again = renew().send().await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!((again.expect(200), left().await), (renewed.clone(), json!(10)));
    assert_eq!(told(&log_in_with(&client, &codes[0]).await), problem(401, "wrong_totp"));
    log_in_with(&client, renewed["recovery_codes"][0].as_str().expect("a code")).await.expect(201);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_shut_a_name_out() {
    let server = Server::foretold().await;
    let client = server.client();
    let (_, session) = agent(&server).await;
    let (secret, codes) = turned_on(&server, &session).await;
    let wrong = no_code(&server, &secret);
    for _ in 0..9 {
        assert_eq!(told(&log_in_with(&client, &wrong).await), problem(401, "wrong_totp"));
        // That a code is needed is no guess, and forgets none.
        assert_eq!(told(&log_in(&client, "ann", PASSWORD).await), problem(401, "totp_required"));
    }
    assert_eq!(told(&log_in_with(&client, &wrong).await), problem(401, "wrong_totp"));
    assert_eq!(told(&log_in_with(&client, &codes[0]).await), problem(429, "too_many_logins"));
    server.clock().advance_seconds(15 * 60);
    log_in_with(&client, &codes[0]).await.expect(201);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_asks_for_it() {
    let server = Server::foretold().await;
    let client = server.client();
    let (_, session) = agent(&server).await;
    let (secret, _) = turned_on(&server, &session).await;
    let oauth = server.admin.post("/v1/oauth-clients", json!({"name": "CRM"})).send().await.expect(201);
    server.admin.request(http::Method::PUT, "/v1/organizations/1/hosts/shop.example").send().await.expect(200);
    let next = || {
        server.clock().advance_seconds(STEP);
        code(&secret, seconds(&server), 0)
    };
    let rocketchat = |more: Value| {
        let mut body = json!({"user": "ann", "password": PASSWORD});
        body.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        client.post("/api/v1/login", body)
    };
    let details = json!({"method": "totp", "codeGenerated": false, "availableMethods": ["totp"]});
    let required = json!({"status": "error", "error": "totp-required", "message": "TOTP Required", "details": details});
    assert_eq!(rocketchat(json!({})).send().await.expect(401), required);
    assert_eq!(rocketchat(json!({"code": no_code(&server, &secret)})).send().await.expect(401)["error"], "totp-invalid");
    rocketchat(json!({})).header("x-2fa-code", &next()).header("x-2fa-method", "totp").send().await.expect(200);
    rocketchat(json!({"totp": {"code": next()}})).send().await.expect(200);
    rocketchat(json!({"code": next()})).send().await.expect(200);
    let grant = json!({
        "grant_type": "password", "client_id": oauth["id"], "client_secret": oauth["secret"], "username": "ann", "password": PASSWORD,
    });
    assert_eq!(client.post("/oauth/token", grant).send().await.expect(400)["error"], "invalid_grant");
    let popsell = client.post("/api/v2/auth/login", json!({"email": "ann", "password": PASSWORD}));
    assert_eq!(popsell.header("x-popsell-domain", "shop.example").send().await.status, 401);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_keeps_it_and_a_manager_turns_it_off() {
    let server = Server::foretold().await;
    let client = server.client();
    let (user, session) = agent(&server).await;
    turned_on(&server, &session).await;
    let new = json!({"current": PASSWORD, "new": "another-password"});
    session.request(http::Method::PUT, "/v1/me/password").json(&new).send().await.expect(204);
    session.patch("/v1/me", json!({"email": "ann2@example.com"})).send().await.expect(200);
    assert_eq!(told(&log_in(&client, "ann", "another-password").await), problem(401, "totp_required"));
    server.admin.patch(&format!("/v1/users/{user}"), json!({"password": "their-password-3"})).send().await.expect(200);
    assert_eq!(told(&log_in(&client, "ann", "their-password-3").await), problem(401, "totp_required"));
    // Who manages no users cannot; nor can anybody against who may do more than he.
    let (_, colleague) = crate::scene::user(&server.admin, "bob", "agent").await;
    let path = format!("/v1/users/{user}/totp");
    assert_eq!(told(&colleague.delete(&path).send().await), problem(403, "forbidden"));
    let roles = json!({"permissions": ["user.manage"]});
    server.admin.patch("/v1/roles/guest", roles).send().await.expect(200);
    let (_, weak) = crate::scene::user(&server.admin, "gus", "guest").await;
    assert_eq!(told(&weak.delete(&path).send().await), problem(403, "forbidden"));
    server.admin.delete(&path).send().await.expect(204);
    log_in(&client, "ann", "their-password-3").await.expect(201);
    server.stop().await;
}
