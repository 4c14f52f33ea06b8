//! One's own account.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use switchroom_server::config::Layer;
use switchroom_testbed::Smtp;
use switchroom_testkit::{Answer, Client, Server};

use super::{issued, log_in, problem, told};
use crate::scene::id;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

async fn change(client: &Client, current: &str, new: &str) -> Answer {
    client.request(Method::PUT, "/v1/me/password").json(&json!({"current": current, "new": new})).send().await
}

/// Settings with a mail server.
pub(super) fn mailing(smtp: &Smtp) -> Layer {
    Layer {
        smtp_url: Some(format!("smtp://127.0.0.1:{}", smtp.port())),
        mail_from: Some("switchroom@example.com".to_owned()),
        ..Layer::default()
    }
}

/// The mails of a server, as soon as there are so many.
pub(super) async fn mails(smtp: &Smtp, count: usize) -> Vec<Value> {
    let coming = async {
        while smtp.mails().len() < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, coming).await.expect("the mails in time");
    smtp.mails().iter().map(|mail| serde_json::from_str(mail).expect("JSON")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_edits_oneself() {
    let server = Server::start().await;
    let new = json!({"username": "ann", "password": "their-password", "roles": ["agent"]});
    let user = id(&server.admin.post("/v1/users", new).send().await.expect(201));
    let ann = issued(&server.admin, "user_id", &user, &["all"]).await;
    let edit = json!({"name": "Ann Lee", "email": "ann@example.com", "available": true, "status": "busy", "status_text": "at lunch"});
    let edited = ann.patch("/v1/me", edit.clone()).send().await.expect(200);
    for (field, value) in edit.as_object().expect("an object") {
        assert_eq!(edited[field], *value, "{field}");
    }
    assert_eq!(ann.patch("/v1/me", json!({"email": null})).send().await.expect(200).get("email"), None);
    for wrong in [json!({"roles": ["admin"]}), json!({"active": false}), json!({"password": "their-password"}), json!({"name": ""})] {
        assert!(ann.patch("/v1/me", wrong.clone()).send().await.status.is_client_error(), "{wrong}");
    }
    assert_eq!(ann.get("/v1/me").send().await.expect(200)["user"]["name"], "Ann Lee");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_by_who_knows_it() {
    let smtp = Smtp::start(None).expect("a mail server");
    let server = Server::with_settings(mailing(&smtp)).await;
    let client = server.client();
    let new = json!({"username": "ann", "email": "ann@example.com", "password": "their-password", "roles": ["agent"]});
    server.admin.post("/v1/users", new).send().await.expect(201);
    let signed_in = async || client.with_token(&log_in(&client, "ann", "their-password").await.text("token"));
    let (here, there) = (signed_in().await, signed_in().await);
    for (current, new, field) in [
        ("wrong-password", "another-password", "current"),
        ("their-password", "too short", "new"),
        ("their-password", "password1234", "new"),
    ] {
        let refused = change(&here, current, new).await;
        assert_eq!((told(&refused), refused.text("field")), (problem(422, "invalid"), field.to_owned()), "{current} {new}");
    }
    there.get("/v1/me").send().await.expect(200);
    change(&here, "their-password", "another-password").await.expect(204);
    here.get("/v1/me").send().await.expect(200);
    assert_eq!(told(&there.get("/v1/me").send().await), problem(401, "invalid_token"));
    assert_eq!(log_in(&client, "ann", "their-password").await.status, 401);
    log_in(&client, "ann", "another-password").await.expect(201);
    let mails = mails(&smtp, 1).await;
    assert_eq!(
        (&mails[0]["recipients"], &mails[0]["headers"]["subject"]),
        (&json!(["ann@example.com"]), &json!("Your password was changed"))
    );
    assert!(!mails[0].to_string().contains("another-password"));
    let events = server.admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    let mut events = events["events"].as_array().expect("events").iter();
    assert!(events.clone().all(|event| !event.to_string().contains("argon2")));
    assert!(events.any(|event| event["type"] == "user.updated" && event["data"]["changes"]["password"] == json!({})), "{events:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_cannot_guess_without_end() {
    let server = Server::foretold().await;
    let client = server.client();
    let session = client.with_token(&log_in(&client, "admin", "admin-password").await.text("token"));
    for _ in 0..10 {
        assert_eq!(change(&session, "wrong-password", "another-password").await.status, 422);
    }
    assert_eq!(told(&change(&session, "admin-password", "another-password").await), problem(429, "too_many_logins"));
    log_in(&client, "admin", "admin-password").await.expect(201);
    let narrow = server.admin.post("/v1/tokens", json!({"scopes": ["rooms:read"]})).send().await.expect(201);
    server.clock().advance_seconds(900);
    let narrow = client.with_token(narrow["secret"].as_str().expect("a secret"));
    assert_eq!(change(&narrow, "admin-password", "another-password").await.status, 403);
    server.stop().await;
}
