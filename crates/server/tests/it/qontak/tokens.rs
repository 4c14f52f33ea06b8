//! `/oauth/token`: the password grant, and refreshing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use http::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Server};

use super::INTERACTIONS;
use super::forms::Form;
use crate::scene::user;
use crate::transcript::Transcript;

const TOKEN: &str = "/oauth/token";
const EVERYWHERE: [&str; 3] = [TOKEN, "/api/open/v1/oauth/token", "/qontak/chat/v1/oauth/token"];

/// A registered program: its id and secret.
pub(super) async fn program(admin: &Client) -> (String, String) {
    let client = admin.post("/v1/oauth-clients", json!({"name": "An integration"})).send().await.expect(201);
    let text = |field: &str| client[field].as_str().expect("text").to_owned();
    (text("id"), text("secret"))
}

fn password_grant<'a>((id, secret): &'a (String, String), username: &'a str, password: &'a str) -> [(&'static str, &'a str); 5] {
    [("grant_type", "password"), ("client_id", id), ("client_secret", secret), ("username", username), ("password", password)]
}

async fn refresh(client: &Client, (id, secret): &(String, String), token: &str) -> Answer {
    let body = json!({"grant_type": "refresh_token", "client_id": id, "client_secret": secret, "refresh_token": token});
    client.post(TOKEN, body).send().await
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().unwrap_or_else(|| panic!("no {field} in {body}"))
}

/// Whether the token is taken.
async fn lets_in(client: &Client, token: &str) -> bool {
    client.with_token(token).get("/v1/me").send().await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_granted_in_every_form_and_place() {
    let server = Server::start().await;
    let program = program(&server.admin).await;
    server
        .admin
        .post("/v1/users", json!({"username": "budi", "email": "budi@example.com", "password": "kata-sandi-lama", "roles": ["manager"]}))
        .send()
        .await
        .expect(201);
    for (i, form) in Form::EVERY.into_iter().enumerate() {
        for name in ["budi", "budi@example.com"] {
            let answer = form.send(&server.client(), Method::POST, EVERYWHERE[i], &password_grant(&program, name, "kata-sandi-lama")).await;
            assert_eq!(answer.headers["cache-control"], "no-store");
            let granted = answer.expect(201);
            assert_eq!(granted["token_type"], "Bearer");
            assert!(granted["expires_in"].as_i64().is_some_and(|seconds| seconds > 3600), "{granted}");
            assert!(granted["created_at"].as_i64().is_some_and(|seconds| seconds > 1_500_000_000 && seconds < 10_000_000_000), "{granted}");
            let keys: Vec<&str> = granted.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(keys, ["access_token", "created_at", "expires_in", "refresh_token", "token_type"]);
            // A manager may set webhooks with it; the refresh token is good for nothing but refreshing.
            let bearer = server.client().with_token(text(&granted, "access_token"));
            bearer.get(INTERACTIONS).send().await.expect(200);
            let refused = server.client().with_token(text(&granted, "refresh_token")).get(INTERACTIONS).send().await;
            assert_eq!(refused.expect(401)["status"], "error");
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_tokens_change_with_every_refresh() {
    let server = Server::start().await;
    let anybody = server.client();
    let program = program(&server.admin).await;
    user(&server.admin, "budi", "agent").await;
    let granted = Form::Json.send(&anybody, Method::POST, TOKEN, &password_grant(&program, "admin", "admin-password")).await.expect(201);
    let (first, refresh_token) = (text(&granted, "access_token"), text(&granted, "refresh_token"));
    assert!(lets_in(&anybody, first).await);
    let again = refresh(&anybody, &program, refresh_token).await.expect(201);
    assert_ne!(text(&again, "access_token"), first);
    assert_ne!(text(&again, "refresh_token"), refresh_token);
    assert!(lets_in(&anybody, text(&again, "access_token")).await);
    assert!(!lets_in(&anybody, first).await);
    // It is good once.
    let reused = refresh(&anybody, &program, refresh_token).await;
    assert_eq!(reused.expect(400)["error"], "invalid_grant");
    // An access token refreshes nothing, nor does another program's.
    let wrong = refresh(&anybody, &program, text(&again, "access_token")).await;
    assert_eq!(wrong.expect(400)["error"], "invalid_grant");
    let mut current = text(&again, "refresh_token").to_owned();
    for _ in 0..3 {
        let next = refresh(&anybody, &program, &current).await.expect(201);
        text(&next, "refresh_token").clone_into(&mut current);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_refresh_at_once_one_is_granted_tokens() {
    let server = Server::start().await;
    let anybody = server.client();
    let program = program(&server.admin).await;
    for _ in 0..5 {
        let granted =
            Form::Json.send(&anybody, Method::POST, TOKEN, &password_grant(&program, "admin", "admin-password")).await.expect(201);
        let answers = join_all((0..8).map(|_| refresh(&anybody, &program, text(&granted, "refresh_token")))).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 400, 400, 400, 400, 400, 400, 400]);
        let winner = answers.iter().find(|answer| answer.status == 201).expect("one");
        assert!(lets_in(&anybody, &winner.text("access_token")).await);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_may_name_itself_as_basic() {
    let server = Server::start().await;
    let (id, secret) = program(&server.admin).await;
    let basic = |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let ask = |authorization: String| {
        let body = json!({"grant_type": "password", "username": "admin", "password": "admin-password"});
        server.client().post(TOKEN, body).header("authorization", &authorization).send()
    };
    ask(basic(&id, &secret)).await.expect(201);
    for wrong in
        [basic(&id, "wrong"), basic("", ""), "Basic ???".to_owned(), "Basic".to_owned(), format!("Basic {}", STANDARD.encode(b"\xff:\xff"))]
    {
        let answer = ask(wrong.clone()).await;
        assert!(answer.headers["www-authenticate"].to_str().expect("text").starts_with("Basic"));
        assert_eq!(answer.expect(401)["error"], "invalid_client", "{wrong}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_denial() {
    let server = Server::foretold().await;
    let anybody = server.client();
    let program = program(&server.admin).await;
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    let whole = json!({"grant_type": "password", "client_id": program.0, "client_secret": program.1, "username": "admin", "password": "admin-password"});
    let with = |field: &str, value: Value| {
        let mut body = whole.clone();
        body[field] = value;
        Some(body)
    };
    let without = |field: &str| {
        let mut body = whole.clone();
        body.as_object_mut().expect("an object").remove(field);
        Some(body)
    };
    t.note("Granted, and refreshed.");
    let granted = t.ask(&anybody, "POST", TOKEN, Some(whole.clone())).await;
    let refreshing = json!({"grant_type": "refresh_token", "client_id": program.0, "client_secret": program.1, "refresh_token": granted["refresh_token"]});
    t.ask(&anybody, "POST", TOKEN, Some(refreshing.clone())).await;
    t.ask(&anybody, "POST", TOKEN, Some(refreshing)).await;
    t.note("Denied.");
    for field in ["grant_type", "client_id", "client_secret", "username", "password"] {
        t.ask(&anybody, "POST", TOKEN, without(field)).await;
    }
    for (field, value) in [
        ("grant_type", json!("client_credentials")),
        ("client_id", json!("nobody")),
        ("client_secret", json!("wrong")),
        ("username", json!("nobody")),
        ("password", json!("wrong")),
        ("password", json!({"a": 1})),
    ] {
        t.ask(&anybody, "POST", TOKEN, with(field, value)).await;
    }
    t.ask(&anybody, "POST", TOKEN, None).await;
    t.ask(&anybody, "POST", TOKEN, Some(json!([]))).await;
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}

/// A program that is forgotten, and a user who may do nothing any more.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_gone_is_granted_nothing() {
    let server = Server::start().await;
    let anybody = server.client();
    let program = program(&server.admin).await;
    let new = json!({"username": "budi", "password": "kata-sandi-lama", "roles": ["agent"]});
    let user = crate::scene::id(&server.admin.post("/v1/users", new).send().await.expect(201));
    let ask = async || Form::Json.send(&anybody, Method::POST, TOKEN, &password_grant(&program, "budi", "kata-sandi-lama")).await;
    let granted = ask().await.expect(201);
    server.admin.patch(&format!("/v1/users/{user}"), json!({"active": false})).send().await.expect(200);
    assert!(!lets_in(&anybody, text(&granted, "access_token")).await);
    assert_eq!(ask().await.expect(400)["error"], "invalid_grant");
    assert_eq!(refresh(&anybody, &program, text(&granted, "refresh_token")).await.expect(400)["error"], "invalid_grant");
    server.admin.delete(&format!("/v1/oauth-clients/{}", program.0)).send().await.expect(204);
    assert_eq!(ask().await.expect(401)["error"], "invalid_client");
    server.stop().await;
}
