//! Replies that are held back because a colleague was faster.

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::{Client, Server, Socket};

use crate::scene::{channel, id, post, user};

struct Scene {
    server: Server,
    ann: Client,
    bob: Client,
    visitor: Client,
    room: String,
}

async fn scene() -> Scene {
    let server = Server::start().await;
    let (_, ann) = user(&server.admin, "ann", "agent").await;
    let (_, bob) = user(&server.admin, "bob", "agent").await;
    let channel = channel(&server.admin, "web").await;
    let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let room = id(&visitor.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
    Scene { server, ann, bob, visitor, room }
}

impl Scene {
    fn path(&self) -> String {
        format!("/v1/rooms/{}/messages", self.room)
    }

    async fn texts(&self) -> Vec<Value> {
        let listed = self.server.admin.get(&self.path()).send().await.expect(200);
        listed["messages"].as_array().expect("messages").iter().rev().map(|message| message["text"].clone()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_slower_is_shown_the_answer_and_posts_nothing() {
    let scene = scene().await;
    let Scene { ann, bob, visitor, room, .. } = &scene;
    let question = id(&post(visitor, room, "Where is it?").await);
    let reply = |text: &str, last: &Value| json!({"text": text, "expected_last_message_id": last});
    let answer = ann.post(&scene.path(), reply("On its way.", &json!(question))).send().await.expect(201);
    let held = bob.post(&scene.path(), reply("No idea.", &json!(question))).header("idempotency-key", "bob-1").send().await.expect(409);
    assert_eq!((&held["code"], &held["message"]), (&json!("newer_answer"), &answer), "{held}");
    // On a socket, too, which says it in the problem.
    let mut socket = Socket::open(bob).await;
    let frame = json!({"type": "post", "ref": "r", "room_id": room, "text": "No idea.", "expected_last_message_id": question});
    socket.send(frame).await;
    let refused = socket.next_of("error").await;
    assert_eq!((&refused["ref"], &refused["problem"]["message"]["id"]), (&json!("r"), &answer["id"]), "{refused}");
    assert_eq!(scene.texts().await, ["Where is it?", "On its way."]);
    // What the contact says, and what he has seen himself, holds nobody back; the key is free for the same again.
    post(visitor, room, "Thanks!").await;
    let sent = bob.post(&scene.path(), reply("No idea.", &json!(question))).header("idempotency-key", "bob-1").send().await;
    let sent = sent.expect(201)["id"].clone();
    bob.post(&scene.path(), reply("Or so.", &json!(question))).send().await.expect(201);
    ann.post(&scene.path(), reply("Hm.", &sent)).send().await.expect(409);
    ann.post(&scene.path(), json!({"text": "Hm."})).send().await.expect(201);
    assert_eq!(scene.texts().await, ["Where is it?", "On its way.", "Thanks!", "No idea.", "Or so.", "Hm."]);
    for (client, last, status) in [(visitor, json!(question), 422), (bob, json!("x"), 422), (bob, Value::Null, 409)] {
        assert_eq!(client.post(&scene.path(), reply("x", &last)).send().await.status.as_u16(), status, "{last}");
    }
    drop(socket);
    scene.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_answer_at_once_one_does() {
    let scene = scene().await;
    let mut last = post(&scene.visitor, &scene.room, "Hello?").await["id"].clone();
    for round in 0..10 {
        let reply = json!({"text": format!("answer {round}"), "expected_last_message_id": last});
        let answers = join_all([&scene.ann, &scene.bob].map(|client| client.post(&scene.path(), reply.clone()).send())).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let winner = answers.iter().find(|answer| answer.status == 201).expect("a winner");
        last = winner.json()["id"].clone();
    }
    scene.server.stop().await;
}
