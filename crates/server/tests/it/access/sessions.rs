//! Logging in and out.

use serde_json::json;
use switchroom_testkit::{Client, Server};

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
    let (most, too_long) = ("x".repeat(1_023) + "y", "x".repeat(1_024) + "y");
    let operate = |password: &str| json!({"name": "Second", "admin": {"username": "admin", "password": password}});
    for password in ["", "elevenchars", "äöüäöüäöüäö", "password1234", too_long.as_str()] {
        let users = server.admin.post("/v1/users", json!({"username": "ann", "password": password})).send().await;
        let user = server.admin.patch(&format!("/v1/users/{admin}"), json!({"password": password})).send().await;
        let organization = server.admin.post("/v1/organizations", operate(password)).send().await;
        for answer in [users, user, organization] {
            assert_eq!((told(&answer), answer.text("field")), (problem(422, "invalid"), "password".to_owned()));
        }
    }
    log_in(&server.client(), "admin", "admin-password").await.expect(201);
    for (username, password) in [("twelve", "exactly12chr"), ("umlauts", "äöüäöüäöüäöß"), ("most", &most)] {
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
    let new = |username: &str| server.admin.post("/v1/users", json!({"username": username, "password": "many-letters"})).send();
    assert_eq!(new("Änne").await.expect(201)["username"], "änne");
    for username in ["Änne", "änne", "ÄNNE", " änne ", "Admin"] {
        let taken = new(username).await;
        assert_eq!((told(&taken), taken.text("field")), (problem(409, "taken"), "username".to_owned()), "{username}");
    }
    for username in ["", "  ", "a b", "a\tb", "a\nb", &"x".repeat(201)] {
        assert_eq!(told(&new(username).await), problem(422, "invalid"), "{username:?}");
    }
    log_in(&server.client(), "äNNE", "many-letters").await.expect(201);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_ones_sessions_and_ends_them() {
    let server = Server::foretold().await;
    let client = server.client();
    let body = json!({"username": "admin", "password": "admin-password"});
    let long = "x".repeat(300);
    let agents = ["Firefox", long.as_str(), "curl"];
    let mut clients = Vec::new();
    for agent in agents {
        let session = client.post("/v1/sessions", body.clone()).header("user-agent", agent).send().await;
        clients.push(client.with_token(&session.text("token")));
        server.clock().advance_seconds(60);
    }
    clients[0].get("/v1/me").send().await.expect(200);
    let listed = async |client: &Client| {
        let list = client.get("/v1/sessions").send().await.expect(200);
        list["sessions"].as_array().expect("sessions").clone()
    };
    let sessions = listed(&clients[0]).await;
    let told = |name: &str| sessions.iter().map(|session| session[name].clone()).collect::<Vec<_>>();
    assert_eq!(told("user_agent"), [json!("curl"), json!("x".repeat(200)), json!("Firefox")]);
    assert_eq!(told("current"), [false, false, true]);
    assert_eq!(told("address"), ["127.0.0.1"; 3]);
    assert!(sessions[0].get("seen_at").is_none(), "{sessions:?}");
    assert!(sessions[2]["seen_at"].as_str() > sessions[0]["created_at"].as_str(), "{sessions:?}");
    assert!(sessions.iter().all(|session| session["expires_at"].as_str() > session["created_at"].as_str()));

    let curl = format!("/v1/sessions/{}", sessions[0]["id"].as_str().expect("an id"));
    clients[0].delete(&curl).send().await.expect(204);
    assert_eq!(super::told(&clients[2].get("/v1/me").send().await), problem(401, "invalid_token"));
    clients[0].delete(&curl).send().await.expect(204);
    clients[0].delete("/v1/sessions").send().await.expect(204);
    assert_eq!(clients[1].get("/v1/me").send().await.status, 401);
    assert_eq!(listed(&clients[0]).await.len(), 1);
    server.clock().advance_seconds(30 * DAY);
    assert_eq!(listed(&server.admin).await, [json!(null); 0]);
    server.admin.get("/v1/me").send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_others_are_for_who_manages_users() {
    let server = Server::start().await;
    let client = server.client();
    let mut ids = Vec::new();
    for name in ["ann", "bob"] {
        let new = json!({"username": name, "password": "their-password", "roles": ["agent"]});
        ids.push(id(&server.admin.post("/v1/users", new).send().await.expect(201)));
    }
    let signed_in = async |name: &str| client.with_token(&log_in(&client, name, "their-password").await.text("token"));
    let (ann, bob) = (signed_in("ann").await, signed_in("bob").await);
    let of_ann = format!("/v1/users/{}/sessions", ids[0]);
    let session = ann.get(&of_ann).send().await.expect(200)["sessions"][0]["id"].as_str().expect("an id").to_owned();
    let session = format!("/v1/sessions/{session}");
    for refused in [bob.get(&of_ann).send().await, bob.delete(&session).send().await] {
        assert_eq!((told(&refused), refused.text("permission")), (problem(403, "forbidden"), "user.manage".to_owned()));
    }
    ann.get("/v1/me").send().await.expect(200);
    let seen = server.admin.get(&of_ann).send().await.expect(200);
    assert_eq!((seen["sessions"].as_array().map(Vec::len), &seen["sessions"][0]["current"]), (Some(1), &json!(false)));
    server.admin.delete(&session).send().await.expect(204);
    assert_eq!(ann.get("/v1/me").send().await.status, 401);
    bob.get("/v1/me").send().await.expect(200);

    let token = server.admin.post("/v1/tokens", json!({"user_id": ids[1], "scopes": ["all"]})).send().await.expect(201);
    for unknown in [token["id"].as_str().expect("an id"), "00000000-0000-0000-0000-000000000009"] {
        let unknown = server.admin.delete(&format!("/v1/sessions/{unknown}")).send().await;
        assert_eq!(told(&unknown), problem(404, "not_found"));
    }
    let channel = id(&server.admin.post("/v1/channels", json!({"kind": "web", "name": "Shop"})).send().await.expect(201));
    let visitor = client.post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await;
    let visitor = client.with_token(&visitor.text("token"));
    assert_eq!(told(&visitor.get("/v1/sessions").send().await), problem(404, "not_found"));
    assert_eq!(told(&visitor.delete("/v1/sessions").send().await), problem(404, "not_found"));
    visitor.get("/v1/me").send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_sessions_but_the_one_that_sets_it() {
    let server = Server::start().await;
    let client = server.client();
    let admin = own_id(&server.admin).await;
    let signed_in = async || client.with_token(&log_in(&client, "admin", "admin-password").await.text("token"));
    let (here, there) = (signed_in().await, signed_in().await);
    here.patch(&format!("/v1/users/{admin}"), json!({"password": "another-password"})).send().await.expect(200);
    here.get("/v1/me").send().await.expect(200);
    assert_eq!(told(&there.get("/v1/me").send().await), problem(401, "invalid_token"));
    server.admin.get("/v1/me").send().await.expect(200);
    server.stop().await;
}
