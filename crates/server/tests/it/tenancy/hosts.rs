//! Which organization a host means.

use serde_json::json;
use switchroom_server::config::Layer;
use switchroom_testkit::{Answer, Client, Server, Socket};

use super::{HOST_A, HOST_B, two};
use crate::things::SAME;

/// Logs the admin who has that password in, with more headers.
async fn log_in(client: &Client, password: &str, headers: &[(&'static str, &str)]) -> Answer {
    let request = client.post("/v1/sessions", json!({"username": "Admin", "password": password}));
    headers.iter().fold(request, |request, (name, value)| request.header(name, value)).send().await
}

/// The number of the organization that a session is for.
async fn organization(client: &Client, session: &Answer) -> u64 {
    let client = client.with_token(&session.text("token"));
    client.get("/v1/me").send().await.expect(200)["organization"]["number"].as_u64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_refused_on_another_organizations_host() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    for (client, host, status) in [
        (&a.admin, HOST_A, 200),
        (&b.admin, HOST_B, 200),
        (&a.admin, "elsewhere.example", 200),
        (&b.admin, "elsewhere.example", 200),
        (&a.admin, HOST_B, 403),
        (&b.admin, HOST_A, 403),
        (&b.admin, "A.Example:8443", 403),
    ] {
        for path in ["/v1/me", "/v1/events", "/v1/socket"] {
            let answer = client.get(path).header("host", host).send().await;
            if status == 403 {
                assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (403, "wrong_host"), "{path} at {host}");
            } else {
                assert_ne!(answer.status, 403, "{path} at {host}");
            }
        }
        let refused = Socket::ask(client, Some(host)).await.expect("an answer").err();
        assert_eq!(refused.map(|status| status.as_u16()), (status == 403).then_some(403));
    }
    // What a socket's first frame tells is bound to the host, too.
    let mut socket = Socket::ask(&server.client(), Some(HOST_B)).await.expect("an answer").expect("a socket");
    socket.send(json!({"type": "authenticate", "token": a.admin.token()})).await;
    assert_eq!(socket.next_of("error").await["problem"]["code"], "wrong_host");
    assert_eq!(socket.closed().await, Some(1008));
    let mut socket = Socket::ask(&server.client(), Some(HOST_B)).await.expect("an answer").expect("a socket");
    socket.send(json!({"type": "authenticate", "token": b.admin.token()})).await;
    socket.next_of("ready").await;
    drop(socket);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_token_is_bound_by_the_host() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    let client = server.client();
    for (host, password, status) in [
        (HOST_A, "admin-password", 201),
        (HOST_B, "admin-password-2", 201),
        ("B.EXAMPLE:443", "admin-password-2", 201),
        ("unknown.example", "admin-password", 201),
        (HOST_A, "admin-password-2", 401),
        (HOST_B, "admin-password", 401),
        ("unknown.example", "admin-password-2", 401),
    ] {
        let session = log_in(&client, password, &[("host", host)]).await;
        assert_eq!(session.status, status, "{password} at {host}");
        if status == 201 {
            let expected = if password == "admin-password" { 1 } else { 2 };
            assert_eq!(organization(&client, &session).await, expected, "{host}");
        }
    }
    for (host, channel, status) in [
        (HOST_A, &a.things.channel, 201),
        (HOST_B, &b.things.channel, 201),
        (HOST_A, &b.things.channel, 404),
        (HOST_B, &a.things.channel, 404),
    ] {
        let answer = client.post(&format!("/v1/channels/{channel}/visitors"), json!({"name": SAME})).header("host", host).send().await;
        assert_eq!(answer.status, status, "{host}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_means_one_organization_until_it_is_taken_away() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    let path = |number: &str, host: &str| format!("/v1/organizations/{number}/hosts/{host}");
    let put = |path: String| server.admin.request("PUT".parse().expect("a method"), &path).send();
    let taken = put(path(&a.things.organization, HOST_B)).await;
    assert_eq!((taken.status.as_u16(), taken.text("code").as_str()), (409, "taken"));
    put(path(&b.things.organization, HOST_B)).await.expect(200);
    // Not even who operates may take it in another organization's name.
    assert_eq!(server.admin.delete(&path(&a.things.organization, HOST_B)).send().await.status, 404);
    server.admin.delete(&path(&b.things.organization, HOST_B)).send().await.expect(204);
    assert_eq!(log_in(&server.client(), "admin-password", &[("host", HOST_B)]).await.status, 201);
    a.admin.get("/v1/me").header("host", HOST_B).send().await.expect(200);
    put(path(&a.things.organization, HOST_B)).await.expect(200);
    assert_eq!(b.admin.get("/v1/me").header("host", HOST_B).send().await.text("code"), "wrong_host");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_host_counts_from_a_trusted_proxy_only() {
    let forwarded = [("host", "proxy.internal"), ("x-forwarded-host", HOST_B)];
    for (proxies, password) in [(vec![], "admin-password"), (vec!["127.0.0.0/8".to_owned()], "admin-password-2")] {
        let server = Server::with_settings(Layer { trusted_proxies: Some(proxies), ..Layer::default() }).await;
        let (a, b) = two(&server).await;
        let trusted = password == "admin-password-2";
        assert_eq!(log_in(&server.client(), password, &forwarded).await.status, 201);
        for (admin, refused) in [(&a.admin, trusted), (&b.admin, false)] {
            let answer = admin.get("/v1/me").header("x-forwarded-host", HOST_B).send().await;
            assert_eq!(answer.status, if refused { 403 } else { 200 });
        }
        server.stop().await;
    }
}
