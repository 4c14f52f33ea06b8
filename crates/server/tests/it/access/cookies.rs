//! Sessions that a browser's cookie holds.

use http::Method;
use serde_json::{Value, json};
use switchroom_server::config::Layer;
use switchroom_testkit::{Answer, Client, Request, Server, Socket};

use super::{own_id, problem, told};

/// Logs in as a browser does.
async fn signed_in(client: &Client) -> Answer {
    client.post("/v1/sessions", json!({"username": "admin", "password": "admin-password", "cookie": true})).send().await
}

/// The cookie that an answer sets: what a browser sends back, and how it is to keep it.
fn cookie(answer: &Answer) -> (String, String) {
    let cookie = answer.headers["set-cookie"].to_str().expect("text");
    let (value, how) = cookie.split_once("; ").expect("attributes");
    (value.to_owned(), how.to_owned())
}

/// A request as a page of ours sends it.
fn paged(request: Request, cookie: &str) -> Request {
    request.header("cookie", cookie).header("switchroom-csrf", "1")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_holds_a_session_until_one_logs_out() {
    let server = Server::start().await;
    let client = server.client();
    let answer = signed_in(&client).await;
    let (cookie, how) = cookie(&answer);
    assert_eq!(how, "HttpOnly; SameSite=Strict; Path=/v1; Max-Age=2592000");
    let session = answer.expect(201);
    assert_eq!((session.get("token"), &session["user"]["username"]), (None, &json!("admin")));

    let me = paged(client.get("/v1/me"), &cookie).send().await.expect(200);
    assert_eq!(me["actor"]["id"], own_id(&server.admin).await);
    let created = paged(client.post("/v1/channels", json!({"kind": "web", "name": "Shop"})), &cookie).send().await;
    assert_eq!(created.status, 201);

    let gone = paged(client.delete("/v1/sessions/current"), &cookie).send().await;
    assert_eq!(gone.status, 204);
    let (emptied, how) = self::cookie(&gone);
    assert_eq!((emptied.as_str(), how.as_str()), ("switchroom_session=", "HttpOnly; SameSite=Strict; Path=/v1; Max-Age=0"));
    assert_eq!(told(&paged(client.get("/v1/me"), &cookie).send().await), problem(401, "invalid_token"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_shows_a_token_gets_no_cookie() {
    let server = Server::start().await;
    let client = server.client();
    let plain = client.post("/v1/sessions", json!({"username": "admin", "password": "admin-password"})).send().await;
    assert!(!plain.headers.contains_key("set-cookie"));
    let (cookie, _) = cookie(&signed_in(&client).await);
    let session = client.with_token(&plain.text("token"));
    let gone = session.delete("/v1/sessions/current").header("cookie", &cookie).send().await;
    assert!(gone.status == 204 && !gone.headers.contains_key("set-cookie"), "{gone:?}");
    paged(client.get("/v1/me"), &cookie).send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_use_a_cookie() {
    let server = Server::start().await;
    let client = server.client();
    let (cookie, _) = cookie(&signed_in(&client).await);
    let requests = [
        client.get("/v1/me"),
        client.get("/v1/events"),
        client.get("/v1/events/stream"),
        client.post("/v1/channels", json!({"kind": "web", "name": "Shop"})),
        client.delete("/v1/sessions/current"),
    ];
    for request in requests {
        assert_eq!(told(&request.header("cookie", &cookie).send().await), problem(403, "csrf_header_missing"));
    }
    let wrong = client.get("/v1/me").header("cookie", &cookie).header("switchroom-csrf", "true").send().await;
    assert_eq!(told(&wrong), problem(403, "csrf_header_missing"));
    let channels = server.admin.get("/v1/channels").send().await.expect(200);
    assert_eq!(channels["channels"].as_array().map(|all| all.iter().filter(|channel| channel["name"] == "Shop").count()), Some(0));

    let mixed = client.with_token("sw_unknown").get("/v1/me").header("cookie", &cookie).send().await;
    assert_eq!(told(&mixed), problem(401, "invalid_token"), "a cookie stands in for no other token");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_with_a_cookie_is_for_pages_of_the_same_host() {
    let server = Server::start().await;
    let client = server.client();
    let (cookie, _) = cookie(&signed_in(&client).await);
    let here = format!("http://{}", client.address());
    let mut socket = Socket::ask_with(&client, &[("cookie", &cookie), ("origin", &here)]).await.expect("a socket");
    let ready = socket.next().await.expect("a frame");
    assert_eq!((ready["type"].as_str(), ready["actor"]["id"].clone()), (Some("ready"), json!(own_id(&server.admin).await)));
    for origin in ["https://evil.example", "http://127.0.0.1:1", "null"] {
        let refused = Socket::ask_with(&client, &[("cookie", &cookie), ("origin", origin)]).await;
        assert_eq!(refused.err().map(|status| status.as_u16()), Some(403), "{origin}");
    }
    assert_eq!(Socket::ask_with(&client, &[("cookie", &cookie)]).await.err().map(|status| status.as_u16()), Some(403));

    let mut foreign = Socket::ask_with(&client, &[("origin", "https://evil.example")]).await.expect("a socket");
    foreign.send(json!({"type": "authenticate", "token": switchroom_testkit::ADMIN_TOKEN})).await;
    assert_eq!(foreign.next().await.expect("a frame")["type"], "ready");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_given_over_https_is_sent_by_https_only() {
    let server = Server::with_settings(Layer { trusted_proxies: Some(vec!["127.0.0.0/8".to_owned()]), ..Layer::default() }).await;
    for (scheme, secure) in [("https", true), ("http", false)] {
        let body = json!({"username": "admin", "password": "admin-password", "cookie": true});
        let answer = server.client().post("/v1/sessions", body).header("x-forwarded-proto", scheme).send().await;
        assert_eq!(cookie(&answer).1.contains("; Secure"), secure, "{scheme}");
    }
    server.stop().await;
    let server = Server::with_settings(Layer { public_url: Some("https://chat.example.com".to_owned()), ..Layer::default() }).await;
    assert!(cookie(&signed_in(&server.client()).await).1.contains("; Secure"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dialects_never_look_at_cookies() {
    let server = Server::start().await;
    let client = server.client();
    let answer = signed_in(&client).await;
    let (cookie, _) = cookie(&answer);
    let token = cookie.split_once('=').expect("a value").1.to_owned();
    for path in ["/api/v1/me", "/api/open/v1/rooms", "/api/v2/rooms"] {
        let with_cookie = paged(client.get(path), &cookie).header("x-user-id", &own_id(&server.admin).await).send().await;
        let without = client.get(path).header("x-user-id", &own_id(&server.admin).await).send().await;
        assert_eq!((with_cookie.status, with_cookie.json()), (without.status, without.json()), "{path}");
        assert!(with_cookie.status.is_client_error(), "{path}: {with_cookie:?}");
    }
    // The same token is good there, where it is shown as the dialect wants it.
    let me = client.request(Method::GET, "/api/v1/me").header("x-auth-token", &token).header("x-user-id", &own_id(&server.admin).await);
    let me: Value = me.send().await.expect(200);
    assert_eq!(me["username"], "admin");
    server.stop().await;
}
