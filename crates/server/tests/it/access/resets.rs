//! Passwords set with a link that was mailed.

use serde_json::{Value, json};
use switchroom_server::config::Layer;
use switchroom_testbed::Smtp;
use switchroom_testkit::{Answer, Client, Server};

use super::own_account::{mailing, mails};
use super::{log_in, problem, told};
use crate::scene::id;

const HOUR: i64 = 60 * 60;

fn settings(smtp: &Smtp) -> Layer {
    Layer { public_url: Some("https://chat.example.com/".to_owned()), ..mailing(smtp) }
}

async fn ask(client: &Client, login: &str) -> Answer {
    client.post("/v1/password-resets", json!({"login": login})).send().await
}

async fn redeem(client: &Client, token: &str, password: &str) -> Answer {
    client.post("/v1/password-resets/redeem", json!({"token": token, "password": password})).send().await
}

/// The token in a mail's link, which must begin so.
fn token(mail: &Value, link: &str) -> String {
    let text = mail["text"].as_str().expect("a text");
    let at = text.find(link).unwrap_or_else(|| panic!("no {link} in {text}")) + link.len();
    text[at..].split_whitespace().next().expect("a token").to_owned()
}

async fn ann(server: &Server) -> String {
    let new = json!({"username": "ann", "email": "ann@example.com", "password": "their-password", "roles": ["agent"]});
    id(&server.admin.post("/v1/users", new).send().await.expect(201))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_once() {
    let smtp = Smtp::start(None).expect("a mail server");
    let server = Server::foretold_with(settings(&smtp)).await;
    let client = server.client();
    let user = ann(&server).await;
    let session = client.with_token(&log_in(&client, "ann", "their-password").await.text("token"));
    for login in ["nobody", "admin"] {
        assert_eq!(ask(&client, login).await.status, 202, "{login}");
    }
    assert_eq!(ask(&client, " ").await.status, 422);
    assert_eq!(ask(&client, "ANN@example.com").await.status, 202);
    let first = token(&mails(&smtp, 1).await[0], "https://chat.example.com/app/reset#token=");
    server.clock().advance_seconds(61);
    ask(&client, "ann").await;
    let mails = mails(&smtp, 2).await;
    assert_eq!((mails.len(), &mails[1]["recipients"]), (2, &json!(["ann@example.com"])));
    let second = token(&mails[1], "https://chat.example.com/app/reset#token=");
    assert_eq!(told(&redeem(&client, &first, "another-password").await), problem(401, "invalid_token"), "only the latest counts");

    // It is good for nothing else.
    assert_eq!(told(&client.with_token(&second).get("/v1/me").send().await), problem(401, "invalid_token"));
    let me = client.get("/api/v1/me").header("x-auth-token", &second).header("x-user-id", &user).send().await;
    assert_eq!(me.status, 401);
    let weak = redeem(&client, &second, "password1234").await;
    assert_eq!((told(&weak), weak.text("field")), (problem(422, "invalid"), "password".to_owned()));
    session.get("/v1/me").send().await.expect(200);

    for _ in 0..10 {
        log_in(&client, "ann", "wrong-password").await;
    }
    redeem(&client, &second, "another-password").await.expect(204);
    assert_eq!(told(&session.get("/v1/me").send().await), problem(401, "invalid_token"));
    log_in(&client, "ann", "another-password").await.expect(201);
    assert_eq!(told(&redeem(&client, &second, "one-more-password").await), problem(401, "invalid_token"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_holds_for_an_hour_and_for_the_address_it_went_to() {
    let smtp = Smtp::start(None).expect("a mail server");
    let server = Server::foretold_with(settings(&smtp)).await;
    let client = server.client();
    let user = ann(&server).await;
    ask(&client, "ann").await;
    let late = token(&mails(&smtp, 1).await[0], "#token=");
    server.clock().advance_seconds(HOUR);
    assert_eq!(told(&redeem(&client, &late, "another-password").await), problem(401, "invalid_token"));
    ask(&client, "ann").await;
    let moved = token(&mails(&smtp, 2).await[1], "#token=");
    server.admin.patch(&format!("/v1/users/{user}"), json!({"email": "lee@example.com"})).send().await.expect(200);
    assert_eq!(told(&redeem(&client, &moved, "another-password").await), problem(401, "invalid_token"));
    server.clock().advance_seconds(61);
    ask(&client, "ann").await;
    let shut = token(&mails(&smtp, 3).await[2], "#token=");
    server.admin.patch(&format!("/v1/users/{user}"), json!({"active": false})).send().await.expect(200);
    assert_eq!(told(&redeem(&client, &shut, "another-password").await), problem(401, "invalid_token"));
    assert_eq!(told(&redeem(&client, "", "another-password").await), problem(401, "invalid_token"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_chooses_a_password() {
    let smtp = Smtp::start(None).expect("a mail server");
    let server = Server::foretold_with(settings(&smtp)).await;
    let client = server.client();
    let new = json!({"username": "ann", "email": "ann@example.com", "invite": true, "roles": ["agent"]});
    let keyed = || server.admin.post("/v1/users", new.clone()).header("idempotency-key", "once").send();
    let user = id(&keyed().await.expect(201));
    keyed().await.expect(201);
    let first = token(&mails(&smtp, 1).await[0], "https://chat.example.com/app/invite#token=");
    let again = format!("/v1/users/{user}/invite");
    // Called by a host of the organization's, the link leads there.
    server.admin.request(http::Method::PUT, "/v1/organizations/1/hosts/a.example").send().await.expect(200);
    server.admin.post(&again, json!({})).header("host", "a.example").send().await.expect(204);
    let mails = mails(&smtp, 2).await;
    assert_eq!(mails.len(), 2, "a request that is repeated invites once");
    let second = token(&mails[1], "https://a.example/app/invite#token=");
    assert_eq!(redeem(&client, &first, "first-password").await.status, 401);
    server.clock().advance_seconds(7 * 24 * HOUR - 1);
    redeem(&client, &second, "first-password").await.expect(204);
    let ann = client.with_token(&log_in(&client, "ann", "first-password").await.text("token"));
    assert_eq!(told(&ann.post(&again, json!({})).send().await), problem(403, "forbidden"));
    for (wrong, field) in [
        (json!({"username": "bob", "invite": true}), "email"),
        (json!({"username": "bob", "invite": true, "email": "bob@example.com", "password": "their-password"}), "password"),
    ] {
        let refused = server.admin.post("/v1/users", wrong).send().await;
        assert_eq!((told(&refused), refused.text("field")), (problem(422, "invalid"), field.to_owned()));
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_nobody_is_invited() {
    let server = Server::start().await;
    let user = ann(&server).await;
    let new = json!({"username": "bob", "email": "bob@example.com", "invite": true});
    assert_eq!(told(&server.admin.post("/v1/users", new.clone()).send().await), problem(409, "no_mail_server"));
    let again = server.admin.post(&format!("/v1/users/{user}/invite"), json!({})).send().await;
    assert_eq!(told(&again), problem(409, "no_mail_server"));
    assert_eq!(ask(&server.client(), "ann").await.status, 202);
    server.stop().await;
    let smtp = Smtp::start(None).expect("a mail server");
    let server = Server::with_settings(mailing(&smtp)).await;
    assert_eq!(told(&server.admin.post("/v1/users", new).send().await), problem(409, "no_public_url"));
    server.stop().await;
}
