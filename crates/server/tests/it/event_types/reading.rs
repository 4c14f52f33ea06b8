//! `GET /v1/event-types`: for whoever has a token, and again only if it changed.

use serde_json::json;
use switchroom_domain::EventKind;
use switchroom_testkit::Server;

#[tokio::test(flavor = "multi_thread")]
async fn every_type_is_listed_and_found_by_its_name() {
    let server = Server::start().await;
    let token = server.admin.post("/v1/users", json!({"username": "plain"})).send().await.expect(201);
    let token = json!({"user_id": token["id"], "scopes": ["rooms:read"]});
    let token = server.admin.post("/v1/tokens", token).send().await.expect(201);
    let plain = server.admin.with_token(token["secret"].as_str().expect("a secret"));
    let list = plain.get("/v1/event-types").send().await.expect(200);
    let list = list["event_types"].as_array().expect("event types");
    let names: Vec<&str> = list.iter().map(|event_type| event_type["type"].as_str().expect("a name")).collect();
    assert_eq!(names, EventKind::EVERY.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
    for event_type in list {
        let path = format!("/v1/event-types/{}", event_type["type"].as_str().expect("a name"));
        assert_eq!(plain.get(&path).send().await.expect(200), *event_type);
    }
    let tagged = &list[EventKind::EVERY.iter().position(|kind| *kind == EventKind::RoomTagged).expect("a kind")];
    assert_eq!((&tagged["description"], &tagged["version"]), (&json!("A room's tags were changed."), &json!(1)));
    let topics: Vec<_> = tagged["dialects"].as_array().expect("dialects").iter().map(|dialect| &dialect["topics"]).collect();
    assert_eq!(topics, [&json!([]), &json!(["qontak.chat.room.updated"]), &json!(["LivechatEdit"])]);
    assert_eq!(server.client().get("/v1/event-types").send().await.status, 401);
    for nothing in ["room", "room.*", "%20", "Room.Created"] {
        plain.get(&format!("/v1/event-types/{nothing}")).send().await.expect(404);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_it_already_is_told_so() {
    let server = Server::start().await;
    for path in ["/v1/event-types", "/v1/event-types/message.created"] {
        let first = server.admin.get(path).send().await;
        let etag = first.headers["etag"].to_str().expect("text").to_owned();
        assert_eq!(first.headers["cache-control"], "private, no-cache");
        let again = server.admin.get(path).header("if-none-match", &etag).send().await;
        assert_eq!((again.status.as_u16(), again.body.len(), &again.headers["etag"]), (304, 0, &first.headers["etag"]));
        let other = server.admin.get(path).header("if-none-match", "\"other\"").send().await;
        assert_eq!((other.status.as_u16(), &other.body), (200, &first.body));
    }
    server.stop().await;
}
