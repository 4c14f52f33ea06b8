//! The pages, as the server sends them. Whether they were built does not matter here: e2e tests look at what they do.

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use serde_json::json;
use switchroom_testkit::{Client, Server};

use crate::scene::channel;

/// The content security policy of a page.
async fn policy(client: &Client, path: &str) -> String {
    let answer = client.get(path).send().await;
    match answer.status.as_u16() {
        200 => assert_eq!(answer.headers[CACHE_CONTROL], "no-cache", "{path}"),
        503 => assert!(String::from_utf8_lossy(&answer.body).contains("cargo xtask console"), "{path}"),
        status => panic!("{path} answered {status}"),
    }
    answer.headers[CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_is_led_to_the_inbox() {
    let server = Server::start().await;
    let answer = server.client().get("/").send().await;
    assert_eq!((answer.status.as_u16(), answer.headers[LOCATION].as_bytes()), (307, b"/app/".as_slice()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_that_the_script_knows_is_the_page_and_a_missing_file_is_not() {
    let server = Server::start().await;
    let client = server.client();
    for path in ["/app/", "/app/rooms/1", "/app/settings/events/message.created"] {
        let policy = policy(&client, path).await;
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    }
    for path in
        ["/app/gone.js", "/app/assets/gone.js", "/widget/assets/gone.js", "/widget/1", "/widget/00000000-0000-0000-0000-000000000001"]
    {
        client.get(path).send().await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_sites_of_a_channel_may_show_its_widget() {
    let server = Server::start().await;
    let (web, api) = (channel(&server.admin, "web").await, channel(&server.admin, "api").await);
    let (client, page) = (server.client(), format!("/widget/{web}"));
    client.get(&format!("/widget/{api}")).send().await.expect(404);
    assert!(policy(&client, &page).await.ends_with("frame-ancestors *"));

    let sites = json!({"widget": {"sites": ["https://Shop.example", "http://localhost:8080"]}});
    server.admin.patch(&format!("/v1/channels/{web}"), sites).send().await.expect(200);
    let policy = policy(&client, &page).await;
    assert!(policy.ends_with("frame-ancestors 'self' https://shop.example http://localhost:8080"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}
