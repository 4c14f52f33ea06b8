//! Logging in and out.

use serde_json::json;
use switchroom_testkit::Server;

use super::{log_in, own_id, problem, told};
use crate::scene::id;

const DAY: i64 = 24 * 60 * 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lasts_until_one_logs_out() {
    let server = Server::start().await;
    let client = server.client();
    let session = log_in(&client, "ADMIN", "admin-password").await;
    assert_eq!((session.status.as_u16(), session.json()["user"]["username"].clone()), (201, json!("admin")));
    let other = log_in(&client, "admin", "admin-password").await;
    let (session, other) = (client.with_token(&session.text("token")), client.with_token(&other.text("token")));
    assert_eq!(own_id(&session).await, own_id(&server.admin).await);

    session.delete("/v1/sessions/current").send().await.expect(204);
    assert_eq!(told(&session.get("/v1/me").send().await), problem(401, "invalid_token"));
    assert_eq!(told(&session.delete("/v1/sessions/current").send().await), problem(401, "invalid_token"));
    other.get("/v1/me").send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_is_not_told_why() {
    let server = Server::start().await;
    server.admin.post("/v1/users", json!({"username": "ann", "roles": ["agent"]})).send().await.expect(201);
    let mut bodies = Vec::new();
    for (username, password) in [
        ("admin", "wrong-password"),
        ("admin", "Admin-password"),
        ("admin", ""),
        ("nobody", "admin-password"),
        ("ann", ""),
        ("", ""),
        (" x y ", "x"),
    ] {
        let refused = log_in(&server.client(), username, password).await;
        assert_eq!(told(&refused), problem(401, "wrong_credentials"), "{username} {password}");
        assert!(refused.headers.contains_key("www-authenticate"));
        bodies.push(refused.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_users_and_visitors_end_by_themselves() {
    let server = Server::foretold().await;
    let client = server.client();
    let session = client.with_token(&log_in(&client, "admin", "admin-password").await.text("token"));
    let channel = id(&server.admin.post("/v1/channels", json!({"kind": "web", "name": "Shop"})).send().await.expect(201));
    let visitor = client.post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await;
    let visitor = client.with_token(&visitor.text("token"));
    for (seconds, session_status, visitor_status) in
        [(0, 200, 200), (30 * DAY - 1, 200, 200), (1, 401, 200), (335 * DAY - 1, 401, 200), (1, 401, 401)]
    {
        server.clock().advance_seconds(seconds);
        let statuses = (session.get("/v1/me").send().await.status.as_u16(), visitor.get("/v1/me").send().await.status.as_u16());
        assert_eq!(statuses, (session_status, visitor_status), "{seconds} s later");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_active_can_do_nothing() {
    let server = Server::start().await;
    let client = server.client();
    let new = json!({"username": "ann", "password": "ann-password", "roles": ["agent"]});
    let user = id(&server.admin.post("/v1/users", new).send().await.expect(201));
    let path = format!("/v1/users/{user}");
    let token = super::issued(&server.admin, "user_id", &user, &["all"]).await;
    let session = client.with_token(&log_in(&client, "ann", "ann-password").await.text("token"));
    for active in [false, true, false] {
        server.admin.patch(&path, json!({"active": active})).send().await.expect(200);
        for client in [&token, &session] {
            let status = client.get("/v1/rooms").send().await.status;
            assert_eq!(status, if active { 200 } else { 401 }, "active: {active}");
        }
        assert_eq!(log_in(&client, "ann", "ann-password").await.status, if active { 201 } else { 401 });
    }
    let refused = server.admin.post("/v1/tokens", json!({"user_id": user, "scopes": ["all"]})).send().await;
    assert!(refused.status.is_client_error(), "{refused:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_have_a_least_and_a_most_length() {
    let server = Server::start().await;
    let admin = own_id(&server.admin).await;
    let (most, too_long) = ("x".repeat(1_024), "x".repeat(1_025));
    let operate = |password: &str| json!({"name": "Second", "admin": {"username": "admin", "password": password}});
    for password in ["", "1234567", "äöüäöüä", too_long.as_str()] {
        let users = server.admin.post("/v1/users", json!({"username": "ann", "password": password})).send().await;
        let user = server.admin.patch(&format!("/v1/users/{admin}"), json!({"password": password})).send().await;
        let organization = server.admin.post("/v1/organizations", operate(password)).send().await;
        for answer in [users, user, organization] {
            assert_eq!((told(&answer), answer.text("field")), (problem(422, "invalid"), "password".to_owned()));
        }
    }
    log_in(&server.client(), "admin", "admin-password").await.expect(201);
    for (username, password) in [("eight", "12345678"), ("umlauts", "äöüäöüäö"), ("most", &most)] {
        server.admin.post("/v1/users", json!({"username": username, "password": password})).send().await.expect(201);
        log_in(&server.client(), username, password).await.expect(201);
    }
    server.admin.patch(&format!("/v1/users/{admin}"), json!({"password": "new-password"})).send().await.expect(200);
    assert_eq!(log_in(&server.client(), "admin", "admin-password").await.status, 401);
    log_in(&server.client(), "admin", "new-password").await.expect(201);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn user_names_are_one_whatever_their_case() {
    let server = Server::start().await;
    let new = |username: &str| server.admin.post("/v1/users", json!({"username": username, "password": "12345678"})).send();
    assert_eq!(new("Änne").await.expect(201)["username"], "änne");
    for username in ["Änne", "änne", "ÄNNE", " änne ", "Admin"] {
        let taken = new(username).await;
        assert_eq!((told(&taken), taken.text("field")), (problem(409, "taken"), "username".to_owned()), "{username}");
    }
    for username in ["", "  ", "a b", "a\tb", "a\nb", &"x".repeat(201)] {
        assert_eq!(told(&new(username).await), problem(422, "invalid"), "{username:?}");
    }
    log_in(&server.client(), "äNNE", "12345678").await.expect(201);
    server.stop().await;
}
