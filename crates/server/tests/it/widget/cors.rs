//! Which pages of other origins may call the API.

use http::Method;
use serde_json::json;
use switchroom_testkit::{Answer, Client, Server};

use crate::scene::channel;

const SITE: &str = "https://shop.example";
const OTHER: &str = "https://evil.example";

async fn preflight(client: &Client, origin: &str) -> Answer {
    let request = client.request(Method::OPTIONS, "/v1/rooms").header("origin", origin);
    request.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization").send().await
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.headers.get("access-control-allow-origin").map(|origin| origin.to_str().expect("text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sites_of_a_channel_may_call_and_no_others() {
    let server = Server::start().await;
    let web = channel(&server.admin, "web").await;
    let (client, path) = (server.client(), format!("/v1/channels/{web}"));
    assert_eq!(allowed(&preflight(&client, SITE).await), None);
    let edit = async |body| server.admin.patch(&path, body).send().await.expect(200);
    edit(json!({"widget": {"sites": [SITE]}})).await;

    let answer = preflight(&client, SITE).await;
    assert_eq!((answer.status.as_u16(), allowed(&answer)), (204, Some(SITE)));
    let headers = answer.headers["access-control-allow-headers"].to_str().expect("text").to_owned();
    assert_eq!(headers, "authorization, content-type, idempotency-key");
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    assert_eq!(answer.headers["vary"], "origin");
    for (origin, expected) in [(SITE, Some(SITE)), (OTHER, None), ("null", None), ("https://shop.example.evil.example", None)] {
        assert_eq!(allowed(&preflight(&client, origin).await), expected, "{origin}");
        let asked = client.get("/v1/openapi.json").header("origin", origin).send().await;
        assert_eq!((asked.status.as_u16(), allowed(&asked)), (200, expected), "{origin}");
        // The page of any site draws the button by this, and a frame's policy says who may show more.
        let public = client.get(&format!("{path}/widget")).header("origin", origin).send().await;
        assert_eq!(allowed(&public), Some(expected.unwrap_or("*")), "{origin}");
        // Refusals can be read too.
        let refused = client.get("/v1/rooms").header("origin", origin).send().await;
        assert_eq!((refused.status.as_u16(), allowed(&refused)), (401, expected), "{origin}");
    }
    assert_eq!(allowed(&client.get("/v1/openapi.json").send().await), None);

    edit(json!({"active": false})).await;
    assert_eq!(allowed(&preflight(&client, SITE).await), None);
    edit(json!({"active": true, "widget": {"sites": []}})).await;
    assert_eq!(allowed(&preflight(&client, SITE).await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_of_another_organization_may_not() {
    let server = Server::start().await;
    let new = json!({"name": "B", "admin": {"username": "b"}});
    let made = server.admin.post("/v1/organizations", new).send().await.expect(201);
    let number = made["organization"]["number"].as_i64().or(made["number"].as_i64()).expect("a number");
    server.admin.request(Method::PUT, &format!("/v1/organizations/{number}/hosts/b.example")).send().await.expect(200);
    let web = channel(&server.admin, "web").await;
    server.admin.patch(&format!("/v1/channels/{web}"), json!({"widget": {"sites": [SITE]}})).send().await.expect(200);
    let at = |host: &'static str| server.client().get("/v1/openapi.json").header("host", host).header("origin", SITE).send();
    assert_eq!(allowed(&at("a.example").await), Some(SITE));
    assert_eq!(allowed(&at("b.example").await), None);
}
