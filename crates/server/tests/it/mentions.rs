//! Mentions: colleagues who are named in internal messages.

use serde_json::json;
use switchroom_testkit::{Server, Socket};

use crate::scene::{channel, id, open_room, user};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_are_mentioned_where_the_contact_does_not_read() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let ((ann_id, ann), (bob_id, bob)) = (user(admin, "ann", "agent").await, user(admin, "bob", "agent").await);
    let web = channel(admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), json!({"name": "Vic"})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = id(&visitor.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201));
    let path = format!("/v1/rooms/{room}/messages");
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    t.note("Whoever is mentioned is told with the message.");
    let note = json!({"text": "Can you look?", "visibility": "internal", "mentions": [bob_id]});
    let message = id(&t.ask(&ann, "POST", &path, Some(note)).await);
    t.note("An edit keeps them, unless it says who is mentioned.");
    let message = format!("/v1/messages/{message}");
    t.ask(&ann, "PATCH", &message, Some(json!({"text": "Can you look, please?"}))).await;
    t.ask(&ann, "PATCH", &message, Some(json!({"mentions": [bob_id, ann_id]}))).await;
    t.ask(&bob, "GET", &format!("{message}/revisions"), None).await;
    t.note("Only users, each once, and where the contact does not read along.");
    for mentions in [json!([bob_id, bob_id]), json!(["00000000-0000-7000-8000-000000000001"]), json!("bob")] {
        t.ask(&ann, "POST", &path, Some(json!({"text": "x", "visibility": "internal", "mentions": mentions}))).await;
    }
    t.ask(&ann, "POST", &path, Some(json!({"text": "x", "mentions": [bob_id]}))).await;
    t.ask(&visitor, "POST", &path, Some(json!({"text": "x", "mentions": [bob_id]}))).await;
    let public = id(&t.ask(&ann, "POST", &path, Some(json!({"text": "Hello"}))).await);
    t.ask(&ann, "PATCH", &format!("/v1/messages/{public}"), Some(json!({"mentions": [bob_id]}))).await;
    t.note("Who is not active is not mentioned.");
    admin.patch(&format!("/v1/users/{bob_id}"), json!({"active": false})).send().await.expect(200);
    t.ask(&ann, "POST", &path, Some(json!({"text": "x", "visibility": "internal", "mentions": [bob_id]}))).await;
    t.note("He stays where he was mentioned; a deleted message mentions nobody.");
    t.ask(&ann, "PATCH", &message, Some(json!({"text": "Never mind."}))).await;
    t.ask(&ann, "DELETE", &message, None).await;
    t.ask(&ann, "GET", &path, None).await;
    t.ask(&visitor, "GET", &path, None).await;
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}

/// A note that is posted on a socket, and the event that tells of it, name the mentioned.
#[tokio::test(flavor = "multi_thread")]
async fn sockets_post_and_tell_mentions() {
    let server = Server::start().await;
    let admin = &server.admin;
    let ((_, ann), (bob_id, bob)) = (user(admin, "ann", "agent").await, user(admin, "bob", "agent").await);
    let room = id(&open_room(admin, &channel(admin, "api").await, "vic").await);
    let mut listening = Socket::open(&bob).await;
    listening.send(json!({"type": "subscribe"})).await;
    listening.next_of("subscribed").await;
    let mut writing = Socket::open(&ann).await;
    let post = json!({"type": "post", "ref": "1", "room_id": room, "text": "Look", "visibility": "internal", "mentions": [bob_id]});
    writing.send(post).await;
    loop {
        let event = listening.next_of("event").await["event"].take();
        if event["type"] == "message.created" {
            assert_eq!(event["data"]["message"]["mentions"], json!([bob_id]));
            break;
        }
    }
    server.stop().await;
}
