//! Page by page, newest first.

use switchroom_testkit::{Client, Server};

use super::{indexed, path};
use crate::scene::{channel, id, open_room, post};

/// All that is found, page by page.
async fn all(client: &Client, words: &str, filters: &str) -> Vec<String> {
    let (mut texts, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&path("messages", words, &format!("{filters}{cursor}"))).send().await.expect(200);
        let messages = page["messages"].as_array().expect("messages");
        texts.extend(messages.iter().map(|found| found["message"]["text"].as_str().expect("a text").to_owned()));
        let Some(next) = page["next"].as_str() else { return texts };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_message_is_on_one_page() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let rooms = [id(&open_room(admin, &channel, "ann").await), id(&open_room(admin, &channel, "bob").await)];
    for i in 0..130 {
        post(admin, &rooms[i % 2], &format!("{} number{i}", if i % 10 == 0 { "tenth" } else { "other" })).await;
    }
    indexed(admin).await;
    let expected: Vec<String> = (0..130).rev().map(|i| format!("{} number{i}", if i % 10 == 0 { "tenth" } else { "other" })).collect();
    assert_eq!(all(admin, "number", "&limit=7").await, expected);
    assert_eq!(all(admin, "number", "").await, expected);
    let tenth: Vec<String> = expected.iter().filter(|text| text.starts_with("tenth")).cloned().collect();
    assert_eq!(all(admin, "tenth", "&limit=5").await, tenth);
    assert_eq!(all(admin, "tenth -other", "&limit=5").await, tenth);
    let in_room: Vec<String> = expected.iter().filter(|text| text.ends_with(['1', '3', '5', '7', '9'])).cloned().collect();
    assert_eq!(all(admin, "number", &format!("&limit=9&room_id={}", rooms[1])).await, in_room);
    server.stop().await;
}
