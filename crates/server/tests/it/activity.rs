//! Who types, and who looks at what: told to whoever listens just then.

use serde_json::{Value, json};
use switchroom_testkit::{Client, EventStream, Server, Socket};

use crate::scene::{channel, id, post, user};

/// A conversation: the team's tokens, the visitor's, and the room.
struct Conversation {
    server: Server,
    ann: Client,
    ann_id: String,
    visitor: Client,
    visitor_id: String,
    room: String,
}

impl Conversation {
    async fn start() -> Self {
        let server = Server::start().await;
        let (ann_id, ann) = user(&server.admin, "ann", "agent").await;
        let channel = channel(&server.admin, "web").await;
        let (visitor, visitor_id) = visitor(&server, &channel).await;
        let room = id(&visitor.post("/v1/rooms", json!({"channel_id": channel})).send().await.expect(201));
        Self { server, ann, ann_id, visitor, visitor_id, room }
    }

    fn typing(&self, typing: bool) -> Value {
        json!({"type": "typing", "room_id": self.room, "typing": typing})
    }

    async fn say(&self, client: &Client, body: Value) -> u16 {
        self.say_in(client, &self.room, body).await.0
    }

    /// The status, and the code if it is refused.
    async fn say_in(&self, client: &Client, room: &str, body: Value) -> (u16, String) {
        let answer = client.post(&format!("/v1/rooms/{room}/typing"), body).send().await;
        let code = if answer.status.is_success() { String::new() } else { answer.text("code") };
        (answer.status.as_u16(), code)
    }
}

async fn visitor(server: &Server, channel: &str) -> (Client, String) {
    let visitor = server.client().post(&format!("/v1/channels/{channel}/visitors"), json!({"name": "Vic"})).send().await.expect(201);
    let client = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let me = client.get("/v1/me").send().await.expect(200);
    (client, me["actor"]["id"].as_str().expect("an id").to_owned())
}

/// A socket that listens to a room; to the log, without it.
async fn listening(client: &Client, room: Option<&str>) -> Socket {
    let mut socket = Socket::open(client).await;
    socket.send(room.map_or_else(|| json!({"type": "subscribe"}), |room| json!({"type": "subscribe", "room_id": room}))).await;
    socket.next_of("subscribed").await;
    socket
}

fn types(room: &str, kind: &str, id: &str, typing: bool) -> Value {
    json!({"type": "typing", "room_id": room, "person": {"type": kind, "id": id}, "typing": typing})
}

/// The next frame that is told of a message or of what somebody does just now.
async fn told(socket: &mut Socket) -> Value {
    loop {
        let frame = socket.next().await.expect("a frame");
        if frame["type"] != "event" || frame["event"]["type"] == "message.created" {
            return frame;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_else_listens_to_the_room_is_told() {
    let conversation = Conversation::start().await;
    let Conversation { server, ann, ann_id, visitor, visitor_id, room } = &conversation;
    let mut visitors = listening(visitor, Some(room)).await;
    let mut anns = listening(ann, Some(room)).await;
    let mut anns_other = listening(ann, Some(room)).await;
    let mut admins = listening(&server.admin, None).await;
    visitors.send(conversation.typing(true)).await;
    for socket in [&mut anns, &mut anns_other, &mut admins] {
        assert_eq!(told(socket).await, types(room, "contact", visitor_id, true));
    }
    anns.send(conversation.typing(true)).await;
    // Said again at once, it is not told again.
    anns_other.send(conversation.typing(true)).await;
    anns.send(conversation.typing(false)).await;
    for socket in [&mut visitors, &mut admins] {
        assert_eq!(told(socket).await, types(room, "user", ann_id, true));
        assert_eq!(told(socket).await, types(room, "user", ann_id, false));
    }
    // Nobody is told of himself, and who types is not answered: the next that each sees is the message.
    post(ann, room, "hello").await;
    for socket in [&mut visitors, &mut anns, &mut anns_other, &mut admins] {
        assert_eq!(told(socket).await["event"]["data"]["message"]["text"], "hello");
    }
    conversation.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_for_colleagues_is_not_told_to_the_contact() {
    let conversation = Conversation::start().await;
    let Conversation { server, ann, ann_id, visitor, room, .. } = &conversation;
    let mut visitors = listening(visitor, Some(room)).await;
    let mut admins = listening(&server.admin, Some(room)).await;
    assert_eq!(conversation.say(ann, json!({"typing": true, "internal": true})).await, 204);
    let told_to_admin = told(&mut admins).await;
    assert_eq!((&told_to_admin["internal"], &told_to_admin["person"]["id"]), (&json!(true), &json!(ann_id)));
    // Going over to what the contact may see is news to it.
    assert_eq!(conversation.say(ann, json!({"typing": true})).await, 204);
    assert_eq!(told(&mut visitors).await, types(room, "user", ann_id, true));
    conversation.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_post_may_not_say_that_he_types() {
    let conversation = Conversation::start().await;
    let Conversation { server, ann, visitor, visitor_id, room, .. } = &conversation;
    let mut admins = listening(&server.admin, None).await;
    let yes = || json!({"typing": true});
    let (stranger, _) = self::visitor(server, &channel(&server.admin, "web").await).await;
    let (_, onlooker) = user(&server.admin, "onlooker", "monitor").await;
    server.admin.patch("/v1/roles/monitor", json!({"permissions": ["room.view"]})).send().await.expect(200);
    let nowhere = "00000000-0000-7000-8000-000000000001";
    let expected = |status, code: &str| (status, code.to_owned());
    assert_eq!(conversation.say_in(&stranger, room, yes()).await, expected(404, "not_found"));
    assert_eq!(conversation.say_in(&stranger, room, json!({"typing": false})).await, expected(404, "not_found"));
    assert_eq!(conversation.say_in(ann, nowhere, yes()).await, expected(404, "not_found"));
    assert_eq!(conversation.say_in(visitor, room, json!({"typing": true, "internal": true})).await, expected(422, "invalid"));
    assert_eq!(conversation.say_in(&server.client(), room, yes()).await, expected(401, "token_missing"));
    assert_eq!(conversation.say_in(ann, room, json!({})).await, expected(422, "invalid"));
    assert_eq!(conversation.say_in(&onlooker, room, yes()).await, expected(403, "forbidden"));

    post(visitor, room, "hello").await;
    let block = json!({"contact_id": visitor_id, "blocked": true});
    server.admin.post(&format!("/v1/rooms/{room}/block"), block).send().await.expect(200);
    assert_eq!(conversation.say_in(visitor, room, yes()).await, expected(403, "blocked"));
    server.admin.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    assert_eq!(conversation.say_in(ann, room, yes()).await, expected(409, "room_resolved"));
    let mut socket = Socket::open(ann).await;
    socket.next_of("ready").await;
    socket.send(json!({"type": "typing", "room_id": room, "typing": true, "ref": "r"})).await;
    let refused = socket.next().await.expect("a frame");
    assert_eq!((&refused["type"], &refused["ref"], &refused["problem"]["code"]), (&json!("error"), &json!("r"), &json!("room_resolved")));
    assert_eq!(conversation.say(ann, json!({"typing": true, "internal": true})).await, 204);
    // Of all this, only the last was told.
    assert_eq!(admins.next_of("typing").await["internal"], json!(true));
    conversation.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_tells_who_types_if_it_is_asked_for() {
    let conversation = Conversation::start().await;
    let Conversation { server, visitor, visitor_id, room, .. } = &conversation;
    let mut asked = EventStream::open(server.admin.get("/v1/events/stream?typing=true&types=message.created")).await;
    let mut not_asked = EventStream::open(server.admin.get("/v1/events/stream?types=message.created")).await;
    assert_eq!(conversation.say(visitor, json!({"typing": true})).await, 204);
    let told = asked.next().await.expect("an event");
    assert_eq!((told.id.as_str(), told.kind.as_str()), ("", "typing"));
    assert_eq!(told.data, json!({"room_id": room, "person": {"type": "contact", "id": visitor_id}, "typing": true}));
    post(visitor, room, "hello").await;
    for stream in [&mut asked, &mut not_asked] {
        assert_eq!(stream.next().await.expect("an event").kind, "message.created");
    }
    conversation.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_told_who_looks_at_a_room_and_contacts_are_not() {
    let conversation = Conversation::start().await;
    let Conversation { server, ann, ann_id, visitor, room, .. } = &conversation;
    let mut visitors = listening(visitor, Some(room)).await;
    let mut anns = listening(ann, None).await;
    let mut on_log = listening(&server.admin, None).await;
    let mut on_room = listening(&server.admin, Some(room)).await;
    let looks = |viewing: bool| json!({"type": "viewing", "room_id": room, "person": {"type": "user", "id": ann_id}, "viewing": viewing});
    let say = |viewing: bool| json!({"type": "viewing", "room_id": room, "viewing": viewing});
    anns.send(say(true)).await;
    // Said again at once, it is not told again.
    anns.send(say(true)).await;
    for socket in [&mut on_log, &mut on_room] {
        assert_eq!(told(socket).await, looks(true));
    }
    // Typing is another thing, and ends no looking.
    assert_eq!(conversation.say(ann, json!({"typing": true})).await, 204);
    ann.post(&format!("/v1/rooms/{room}/viewing"), json!({"viewing": false})).send().await.expect(204);
    for socket in [&mut on_log, &mut on_room] {
        assert_eq!(told(socket).await, types(room, "user", ann_id, true));
        assert_eq!(told(socket).await, looks(false));
    }
    post(ann, room, "hello").await;
    assert_eq!(told(&mut visitors).await, types(room, "user", ann_id, true));
    // Nobody is told of himself; the contact is told of nobody who looks.
    for socket in [&mut visitors, &mut anns, &mut on_log] {
        assert_eq!(told(socket).await["event"]["data"]["message"]["text"], "hello");
    }
    drop((visitors, anns, on_log, on_room));
    conversation.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_see_a_room_may_not_say_that_he_looks_at_it() {
    let conversation = Conversation::start().await;
    let Conversation { server, ann, visitor, room, .. } = &conversation;
    let (_, nobody) = user(&server.admin, "nobody", "user").await;
    let nowhere = "00000000-0000-7000-8000-000000000001";
    for (client, room, body, status, code) in [
        (visitor, room.as_str(), json!({"viewing": true}), 403, "forbidden"),
        (&nobody, room, json!({"viewing": true}), 403, "forbidden"),
        (ann, nowhere, json!({"viewing": true}), 404, "not_found"),
        (ann, room, json!({}), 422, "invalid"),
        (&server.client(), room, json!({"viewing": true}), 401, "token_missing"),
    ] {
        let answer = client.post(&format!("/v1/rooms/{room}/viewing"), body.clone()).send().await;
        assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (status, code), "{body}");
    }
    let mut stream = EventStream::open(server.admin.get("/v1/events/stream?typing=true&types=message.created")).await;
    // One may look at what was resolved.
    server.admin.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    ann.post(&format!("/v1/rooms/{room}/viewing"), json!({"viewing": true})).send().await.expect(204);
    post(visitor, room, "hello").await;
    assert_eq!(stream.next().await.expect("an event").kind, "message.created", "streams tell of typing only");
    drop(stream);
    conversation.server.stop().await;
}
