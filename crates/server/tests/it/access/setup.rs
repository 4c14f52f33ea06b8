//! Claiming the first admin with the link that a new server prints.

use serde_json::json;
use switchroom_domain::OrgId;
use switchroom_engine::organizations;
use switchroom_testkit::{Client, Server};

use super::{log_in, own_id, problem, told};
use crate::transcript::Transcript;

const WEEK: i64 = 7 * 24 * 60 * 60;

/// The secret of the link that is printed where the admin's password was made.
async fn link(server: &Server) -> String {
    let admin = own_id(&server.admin).await.parse().expect("an id");
    organizations::begin_setup(server.engine(), OrgId::FIRST, admin).await.expect("a link")
}

async fn claimed(client: &Client) -> bool {
    client.get("/v1/setup").send().await.expect(200)["claimed"].as_bool().expect("yes or no")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_admin_is_claimed_once() {
    let server = Server::foretold().await;
    let client = server.client();
    let secret = link(&server).await;
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    t.note("Nobody is the first admin yet; nothing is told of him.");
    t.ask(&client, "GET", "/v1/setup", None).await;
    t.note("What is not acceptable changes nothing.");
    t.ask(&client, "POST", "/v1/setup", Some(json!({"token": "sw_none", "password": "walking-password"}))).await;
    for claim in [json!({"password": "short"}), json!({"password": "walking-password", "username": "two words"})] {
        let mut body = claim;
        body["token"] = json!(secret);
        body["organization_name"] = json!("Vera's shop");
        let refused = client.post("/v1/setup", body).send().await;
        assert_eq!(told(&refused), problem(422, "invalid"));
    }
    assert!(!claimed(&client).await);
    log_in_is_open(&server).await;
    let body = json!({
        "token": secret, "username": "vera", "name": "Vera Novak", "email": "vera@example.com", "password": "walking-password",
        "organization_name": "Vera's shop",
    });
    let session = client.post("/v1/setup", body.clone()).send().await.expect(201);
    assert_eq!((&session["user"]["username"], &session["user"]["roles"]), (&json!("vera"), &json!(["admin"])));
    let vera = client.with_token(session["token"].as_str().expect("a token"));
    let me = vera.get("/v1/me").send().await.expect(200);
    assert_eq!((&me["organization"]["name"], &me["user"]["email"]), (&json!("Vera's shop"), &json!("vera@example.com")));
    t.note("The link is good once, and the printed password has ended.");
    t.ask(&client, "GET", "/v1/setup", None).await;
    assert_eq!(told(&client.post("/v1/setup", body).send().await), problem(401, "invalid_token"));
    assert_eq!(told(&log_in(&client, "admin", "admin-password").await), problem(401, "wrong_credentials"));
    log_in(&client, "vera", "walking-password").await.expect(201);
    t.note("The log tells of it.");
    t.ask(&vera, "GET", "/v1/events?types=user.updated,settings.updated", None).await;
    insta::assert_snapshot!(transcript.text());
    // What people call the organization is read anew wherever it was remembered.
    let server = server.restart().await;
    let organization = server.engine().organization(OrgId::FIRST).await.expect("read").expect("one");
    assert_eq!((organization.name.as_str(), claimed(&server.client()).await), ("Vera's shop", true));
    server.stop().await;
}

/// The admin's token, which was set, is still good: nothing has ended.
async fn log_in_is_open(server: &Server) {
    server.admin.get("/v1/me").send().await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_claims_too_and_ends_the_link() {
    let server = Server::foretold().await;
    let client = server.client();
    let secret = link(&server).await;
    assert!(!claimed(&client).await);
    log_in(&client, "admin", "admin-password").await.expect(201);
    assert!(claimed(&client).await);
    let body = json!({"token": secret, "password": "walking-password"});
    assert_eq!(told(&client.post("/v1/setup", body).send().await), problem(401, "invalid_token"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_holds_for_a_week_and_a_browser_gets_a_cookie() {
    let server = Server::foretold().await;
    let client = server.client();
    let late = link(&server).await;
    server.clock().advance_seconds(WEEK);
    let claim = |secret: &str| client.post("/v1/setup", json!({"token": secret, "password": "walking-password", "cookie": true}));
    assert_eq!(told(&claim(&late).send().await), problem(401, "invalid_token"));
    assert!(!claimed(&client).await);
    let again = link(&server).await;
    // What lets somebody set a password is no link to claim with.
    let answer = claim(&again).send().await;
    assert!(answer.headers.contains_key("set-cookie") && answer.json().get("token").is_none());
    answer.expect(201);
    // A server whose admin's password was given has nothing to claim.
    let other = Server::foretold().await;
    assert!(claimed(&other.client()).await);
    other.stop().await;
    server.stop().await;
}
