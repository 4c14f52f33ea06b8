//! Organizations find nothing of each other.

use serde_json::json;
use switchroom_testkit::Server;

use super::{found, indexed, texts};
use crate::scene::{channel, id, open_room, post};

#[tokio::test(flavor = "multi_thread")]
async fn each_organization_finds_its_own() {
    let server = Server::start().await;
    let one = &server.admin;
    let new = json!({"name": "other", "admin": {"username": "admin", "password": "other-password"}});
    let made = one.post("/v1/organizations", new).send().await.expect(201);
    let number = made["organization"]["number"].as_u64().expect("a number");
    one.request(http::Method::PUT, &format!("/v1/organizations/{number}/hosts/other.example")).send().await.expect(200);
    let login = json!({"username": "admin", "password": "other-password"});
    let session = server.client().post("/v1/sessions", login).header("host", "other.example").send().await.expect(201);
    let two = server.client().with_token(session["token"].as_str().expect("a token"));
    let mut rooms = Vec::new();
    for (client, name) in [(one, "one"), (&two, "two")] {
        let channel = channel(client, "api").await;
        let room = open_room(client, &channel, "ann").await;
        client.patch(&format!("/v1/rooms/{}", id(&room)), json!({"topic": format!("secret of {name}")})).send().await.expect(200);
        client
            .patch(&format!("/v1/contacts/{}", room["contact_id"].as_str().expect("an id")), json!({"name": format!("secret {name}")}))
            .send()
            .await
            .expect(200);
        post(client, &id(&room), &format!("secret of {name}")).await;
        rooms.push(id(&room));
        indexed(client).await;
    }
    for (client, name, other) in [(one, "one", &rooms[1]), (&two, "two", &rooms[0])] {
        assert_eq!(texts(client, "secret", "").await, [format!("secret of {name}")]);
        assert!(texts(client, "secret", &format!("&room_id={other}")).await.is_empty());
        for what in ["contacts", "rooms"] {
            assert_eq!(found(client, what, "secret", "").await.len(), 1, "{what} {name}");
        }
    }
    server.stop().await;
}
