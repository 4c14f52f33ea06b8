//! Closing a room: one closes it, everybody else is told that it is done, and the visitor learns of it.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::{Scene, TOKEN, by_visitor, error};

async fn closing_messages(scene: &Scene) -> Vec<Value> {
    let path = format!("livechat/messages.history/{}?token={TOKEN}", scene.room);
    let history = by_visitor(&scene.client, "GET", &path, None).send().await.expect(200);
    let all = history["messages"].as_array().expect("messages").clone();
    all.into_iter().filter(|message| message["t"] == "livechat-close").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_close_a_room_one_does() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let mut closing = tokio::task::JoinSet::new();
    for i in 0..10 {
        let body = json!({"rid": scene.room, "comment": format!("closing {i}"), "tags": [format!("tag {i}")]});
        closing.spawn(scene.agent.post("livechat/room.closeByUser", body).send());
    }
    let answers = closing.join_all().await;
    let (done, told): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((done.len(), told.len()), (1, 9));
    for answer in told {
        assert_eq!(error(answer, 400)["errorType"], "error-room-already-closed");
    }
    let said = closing_messages(&scene).await;
    assert_eq!(said.len(), 1);
    let room = scene.room().await;
    let number = said[0]["msg"].as_str().expect("a text").trim_start_matches("closing ").to_owned();
    assert_eq!(room["tags"], json!([format!("tag {number}")]), "of whoever closed it");
    let close = json!({"rid": scene.room, "token": TOKEN});
    assert_eq!(error(&by_visitor(&scene.client, "POST", "livechat/room.close", Some(close)).send().await, 400)["error"], "room-closed");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_learns_that_his_room_is_closed_without_a_comment_too() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    scene.agent.post("livechat/room.closeByUser", json!({"rid": scene.room})).send().await.expect(200);
    let said = closing_messages(&scene).await;
    assert_eq!(said.iter().map(|message| &message["msg"]).collect::<Vec<_>>(), [""]);
    server.stop().await;
}
