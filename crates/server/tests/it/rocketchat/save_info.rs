//! `livechat/room.saveInfo`, branch by branch.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{Rc, Scene, by_visitor, error, open, register, user};

const CALL: &str = "livechat/room.saveInfo";

/// The organization's log, which nothing may be added to where a call is refused.
pub(super) async fn head(admin: &Client) -> Value {
    admin.get("/v1/events?after=0&limit=1000").send().await.expect(200)["next"].clone()
}

async fn save(by: &Rc, body: Value) {
    assert_eq!(by.post(CALL, body).send().await.expect(200), json!({"success": true}));
}

async fn refused(by: &Rc, body: Value, status: u16) -> Value {
    error(&by.post(CALL, body).send().await, status)
}

async fn field(admin: &Rc, key: &str, scope: &str, regexp: &str) {
    let data = json!({"field": key, "label": key.to_uppercase(), "scope": scope, "visibility": "visible", "regexp": regexp});
    admin.post("livechat/custom-fields.save", json!({ "customFieldData": data })).send().await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_in_the_vendors_order() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let stranger = user(&scene.admin, "stranger", None).await;
    let other = user(&scene.admin, "other", Some("agent")).await;
    let before = head(&server.admin).await;
    let nobody = Rc { token: "nothing".to_owned(), ..scene.agent.clone() };
    assert_eq!(refused(&nobody, json!({}), 401).await["message"], "You must be logged in to do this.");
    let both = "must have required property 'guestData'\n must have required property 'roomData' [invalid-params]";
    assert_eq!(refused(&stranger, json!({}), 400).await, json!({"success": false, "error": both, "errorType": "invalid-params"}));
    let one = refused(&stranger, json!({"guestData": {"_id": "x"}}), 400).await;
    assert_eq!(one["error"], "must have required property 'roomData' [invalid-params]");
    let unknown = json!({"guestData": {"_id": "x"}, "roomData": {"_id": "x"}});
    let guard = "User does not have the permissions required for this action [error-unauthorized]";
    assert_eq!(refused(&stranger, unknown.clone(), 403).await["error"], guard);
    assert_eq!(refused(&other, unknown, 400).await, json!({"success": false, "error": "error-invalid-room"}));
    // Somebody else serves the room: that comes before what is wrong with what is to be saved.
    let body = scene.info(json!({}), json!({"priorityId": "nothing"}));
    assert_eq!(refused(&other, body.clone(), 403).await, json!({"success": false, "error": "unauthorized"}));
    assert_eq!(refused(&scene.agent, body, 400).await["error"], "error-invalid-priority");
    assert_eq!(head(&server.admin).await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_of_others_need_a_permission() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let manager = user(&scene.admin, "manager", Some("manager")).await;
    save(&manager, scene.info(json!({}), json!({"topic": "by the manager"}))).await;
    assert_eq!(scene.room().await["topic"], "by the manager");
    // Nobody serves a queued room: it is everybody else's.
    scene.admin.post("settings/Livechat_Routing_Method", json!({"value": "Manual_Selection"})).send().await.expect(200);
    let visitor = register(&scene.client, "second").await["_id"].clone();
    let room = open(&scene.client, "second").await;
    assert_eq!(room.get("servedBy"), None);
    let body = json!({"guestData": {"_id": visitor}, "roomData": {"_id": room["_id"], "topic": "x"}});
    assert_eq!(refused(&scene.agent, body.clone(), 403).await["error"], "unauthorized");
    save(&manager, body.clone()).await;
    scene.agent.post("livechat/inquiries.take", json!({"inquiryId": room["_id"]})).send().await.expect(200);
    save(&scene.agent, body).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_edited() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    save(&scene.agent, scene.info(json!({"name": " Ann Smith ", "email": "smith@example.com", "phone": 4478390282_i64}), json!({}))).await;
    let told = |guest: &Value| json!([guest["name"], guest["visitorEmails"], guest["phone"]]);
    let guest = scene.guest().await;
    assert_eq!(told(&guest), json!(["Ann Smith", [{"address": "smith@example.com"}], [{"phoneNumber": "4478390282"}]]));
    // The room keeps its name; the visitor himself renames it.
    assert_eq!(scene.room().await["fname"], "Ann");
    let renamed = json!({"visitor": {"token": super::TOKEN, "name": "Ann Jones"}});
    by_visitor(&scene.client, "POST", "livechat/visitor", Some(renamed)).send().await.expect(200);
    assert_eq!(scene.room().await["fname"], "Ann Jones");
    // Empty text and null leave what is there.
    let guest = scene.guest().await;
    for nothing in [json!({}), json!({"name": "", "email": "", "phone": ""}), json!({"name": null, "email": null, "phone": null})] {
        save(&scene.agent, scene.info(nothing, json!({}))).await;
        assert_eq!(scene.guest().await, guest);
    }
    let email = refused(&scene.agent, scene.info(json!({"email": "no address"}), json!({})), 400).await;
    assert_eq!(email["error"], "error-invalid-email");
    // Any guest may be named, not only the room's.
    let other = register(&scene.client, "second").await;
    let body = json!({"guestData": {"_id": other["_id"], "name": "Other"}, "roomData": {"_id": scene.room}});
    save(&scene.agent, body).await;
    let other = scene.admin.get(&format!("livechat/visitors.info?visitorId={}", other["_id"].as_str().expect("an id")));
    assert_eq!(other.send().await.expect(200)["visitor"]["name"], "Other");
    assert_eq!(scene.guest().await["name"], "Ann Jones");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn topic_and_tags_are_edited() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let room = async |patch: Value| {
        save(&scene.agent, scene.info(json!({}), patch)).await;
        let room = scene.room().await;
        json!([room["topic"], room["tags"]])
    };
    assert_eq!(room(json!({"topic": " Hmm ", "tags": ["b", "a", "b"]})).await, json!(["Hmm", ["b", "a"]]));
    // A topic that is not given stays; tags that are not given are taken off.
    assert_eq!(room(json!({"topic": null, "tags": ["c"]})).await, json!(["Hmm", ["c"]]));
    assert_eq!(room(json!({})).await, json!(["Hmm", null]));
    assert_eq!(room(json!({"tags": ["c"]})).await, json!(["Hmm", ["c"]]));
    assert_eq!(room(json!({"tags": []})).await, json!(["Hmm", null]));
    assert_eq!(room(json!({"tags": [1, true]})).await, json!(["Hmm", ["1", "true"]]));
    assert_eq!(room(json!({"tags": null, "topic": "  "})).await, json!([null, null]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn custom_fields_are_edited() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    field(&scene.admin, "order", "room", "[0-9]+").await;
    field(&scene.admin, "plan", "visitor", "^(free|paid)$").await;
    let values = async |guest: Value, room: Value| {
        save(&scene.agent, scene.info(json!({ "livechatData": guest }), json!({ "livechatData": room }))).await;
        json!([scene.guest().await["livechatData"], scene.room().await["livechatData"]])
    };
    // What is no custom field of the scope is dropped.
    let set = values(json!({"plan": " paid ", "order": "1", "other": "x"}), json!({"order": "A-17 ", "plan": "paid"})).await;
    assert_eq!(set, json!([{"plan": "paid"}, {"order": "A-17"}]));
    assert_eq!(values(json!({}), json!({})).await, set);
    assert_eq!(values(json!(null), json!(null)).await, set);
    assert_eq!(values(json!({}), json!({"order": 18})).await[1], json!({"order": "18"}));
    let wrong = refused(&scene.agent, scene.info(json!({"name": "New"}), json!({"livechatData": {"order": "none"}})), 400).await;
    assert_eq!(wrong, json!({"success": false, "error": "Invalid value for ORDER field"}));
    let wrong = refused(&scene.agent, scene.info(json!({"livechatData": {"plan": "gold"}}), json!({"topic": "New"})), 400).await;
    assert_eq!(wrong["error"], "Invalid value for PLAN field");
    assert_eq!((&scene.guest().await["name"], scene.room().await.get("topic")), (&json!("Ann"), None));
    assert_eq!(values(json!({"plan": ""}), json!({"order": " "})).await, json!([null, null]));
    // Without the permission the guest's values count for nothing; the room's do.
    let holders = json!({"permissions": [{"_id": "edit-livechat-room-customfields", "roles": ["admin"]}]});
    scene.admin.post("permissions.update", holders).send().await.expect(200);
    assert_eq!(values(json!({"plan": "free"}), json!({"order": "19"})).await, json!([null, {"order": "19"}]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn priority_and_service_level_are_told_to_colleagues() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let sla = json!({"name": "Gold", "description": "Soon", "dueTimeInMinutes": 10});
    let sla = scene.admin.post("livechat/sla", sla).send().await.expect(200)["sla"]["_id"].clone();
    let figures = async || {
        let room = scene.room().await;
        json!([room["priorityId"], room["priorityWeight"], room["slaId"], room["estimatedWaitingTimeQueue"]])
    };
    assert_eq!(figures().await, json!([null, 99, null, 9_999_999]));
    save(&scene.agent, scene.info(json!({}), json!({"priorityId": "highest", "slaId": sla}))).await;
    assert_eq!(figures().await, json!(["highest", 1, sla, 10]));
    save(&scene.agent, scene.info(json!({}), json!({"priorityId": null}))).await;
    save(&scene.agent, scene.info(json!({}), json!({"priorityId": "highest"}))).await;
    assert_eq!(figures().await, json!(["highest", 1, sla, 10]));
    save(&scene.agent, scene.info(json!({}), json!({"priorityId": "", "slaId": ""}))).await;
    assert_eq!(figures().await, json!([null, 99, null, 9_999_999]));
    let unknown = "00000000-0000-7000-8000-000000000000";
    for (id, told) in [("6417f67528384134ed600dc6", "6417f67528384134ed600dc6"), (unknown, unknown)] {
        let wrong = refused(&scene.agent, scene.info(json!({}), json!({ "slaId": id })), 400).await;
        assert_eq!(wrong, json!({"success": false, "error": format!("SLA not found with id: {told}")}));
    }
    let messages = server.admin.get(&format!("/v1/rooms/{}/messages", scene.room)).send().await.expect(200);
    let said = |message: &Value| json!([message["visibility"], message["type"], message["author"]["id"], message["payload"]]);
    let said: Vec<Value> = messages["messages"].as_array().expect("messages").iter().map(said).collect();
    let told = |payload: Value| json!(["internal", "system", scene.agent.id, payload]);
    let mut expected = vec![
        told(json!({"kind": "priority_changed", "priority": "highest"})),
        told(json!({"kind": "sla_changed", "sla_id": sla, "name": "Gold"})),
        told(json!({"kind": "priority_changed", "priority": null})),
        told(json!({"kind": "sla_changed", "sla_id": null, "name": null})),
    ];
    if said.first() != expected.first() {
        expected.reverse();
    }
    assert_eq!(said, expected);
    // The visitor reads nothing of it.
    let path = format!("livechat/messages.history/{}?token={}", scene.room, super::TOKEN);
    assert_eq!(by_visitor(&scene.client, "GET", &path, None).send().await.expect(200)["messages"], json!([]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_room_may_be_edited() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    scene.agent.post("livechat/room.closeByUser", json!({"rid": scene.room, "comment": "Done"})).send().await.expect(200);
    save(&scene.agent, scene.info(json!({"name": "Late"}), json!({"topic": "Late", "tags": ["late"], "priorityId": "low"}))).await;
    let room = scene.room().await;
    assert_eq!(json!([room["topic"], room["tags"], room["priorityId"], room["open"]]), json!(["Late", ["late"], "low", null]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_it_is_saved_or_nothing() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    field(&scene.admin, "order", "room", "^[0-9]+$").await;
    let before = (scene.room().await, scene.guest().await, head(&server.admin).await);
    let nobody = "00000000-0000-7000-8000-000000000000";
    let guest = json!({"name": "New", "email": "new@example.com", "phone": "7"});
    let good = json!({"topic": "New", "tags": ["new"], "livechatData": {"order": "7"}, "priorityId": "low"});
    let with = |key: &str, value: Value| {
        let mut room = good.clone();
        room[key] = value;
        scene.info(guest.clone(), room)
    };
    let mut unknown_guest = scene.info(guest.clone(), good.clone());
    unknown_guest["guestData"]["_id"] = json!(nobody);
    let mut no_guest = unknown_guest.clone();
    no_guest["guestData"]["_id"] = json!(null);
    let mut bad_email = scene.info(guest.clone(), good.clone());
    bad_email["guestData"]["email"] = json!("@");
    let cases = [
        (with("priorityId", json!("urgent")), "error-invalid-priority"),
        (with("slaId", json!(nobody)), "SLA not found with id: 00000000-0000-7000-8000-000000000000"),
        (with("livechatData", json!({"order": "x"})), "Invalid value for ORDER field"),
        (with("tags", json!([" "])), "tags must not be blank [error-invalid-params]"),
        (with("topic", json!("x".repeat(201))), "topic must be at most 200 characters [error-invalid-params]"),
        (unknown_guest, "error-invalid-visitor"),
        (no_guest, "error-invalid-visitor"),
        (bad_email, "error-invalid-email"),
    ];
    for (body, told) in cases {
        assert_eq!(refused(&scene.agent, body, 400).await["error"], told);
    }
    assert_eq!((scene.room().await, scene.guest().await, head(&server.admin).await), before);
    save(&scene.agent, scene.info(guest, good)).await;
    assert_ne!(head(&server.admin).await, before.2);
    server.stop().await;
}
