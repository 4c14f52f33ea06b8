//! Two organizations whose users have the same names, and whose programs call the same server.

use http::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Client, Server, Sink};

use super::forms::Form;
use super::tokens::program;
use super::{Cast, INTERACTIONS, put};

/// A second organization's admin, who has the first one's name.
async fn second(server: &Server) -> Client {
    let new = json!({"name": "Second", "admin": {"username": "admin", "password": "admin-password-2"}});
    let second = server.admin.post("/v1/organizations", new).send().await.expect(201);
    server.admin.with_token(second["token"].as_str().expect("a token"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_leads_to_its_own_organization() {
    let server = Server::start().await;
    let other = second(&server).await;
    let grant = async |(id, secret): &(String, String), password: &str| {
        let fields =
            [("grant_type", "password"), ("client_id", id), ("client_secret", secret), ("username", "admin"), ("password", password)];
        Form::Json.send(&server.client(), Method::POST, "/oauth/token", &fields).await
    };
    let (first_program, second_program) = (program(&server.admin).await, program(&other).await);
    // The same user name means each organization's own user.
    assert_eq!(grant(&first_program, "admin-password-2").await.expect(400)["error"], "invalid_grant");
    assert_eq!(grant(&second_program, "admin-password").await.expect(400)["error"], "invalid_grant");
    let mixed = (first_program.0.clone(), second_program.1.clone());
    assert_eq!(grant(&mixed, "admin-password").await.expect(401)["error"], "invalid_client");
    let granted = grant(&second_program, "admin-password-2").await.expect(201);
    let bearer = server.client().with_token(granted["access_token"].as_str().expect("a token"));
    let organization = async |client: &Client| client.get("/v1/me").send().await.expect(200)["organization"]["id"].clone();
    assert_eq!(organization(&bearer).await, organization(&other).await);
    // A refresh token is good with its own program only, and stays good when another one tries it.
    let refresh = async |(id, secret): &(String, String)| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", id),
            ("client_secret", secret),
            ("refresh_token", granted["refresh_token"].as_str().expect("a token")),
        ];
        Form::Json.send(&server.client(), Method::POST, "/oauth/token", &fields).await
    };
    assert_eq!(refresh(&first_program).await.expect(400)["error"], "invalid_grant");
    refresh(&second_program).await.expect(201);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organizations_webhook_is_never_touched() {
    let server = Server::start().await;
    let other = second(&server).await;
    let (sink, others) = (Sink::start().await, Sink::start().await);
    let settings = put(&server.admin, json!({"receive_message_from_customer": true, "url": sink.url()})).await;
    let told = other.get(INTERACTIONS).send().await.expect(200);
    assert_eq!(told["data"]["status_message"], json!({"enabled": false, "webhooks": []}));
    let ids = |answer: &Value| {
        [
            answer["data"]["custom_agent_allocation"]["webhooks"][0]["id"].clone(),
            answer["data"]["status_message"]["webhooks"][0]["id"].clone(),
        ]
    };
    let mine = put(&other, json!({"receive_message_from_customer": true, "status_message": true, "url": others.url()})).await;
    assert!(ids(&settings).iter().zip(&ids(&mine)).all(|(a, b)| a != b));
    assert_eq!(server.admin.get(INTERACTIONS).send().await.expect(200), settings);
    let (first, second) = (Cast::with(&server.admin).await, Cast::with(&other).await);
    first.customer_writes("first").await;
    second.customer_writes("second").await;
    let (told, others_told) = (sink.wait_for(1).await, others.wait_for(1).await);
    assert_eq!((&told[0].json()["text"], &others_told[0].json()["text"]), (&json!("first"), &json!("second")));
    assert_ne!(told[0].json()["organization_id"], others_told[0].json()["organization_id"]);
    assert_eq!((sink.received().len(), others.received().len()), (1, 1));
    server.stop().await;
}
