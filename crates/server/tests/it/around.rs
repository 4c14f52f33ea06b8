//! A message with its neighbours.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use crate::scene::{id, post, rooms};

/// The texts of a page, and the cursors that lead on from it.
async fn page(client: &Client, room: &str, query: &str) -> (Vec<String>, Value, Value) {
    let page = client.get(&format!("/v1/rooms/{room}/messages?{query}")).send().await.expect(200);
    let texts = page["messages"].as_array().expect("messages").iter().map(|message| message["text"].as_str().expect("a text").to_owned());
    (texts.collect(), page["next"].clone(), page["newest"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_goes_on_from_around_a_message_in_both_directions() {
    let server = Server::start().await;
    let admin = &server.admin;
    let room = rooms(admin, 1).await.remove(0);
    let mut ids = Vec::new();
    for at in 0..9 {
        ids.push(id(&post(admin, &room, &at.to_string()).await));
    }
    let (texts, next, newest) = page(admin, &room, &format!("around={}&limit=4", ids[4])).await;
    assert_eq!(texts, ["6", "5", "4", "3"]);
    let before = format!("before={}", next.as_str().expect("earlier ones"));
    assert_eq!(page(admin, &room, &before).await.0, ["2", "1", "0"]);
    let after = format!("after={}", newest.as_str().expect("later ones"));
    assert_eq!(page(admin, &room, &after).await.0, ["7", "8"]);

    assert_eq!(
        page(admin, &room, &format!("around={}&limit=4", ids[0])).await,
        (texts_of(&["2", "1", "0"]), Value::Null, page(admin, &room, &format!("around={}&limit=1", ids[2])).await.2)
    );
    assert_eq!(page(admin, &room, &format!("around={}&limit=1", ids[8])).await.0, ["8"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_in_the_room_or_not_for_the_caller_is_not_found() {
    let server = Server::start().await;
    let admin = &server.admin;
    let all = rooms(admin, 2).await;
    let elsewhere = id(&post(admin, &all[1], "elsewhere").await);
    let answer = admin.get(&format!("/v1/rooms/{}/messages?around={elsewhere}", all[0])).send().await;
    assert_eq!((answer.status.as_u16(), answer.text("code")), (404, "not_found".to_owned()));
    let answer = admin.get(&format!("/v1/rooms/{}/messages?around={elsewhere}&before=x", all[1])).send().await;
    assert_eq!((answer.status.as_u16(), answer.text("code")), (400, "invalid_query".to_owned()));

    let channel = id(&admin.post("/v1/channels", json!({"kind": "web", "name": "Site"})).send().await.expect(201));
    let visitor = admin.post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await.expect(201);
    let visitor = admin.with_token(visitor["token"].as_str().expect("a token"));
    let own = id(&visitor.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
    let said = id(&post(&visitor, &own, "hello").await);
    let note =
        id(&admin.post(&format!("/v1/rooms/{own}/messages"), json!({"text": "a note", "visibility": "internal"})).send().await.expect(201));
    let answer = visitor.get(&format!("/v1/rooms/{own}/messages?around={note}")).send().await;
    assert_eq!((answer.status.as_u16(), answer.text("code")), (404, "not_found".to_owned()));
    assert_eq!(page(&visitor, &own, &format!("around={said}")).await.0, ["hello"]);
    assert_eq!(page(admin, &own, &format!("around={said}")).await.0, ["a note", "hello"]);
    server.stop().await;
}

fn texts_of(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
