//! Programs that may log users in.

use serde_json::json;
use switchroom_testkit::Server;

use super::{head, kinds_after, problem, told};
use crate::scene::id;

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_registered_and_forgotten() {
    let server = Server::start().await;
    let admin = &server.admin;
    let before = head(admin).await;
    let request = || admin.post("/v1/oauth-clients", json!({"name": "Integration"})).header("idempotency-key", "k1").send();
    let first = request().await;
    let again = request().await;
    assert_eq!((first.status.as_u16(), &first.body), (201, &again.body));
    assert!(again.headers.contains_key("idempotency-replayed"));
    let created = first.json();
    assert!(created["secret"].as_str().is_some_and(|secret| secret.len() >= 32) && created["name"] == "Integration", "{created}");
    // Its secret is shown this once.
    let list = admin.get("/v1/oauth-clients").send().await.expect(200);
    assert_eq!(list["oauth_clients"].as_array().map(Vec::len), Some(1));
    assert_eq!(list["oauth_clients"][0]["id"], created["id"]);
    assert!(!list.to_string().contains(&first.text("secret")));
    let events = admin.get("/v1/events?after=0&limit=1000").send().await.expect(200);
    assert!(!events.to_string().contains(&first.text("secret")));

    let path = format!("/v1/oauth-clients/{}", id(&created));
    admin.delete(&path).send().await.expect(204);
    assert_eq!(told(&admin.delete(&path).send().await), problem(404, "not_found"));
    assert_eq!(admin.get("/v1/oauth-clients").send().await.expect(200), json!({"oauth_clients": [], "next": null}));
    assert_eq!(told(&admin.post("/v1/oauth-clients", json!({"name": " "})).send().await), problem(422, "invalid"));
    assert_eq!(kinds_after(admin, before).await.0, ["oauth_client.created", "oauth_client.deleted"]);
    server.stop().await;
}
