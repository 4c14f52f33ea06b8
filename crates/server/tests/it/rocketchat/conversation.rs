//! One conversation from beginning to end, as a transcript.

use serde_json::json;
use switchroom_testkit::Server;

use super::{ADMIN, Rc, TOKEN, by_visitor};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation() {
    let server = Server::foretold().await;
    let client = server.client();
    let mut transcript = Transcript::default();
    let t = &mut transcript;

    t.note("An admin logs in, makes an agent, a custom field and a service level.");
    let request = client.post("/api/v1/login", json!({"username": ADMIN.0, "password": ADMIN.1}));
    let session = t.tell("POST login", request).await;
    let admin = Rc {
        client: client.clone(),
        token: session["data"]["authToken"].as_str().expect("a token").to_owned(),
        id: session["data"]["userId"].as_str().expect("an id").to_owned(),
    };
    let new = json!({"name": "Bob", "username": "bob", "email": "bob@example.com", "password": "bob"});
    t.tell("POST users.create", admin.post("users.create", new)).await;
    t.tell("POST livechat/users/agent", admin.post("livechat/users/agent", json!({"username": "bob"}))).await;
    let agent = Rc::log_in(&client, "bob", "bob").await;
    let field = json!({"field": "order", "label": "Order", "scope": "room", "visibility": "visible", "regexp": "^[0-9]+$"});
    let save = json!({"customFieldId": null, "customFieldData": field});
    t.tell("POST livechat/custom-fields.save", admin.post("livechat/custom-fields.save", save)).await;
    let sla = json!({"name": "Gold", "description": "Soon", "dueTimeInMinutes": 10});
    let sla = t.tell("POST livechat/sla", admin.post("livechat/sla", sla)).await["sla"]["_id"].clone();

    t.note("A visitor introduces himself, gets a room, and writes.");
    let visitor = json!({"visitor": {"token": TOKEN, "name": "Ann", "email": "Ann@Example.com", "phone": "123"}});
    let visitor = t.tell("POST livechat/visitor", by_visitor(&client, "POST", "livechat/visitor", Some(visitor))).await;
    let room = by_visitor(&client, "GET", &format!("livechat/room?token={TOKEN}"), None);
    let room = t.tell("GET livechat/room", room.header("cookie", "rc_is_widget=t; rc_room_type=l")).await;
    let (visitor, room) = (visitor["visitor"]["_id"].clone(), room["room"]["_id"].as_str().expect("an id").to_owned());
    let again = by_visitor(&client, "GET", &format!("livechat/room?token={TOKEN}&rid={room}"), None);
    assert_eq!(again.send().await.expect(200)["newRoom"], false);
    let hello = json!({"token": TOKEN, "rid": room, "msg": "Where is my order?", "_id": "clientGivenId0001"});
    t.tell("POST livechat/message", by_visitor(&client, "POST", "livechat/message", Some(hello))).await;

    t.note("The agent answers, and edits room and guest.");
    let answer = json!({"message": {"rid": room, "msg": "Let me look.\n\nA moment."}});
    t.tell("POST chat.sendMessage", agent.post("chat.sendMessage", answer)).await;
    let info = json!({
        "guestData": {"_id": visitor, "name": "Ann Smith", "phone": "456"},
        "roomData": {"_id": room, "topic": "Order 17", "tags": ["order"], "livechatData": {"order": "17"}, "priorityId": "high", "slaId": sla},
    });
    t.tell("POST livechat/room.saveInfo", agent.post("livechat/room.saveInfo", info)).await;
    t.tell("GET channels.info", agent.get(&format!("channels.info?roomId={room}"))).await;
    let history = by_visitor(&client, "GET", &format!("livechat/messages.history/{room}?token={TOKEN}"), None);
    t.tell("GET livechat/messages.history", history).await;

    t.note("The visitor closes the room.");
    let close = json!({"rid": room, "token": TOKEN});
    t.tell("POST livechat/room.close", by_visitor(&client, "POST", "livechat/room.close", Some(close))).await;
    t.tell("GET livechat/rooms", admin.get("livechat/rooms?open=false")).await;
    t.tell("POST logout", agent.post("logout", json!({}))).await;
    t.tell("GET me", agent.get("me")).await;
    insta::assert_snapshot!(transcript.text());
    server.stop().await;
}
