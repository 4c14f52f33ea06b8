//! Many who listen to the same room.

use futures_util::future::join_all;
use serde_json::json;
use switchroom_server::config::Layer;
use switchroom_testkit::{Server, Socket};

use super::room;
use crate::scene::post;

const SOCKETS: u32 = 200;
const MESSAGES: usize = 100;

/// The texts of the next messages.
async fn texts(mut socket: Socket) -> Vec<String> {
    let mut texts = Vec::new();
    while texts.len() < MESSAGES {
        let event = socket.next_of("event").await;
        texts.push(event["event"]["data"]["message"]["text"].as_str().expect("a text").to_owned());
    }
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_in_a_room_is_told_everything_in_order() {
    let server = Server::with_settings(Layer { max_sockets_per_token: Some(SOCKETS), ..Layer::default() }).await;
    let admin = &server.admin;
    let room = room(admin).await;
    let mut listening = Vec::new();
    for _ in 0..SOCKETS {
        let mut socket = Socket::open(admin).await;
        socket.send(json!({"type": "subscribe", "room_id": room})).await;
        socket.next_of("subscribed").await;
        listening.push(tokio::spawn(texts(socket)));
    }
    let posted: Vec<String> = (0..MESSAGES).map(|number| number.to_string()).collect();
    for text in &posted {
        post(admin, &room, text).await;
    }
    for texts in join_all(listening).await {
        assert_eq!(texts.expect("a listener"), posted);
    }
    server.stop().await;
}
