//! Names that nobody can log in by for a while.

use serde_json::json;
use switchroom_testkit::{Answer, Client, Server};

use super::{log_in, problem, told};

const QUARTER: i64 = 15 * 60;

/// Shows so many wrong passwords for a name.
async fn guess(client: &Client, name: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(told(&log_in(client, name, "wrong-password").await), problem(401, "wrong_credentials"));
    }
}

fn is_refused(answer: &Answer, seconds: &str) {
    assert_eq!(told(answer), problem(429, "too_many_logins"), "{answer:?}");
    assert_eq!(answer.headers["retry-after"], seconds);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_wrong_passwords_shut_a_name_out_for_a_quarter_of_an_hour() {
    let server = Server::foretold().await;
    let client = server.client();
    let session = client.with_token(&log_in(&client, "admin", "admin-password").await.text("token"));
    guess(&client, "admin", 9).await;
    log_in(&client, "admin", "admin-password").await.expect(201);
    for name in ["admin", "nobody"] {
        guess(&client, name, 5).await;
        guess(&client, &format!(" {} ", name.to_uppercase()), 5).await;
        is_refused(&log_in(&client, name, "admin-password").await, "900");
    }
    session.get("/v1/me").send().await.expect(200);
    let change = json!({"current": "admin-password", "new": "another-password"});
    session.request(http::Method::PUT, "/v1/me/password").json(&change).send().await.expect(204);
    server.clock().advance_seconds(QUARTER - 1);
    is_refused(&log_in(&client, "admin", "another-password").await, "1");
    server.clock().advance_seconds(1);
    log_in(&client, "admin", "another-password").await.expect(201);
    guess(&client, "nobody", 1).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dialect_counts_and_refuses() {
    let server = Server::foretold().await;
    let client = server.client();
    let oauth = server.admin.post("/v1/oauth-clients", json!({"name": "CRM"})).send().await.expect(201);
    server.admin.request(http::Method::PUT, "/v1/organizations/1/hosts/shop.example").send().await.expect(200);
    let rocketchat = |password: &str| client.post("/api/v1/login", json!({"user": "admin", "password": password})).send();
    let popsell = |password: &str| {
        let request = client.post("/api/v2/auth/login", json!({"email": "admin", "password": password}));
        request.header("x-popsell-domain", "shop.example").send()
    };
    let qontak = |password: &str| {
        let grant = json!({
            "grant_type": "password", "client_id": oauth["id"], "client_secret": oauth["secret"], "username": "admin", "password": password,
        });
        client.post("/oauth/token", grant).send()
    };
    guess(&client, "admin", 8).await;
    assert_eq!(rocketchat("wrong-password").await.status, 401);
    assert_eq!(qontak("wrong-password").await.status, 400);
    is_refused(&log_in(&client, "admin", "admin-password").await, "900");
    for refused in [rocketchat("admin-password").await, qontak("admin-password").await, popsell("admin-password").await] {
        assert_eq!((refused.status.as_u16(), refused.headers["retry-after"].as_bytes()), (429, b"900".as_slice()), "{refused:?}");
    }
    server.clock().advance_seconds(QUARTER);
    assert_eq!(rocketchat("admin-password").await.status, 200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_at_the_same_time_gets_no_more_guesses() {
    let server = Server::start().await;
    let client = server.client();
    let guesses = (0..14).map(|_| log_in(&client, "admin", "wrong-password"));
    let answers = futures_util::future::join_all(guesses).await;
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 401 | 429)), "{answers:?}");
    assert_eq!(told(&log_in(&client, "admin", "admin-password").await), problem(429, "too_many_logins"));
    server.stop().await;
}
