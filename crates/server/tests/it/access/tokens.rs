//! Tokens: how they end.

use serde_json::json;
use switchroom_testkit::Server;

use super::{issued, own_id, problem, told};
use crate::scene::{id, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_when_it_says() {
    let server = Server::foretold().await;
    let new = json!({"scopes": ["rooms:read"], "expires_at": "2026-01-01T01:00:00+00:59"});
    let token = server.admin.post("/v1/tokens", new).send().await.expect(201);
    assert_eq!(token["expires_at"], "2026-01-01T00:01:00.000000Z");
    let client = server.admin.with_token(token["secret"].as_str().expect("a secret"));
    for (seconds, status) in [(0, 200), (59, 200), (1, 401), (1_000_000, 401)] {
        server.clock().advance_seconds(seconds);
        assert_eq!(client.get("/v1/rooms").send().await.status, status, "{seconds} s later");
    }
    for past in ["2026-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
        let refused = server.admin.post("/v1/tokens", json!({"scopes": ["rooms:read"], "expires_at": past})).send().await;
        assert_eq!((told(&refused), refused.text("field")), (problem(422, "invalid"), "expires_at".to_owned()));
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_taken_no_more() {
    let server = Server::start().await;
    let (user, client) = user(&server.admin, "ann", "agent").await;
    let new = json!({"user_id": user, "scopes": ["all"]});
    let token = server.admin.post("/v1/tokens", new).send().await.expect(201);
    let other = server.admin.with_token(token["secret"].as_str().expect("a secret"));
    let path = format!("/v1/tokens/{}", id(&token));
    other.get("/v1/rooms").send().await.expect(200);
    // Not even one's own other token, without the permission to manage tokens.
    assert_eq!(told(&client.delete(&path).send().await), problem(403, "forbidden"));
    other.get("/v1/rooms").send().await.expect(200);
    server.admin.delete(&path).send().await.expect(204);
    assert_eq!(told(&other.get("/v1/rooms").send().await), problem(401, "invalid_token"));
    server.admin.delete(&path).send().await.expect(204);
    let listed = server.admin.get("/v1/tokens").send().await.expect(200);
    assert!(!listed.to_string().contains(&id(&token)) && !listed.to_string().contains("secret"), "{listed}");
    // The token that is shown can be given up by whoever shows it.
    client.delete("/v1/sessions/current").send().await.expect(204);
    assert_eq!(told(&client.get("/v1/rooms").send().await), problem(401, "invalid_token"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_that_are_taken_away_count_at_once() {
    let server = Server::start().await;
    let (user, client) = user(&server.admin, "max", "manager").await;
    let events = || client.get("/v1/events").send();
    assert_eq!(events().await.status, 200);
    server.admin.patch(&format!("/v1/users/{user}"), json!({"roles": ["user"]})).send().await.expect(200);
    assert_eq!(told(&events().await), problem(403, "forbidden"));
    server.admin.patch(&format!("/v1/users/{user}"), json!({"roles": ["monitor"]})).send().await.expect(200);
    assert_eq!(events().await.status, 200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_operators_operate() {
    let server = Server::start().await;
    let admin = own_id(&server.admin).await;
    let everything_else = issued(&server.admin, "user_id", &admin, &["all"]).await;
    let new = json!({"name": "Second", "admin": {"username": "admin"}});
    let second = server.admin.post("/v1/organizations", new.clone()).send().await.expect(201);
    let second = server.admin.with_token(second["token"].as_str().expect("a token"));
    for client in [&everything_else, &second] {
        for (method, path) in [
            ("GET", "/v1/organizations"),
            ("GET", "/v1/organizations/1"),
            ("GET", "/v1/organizations/2"),
            ("GET", "/v1/organizations/2/hosts"),
            ("PUT", "/v1/organizations/2/hosts/b.example"),
            ("DELETE", "/v1/organizations/2/hosts/b.example"),
        ] {
            let refused = client.request(method.parse().expect("a method"), path).send().await;
            assert_eq!((told(&refused), refused.text("permission")), (problem(403, "forbidden"), "organization.operate".to_owned()));
        }
        assert_eq!(told(&client.post("/v1/organizations", new.clone()).send().await), problem(403, "forbidden"));
        // Nor can they become operators.
        let refused = client.post("/v1/tokens", json!({"scopes": ["all", "operator"]})).send().await;
        assert_eq!((told(&refused), refused.text("permission")), (problem(403, "forbidden"), "organization.operate".to_owned()));
    }
    let operator = issued(&server.admin, "user_id", &admin, &["operator"]).await;
    let organizations = operator.get("/v1/organizations").send().await.expect(200);
    assert_eq!(organizations["organizations"].as_array().map(Vec::len), Some(2));
    server.stop().await;
}
