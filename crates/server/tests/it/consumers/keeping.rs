//! Making consumers, listing them, forgetting them.

use serde_json::json;
use switchroom_testkit::Server;

use super::{commit, from_the_first, get, lease, put, told};
use crate::scene::rooms;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_twice_is_one_consumer() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let body = json!({"events": ["room.*", "message.created"], "after": 1});
    let made = put(admin, "crm", body.clone()).await.expect(201);
    assert_eq!((&made["name"], &made["events"], &made["cursor"]), (&json!("crm"), &body["events"], &json!(1)));
    server.clock().advance_seconds(1);
    assert_eq!(put(admin, "crm", body).await.expect(200), made);
    // Other events; it stays where it is.
    server.clock().advance_seconds(1);
    let other = put(admin, "crm", json!({"events": ["team.*"], "after": 0})).await.expect(200);
    assert_eq!((&other["events"], &other["cursor"], &other["created_at"]), (&json!(["team.*"]), &json!(1), &made["created_at"]));
    assert_ne!(other["updated_at"], made["updated_at"]);
    assert_eq!(get(admin, "crm").await, other);
    // By itself it gets everything from now on.
    let new = put(admin, "live", json!({})).await.expect(201);
    assert_eq!((&new["events"], &new["lag"]), (&json!(["*"]), &json!(0)));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consumers_are_listed_by_name_and_there_are_a_hundred_at_the_most() {
    let server = Server::start().await;
    let admin = &server.admin;
    let mut names: Vec<String> = (0..100).map(|i| format!("c{i}")).collect();
    for name in &names {
        from_the_first(admin, name).await;
    }
    let refused = put(admin, "c100", json!({})).await;
    assert_eq!((told(&refused), refused.text("field")), ((422, "invalid".to_owned()), "name".to_owned()));
    put(admin, "c7", json!({"events": ["room.*"]})).await.expect(200);
    names.sort_unstable();
    let listed = async || {
        let list = admin.get("/v1/consumers").send().await.expect(200);
        list["consumers"]
            .as_array()
            .expect("consumers")
            .iter()
            .map(|one| one["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed().await, names);
    assert_eq!(admin.delete("/v1/consumers/c7").send().await.status, 204);
    assert_eq!(admin.delete("/v1/consumers/c7").send().await.status, 404);
    put(admin, "c100", json!({})).await.expect(201);
    assert!(listed().await.contains(&"c100".to_owned()));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_it_has_come_outlives_a_restart() {
    let server = Server::foretold().await;
    let admin = server.admin.clone();
    rooms(&admin, 1).await;
    from_the_first(&admin, "crm").await;
    let first = lease(&admin, "crm", json!({"limit": 2})).await.expect(200);
    commit(&admin, "crm", json!({"lease": first["lease"], "seq": 1, "seconds": 60})).await.expect(200);
    let before = get(&admin, "crm").await;
    let server = server.restart().await;
    let admin = &server.admin;
    assert_eq!(get(admin, "crm").await, before);
    commit(admin, "crm", json!({"lease": first["lease"], "seq": 2})).await.expect(200);
    assert_eq!(lease(admin, "crm", json!({"limit": 1})).await.expect(200)["events"][0]["seq"], 3);
    server.stop().await;
}
