//! Rooms as agents read and close them.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::save_info::head;
use super::{Rc, Scene, error, open, register, says, user};

/// The ids that a list of rooms tells, and the total.
async fn list(by: &Rc, query: &str) -> (Vec<Value>, Value) {
    let told = by.get(&format!("livechat/rooms{query}")).send().await.expect(200);
    let rooms: Vec<Value> = told["rooms"].as_array().expect("rooms").iter().map(|room| room["_id"].clone()).collect();
    assert_eq!(told["count"].as_u64(), Some(rooms.len() as u64));
    (rooms, told["total"].clone())
}

/// As it stands in a query.
fn quoted(value: &Value) -> String {
    value.to_string().bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_found_by_whatever_is_asked() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let admin = &scene.admin;
    let field = json!({"field": "order", "label": "Order", "scope": "room", "visibility": "visible"});
    admin.post("livechat/custom-fields.save", json!({ "customFieldData": field })).send().await.expect(200);
    let second = user(admin, "second", Some("agent")).await;
    let mut rooms = vec![json!(scene.room)];
    for token in ["t1", "t2", "t3"] {
        register(&scene.client, token).await;
        rooms.push(open(&scene.client, token).await["_id"].clone());
    }
    // Nobody serves the last one.
    admin.post("settings/Livechat_Routing_Method", json!({"value": "Manual_Selection"})).send().await.expect(200);
    register(&scene.client, "t4").await;
    rooms.push(open(&scene.client, "t4").await["_id"].clone());
    let info = scene.info(json!({"name": "Zoe"}), json!({"tags": ["vip"], "livechatData": {"order": "17"}}));
    admin.post("livechat/room.saveInfo", info).send().await.expect(200);
    admin.post("livechat/room.closeByUser", json!({"rid": rooms[1], "tags": ["done"]})).send().await.expect(200);
    let newest_first: Vec<Value> = rooms.iter().rev().cloned().collect();
    let of = |indices: &[usize]| indices.iter().map(|i| rooms[*i].clone()).collect::<Vec<_>>();

    assert_eq!(list(admin, "").await, (newest_first, json!(5)));
    assert_eq!(list(admin, "?offset=1&count=2").await, (of(&[3, 2]), json!(5)));
    assert_eq!(list(admin, "?open=true").await.0, of(&[4, 3, 2, 0]));
    assert_eq!(list(admin, "?open=false").await.0, of(&[1]));
    assert_eq!(list(admin, "?open=undefined").await.1, json!(5));
    assert_eq!(list(admin, "?queued=true").await.0, of(&[4]));
    assert_eq!(list(admin, "?onhold=true").await, (Vec::new(), json!(0)));
    assert_eq!(list(admin, "?tags[]=vip&tags[]=done").await.0, of(&[1, 0]));
    assert_eq!(list(admin, &format!("?customFields={}", quoted(&json!({"order": "17"})))).await.0, of(&[0]));
    assert_eq!(list(admin, &format!("?customFields={}", quoted(&json!({"order": "18"})))).await.0, of(&[]));
    // Its guest is Zoe now, and it is called what it was: found by what is told.
    assert_eq!(list(admin, "?roomName=zo").await.0, of(&[]));
    assert_eq!(scene.room().await["fname"], "Ann");
    assert!(list(admin, "?roomName=an").await.0.contains(&rooms[0]));
    let visitor = json!({"visitor": {"token": super::TOKEN, "name": "Zora"}});
    super::by_visitor(&scene.client, "POST", "livechat/visitor", Some(visitor)).send().await.expect(200);
    assert_eq!(list(admin, "?roomName=zora").await.0, of(&[0]));
    assert!(!list(admin, "?roomName=an").await.0.contains(&rooms[0]));
    assert_eq!(scene.room().await["fname"], "Zora");
    let by_second = list(admin, &format!("?agents[]={}", second.id)).await.0;
    let by_first = list(admin, &format!("?agents%5B%5D={}", scene.agent.id)).await.0;
    assert_eq!((by_second.len(), by_first.len()), (2, 2));
    assert_eq!(list(admin, &format!("?agents[]={}&agents[]={}", second.id, scene.agent.id)).await.1, json!(4));
    assert_eq!(list(admin, "?agents[]=nobody").await.1, json!(0));
    assert_eq!(list(admin, "?departmentId=nowhere").await.1, json!(0));
    let since = |start: &str| quoted(&json!({ "start": start }));
    assert_eq!(list(admin, &format!("?createdAt={}", since("2000-01-01"))).await.1, json!(5));
    assert_eq!(list(admin, &format!("?createdAt={}", since("2900-01-01"))).await.1, json!(0));
    assert_eq!(list(admin, &format!("?closedAt={}", since("2000-01-01"))).await.0, of(&[1]));
    assert_eq!(list(admin, &format!("?sort={}", quoted(&json!({"ts": 1})))).await.0, rooms);

    let wrong = [
        (format!("?agents={}", second.id), "must be array [invalid-params]"),
        ("?tags=vip".to_owned(), "must be array [invalid-params]"),
        ("?count=many".to_owned(), "must be integer [invalid-params]"),
        ("?createdAt=now".to_owned(), "The \"createdAt\" query parameter must be a valid JSON."),
        ("?customFields=%7B".to_owned(), "The \"customFields\" query parameter must be a valid JSON."),
        ("?customFields=%5B%5D".to_owned(), "Invalid custom fields"),
        ("?sort=ts".to_owned(), "Invalid sort parameter provided: \"ts\" [error-invalid-sort]"),
    ];
    for (query, told) in wrong {
        assert_eq!(error(&admin.get(&format!("livechat/rooms{query}")).send().await, 400)["error"], told, "{query}");
    }
    // An agent lists his own, and nothing else.
    assert_eq!(list(&scene.agent, &format!("?agents[]={}", scene.agent.id)).await.0, by_first);
    for query in ["".to_owned(), format!("?agents[]={}", second.id), format!("?agents[]={}&agents[]={}", scene.agent.id, second.id)] {
        assert_eq!(error(&scene.agent.get(&format!("livechat/rooms{query}")).send().await, 403)["error"], "unauthorized");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_closes_his_room() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let other = user(&scene.admin, "other", Some("agent")).await;
    let stranger = user(&scene.admin, "stranger", None).await;
    scene.agent.post("livechat/room.saveInfo", scene.info(json!({}), json!({"tags": ["a"]}))).send().await.expect(200);
    let close = async |by: &Rc, body: Value| by.post("livechat/room.closeByUser", body).send().await;
    let before = head(&server.admin).await;
    let body = json!({"rid": scene.room, "comment": "Bye", "tags": ["b", "a"]});
    let guard = "User does not have the permissions required for this action [error-unauthorized]";
    assert_eq!(error(&close(&stranger, body.clone()).await, 403)["error"], guard);
    assert_eq!(error(&close(&other, body.clone()).await, 403)["error"], "unauthorized");
    assert_eq!(error(&close(&scene.agent, json!({"rid": "nothing"})).await, 400)["error"], "error-invalid-room");
    assert_eq!(error(&close(&scene.agent, json!({"comment": "x"})).await, 400)["errorType"], "invalid-params");
    assert_eq!(head(&server.admin).await, before);
    assert_eq!(close(&scene.agent, body.clone()).await.expect(200), json!({"success": true}));
    let room = scene.room().await;
    assert_eq!(json!([room["tags"], room["closer"], room["closedBy"]["username"]]), json!([["a", "b"], "user", "agent"]));
    assert!(room["metrics"]["chatDuration"].is_f64() && room.get("open").is_none(), "{room}");
    assert_eq!(error(&close(&scene.agent, body).await, 400)["errorType"], "error-room-already-closed");
    let messages = server.admin.get(&format!("/v1/rooms/{}/messages", scene.room)).send().await.expect(200);
    let last = &messages["messages"][0];
    assert_eq!(json!([last["type"], last["text"], last["visibility"]]), json!(["system", "Bye", "public"]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_told_by_its_id() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let stranger = user(&scene.admin, "stranger", None).await;
    says(&scene.client, super::TOKEN, &scene.room, "hello").await;
    for (call, key) in [("rooms.info", "room"), ("channels.info", "channel")] {
        let told = scene.agent.get(&format!("{call}?roomId={}", scene.room)).send().await.expect(200);
        assert_eq!(told[key], scene.room().await);
        assert_eq!(
            json!([told[key]["t"], told[key]["msgs"], told[key]["open"], told[key]["waitingResponse"]]),
            json!(["l", 1, true, true])
        );
        assert_eq!(error(&scene.agent.get(call).send().await, 400)["errorType"], "error-roomid-param-not-provided");
        let unknown = scene.agent.get(&format!("{call}?roomId=nothing")).send().await;
        assert_eq!(error(&unknown, 400)["errorType"], "error-room-not-found");
        error(&stranger.get(&format!("{call}?roomId={}", scene.room)).send().await, 403);
    }
    // A room of a whole group is none of Rocket.Chat's.
    let channel = crate::scene::channel(&server.admin, "api").await;
    let group = json!({"channel_id": channel, "contact": {"handle": "g"}, "kind": "group"});
    let group = server.admin.post("/v1/rooms", group).send().await.expect(201)["id"].as_str().expect("an id").to_owned();
    error(&scene.admin.get(&format!("rooms.info?roomId={group}")).send().await, 400);
    let body = json!({"guestData": {"_id": scene.visitor}, "roomData": {"_id": group}});
    assert_eq!(error(&scene.admin.post("livechat/room.saveInfo", body).send().await, 400)["error"], "error-invalid-room");
    assert_eq!(list(&scene.admin, "").await.1, json!(1));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_room_is_taken_once() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let second = user(&scene.admin, "second", Some("agent")).await;
    scene.admin.post("settings/Livechat_Routing_Method", json!({"value": "Manual_Selection"})).send().await.expect(200);
    register(&scene.client, "t1").await;
    let room = open(&scene.client, "t1").await["_id"].clone();
    let take = async |by: &Rc, body: Value| by.post("livechat/inquiries.take", body).send().await;
    assert_eq!(error(&take(&second, json!({"inquiryId": "nothing"})).await, 400)["errorType"], "error-not-found");
    let inquiry =
        async |id: &str| second.get(&format!("livechat/inquiries.getOne?roomId={id}")).send().await.expect(200)["inquiry"].clone();
    let queued = inquiry(room.as_str().expect("an id")).await;
    assert_eq!(json!([queued["_id"], queued["rid"], queued["status"], queued["priorityWeight"]]), json!([room, room, "queued", 99]));
    assert_eq!(inquiry("nothing").await, json!(null));
    let nobody = json!({"inquiryId": room, "userId": "nobody"});
    assert_eq!(error(&take(&second, nobody).await, 400)["error"], "The user is invalid");
    assert_eq!(error(&take(&second, json!({"inquiryId": room, "userId": scene.agent.id})).await, 403)["error"], "unauthorized");
    let taken = take(&second, json!({ "inquiryId": room })).await.expect(200);
    assert_eq!(json!([taken["inquiry"]["rid"], taken["inquiry"]["status"]]), json!([room, "taken"]));
    assert_eq!(error(&take(&scene.agent, json!({ "inquiryId": room })).await, 400)["errorType"], "error-inquiry-taken");
    let told = scene.agent.get(&format!("rooms.info?roomId={}", room.as_str().expect("an id"))).send().await.expect(200);
    assert_eq!(told["room"]["servedBy"]["_id"], second.id);
    server.stop().await;
}
