//! Every call once as it is meant, and with its errors, as a transcript of a line each.

use std::fmt::Write as _;

use serde_json::{Value, json};
use switchroom_testkit::{Request, Server};

use super::{Rc, Scene, TOKEN, by_visitor, user};

#[derive(Default)]
struct Lines(String);

impl Lines {
    async fn ask(&mut self, what: &str, request: Request) -> Value {
        let answer = request.send().await;
        let _ = writeln!(self.0, "{what}\n    {} {}", answer.status.as_u16(), answer.json());
        answer.json()
    }

    async fn get(&mut self, by: &Rc, path: &str) -> Value {
        self.ask(&format!("GET {path}"), by.get(path)).await
    }

    async fn post(&mut self, by: &Rc, path: &str, body: Value) -> Value {
        self.ask(&format!("POST {path} {body}"), by.post(path, body)).await
    }

    async fn visit(&mut self, scene: &Scene, method: &str, path: &str, body: Option<Value>) -> Value {
        let told = body.as_ref().map(Value::to_string).unwrap_or_default();
        self.ask(&format!("{method} {path} {told}"), by_visitor(&scene.client, method, path, body)).await
    }

    fn note(&mut self, remark: &str) {
        let _ = writeln!(self.0, "\n# {remark}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call() {
    let server = Server::foretold().await;
    let scene = Scene::set(&server.client()).await;
    let plain = user(&scene.admin, "plain", None).await;
    let mut lines = Lines::default();
    access(&mut lines, &scene, &plain).await;
    people(&mut lines, &scene, &plain).await;
    rooms(&mut lines, &scene, &plain).await;
    visitors(&mut lines, &scene).await;
    lists(&mut lines, &scene, &plain).await;
    insta::assert_snapshot!(lines.0);
    server.stop().await;
}

async fn access(t: &mut Lines, scene: &Scene, plain: &Rc) {
    let Scene { admin, client, .. } = scene;
    t.note("Who calls");
    t.ask("GET info, by nobody", client.get("/api/v1/info")).await;
    t.get(admin, "info").await;
    t.ask("GET me, by nobody", client.get("/api/v1/me")).await;
    t.get(plain, "me").await;
    t.ask("POST login with a wrong password", client.post("/api/v1/login", json!({"user": "plain", "password": "x"}))).await;
    t.ask("GET nothing", client.get("/api/v1/nothing")).await;
    t.ask("PATCH me", client.request(http::Method::PATCH, "/api/v1/me")).await;
    t.note("Roles, permissions, settings");
    t.get(plain, "roles.list").await;
    t.get(plain, "permissions.listAll?updatedSince=x").await;
    t.post(plain, "permissions.update", json!({"permissions": [{"_id": "view-l-room", "roles": []}]})).await;
    t.post(admin, "permissions.update", json!({})).await;
    t.post(admin, "permissions.update", json!({"permissions": [{"_id": "fly", "roles": []}]})).await;
    t.post(admin, "permissions.update", json!({"permissions": [{"_id": "view-l-room", "roles": ["pilot"]}]})).await;
    t.get(admin, "settings.public?_id=Livechat_title").await;
    t.get(admin, "settings/Livechat_title").await;
    t.get(admin, "settings/Nothing").await;
    t.get(plain, "settings/Livechat_title").await;
    t.post(admin, "settings/Livechat_title", json!({"value": 7})).await;
    t.post(admin, "settings/Livechat_title", json!({"value": "Help"})).await;
}

async fn people(t: &mut Lines, scene: &Scene, plain: &Rc) {
    let Scene { admin, agent, .. } = scene;
    t.note("Users");
    let new = json!({"name": "Cy", "username": "cy", "email": "cy@example.com", "password": "cy"});
    t.post(plain, "users.create", new.clone()).await;
    t.post(admin, "users.create", json!({"name": "Cy"})).await;
    let cy = t.post(admin, "users.create", new.clone()).await["user"]["_id"].as_str().expect("an id").to_owned();
    t.post(admin, "users.create", new).await;
    t.get(agent, "users.info?username=cy").await;
    t.get(plain, "users.info?username=cy").await;
    t.get(plain, "users.info?username=nobody").await;
    t.get(plain, "users.info").await;
    t.post(plain, "users.setStatus", json!({"status": "away", "message": "Lunch"})).await;
    t.post(plain, "users.setStatus", json!({"status": "asleep"})).await;
    t.post(plain, "users.setStatus", json!({})).await;
    t.post(plain, "users.setStatus", json!({"status": "away", "userId": cy})).await;
    t.post(admin, "users.setActiveStatus", json!({"userId": cy, "activeStatus": false})).await;
    t.post(plain, "users.setActiveStatus", json!({"userId": cy, "activeStatus": false})).await;
    t.post(admin, "users.setActiveStatus", json!({"userId": "nobody", "activeStatus": false})).await;
    t.post(plain, "users.delete", json!({ "userId": cy })).await;
    t.post(admin, "users.delete", json!({ "userId": cy })).await;
    t.post(admin, "users.delete", json!({ "userId": cy })).await;
    t.note("Agents and managers");
    t.get(agent, "livechat/users/agent").await;
    t.get(plain, "livechat/users/agent").await;
    t.get(admin, "livechat/users/pilot").await;
    t.post(admin, "livechat/users/manager", json!({"username": "plain"})).await;
    t.post(admin, "livechat/users/manager", json!({"username": "nobody"})).await;
    t.post(agent, "livechat/users/manager", json!({"username": "plain"})).await;
    t.get(admin, &format!("livechat/users/manager/{}", plain.id)).await;
    t.get(admin, &format!("livechat/users/agent/{}", plain.id)).await;
    let path = format!("livechat/users/manager/{}", plain.id);
    t.ask(&format!("DELETE {path}"), admin.delete(&path)).await;
    t.ask(&format!("DELETE {path}"), admin.delete(&path)).await;
    t.post(agent, "livechat/agent.status", json!({"status": "not-available"})).await;
    t.post(agent, "livechat/agent.status", json!({})).await;
    t.post(agent, "livechat/agent.status", json!({"status": "asleep"})).await;
    t.post(agent, "livechat/agent.status", json!({"agentId": "nobody"})).await;
    t.post(plain, "livechat/agent.status", json!({})).await;
}

async fn rooms(t: &mut Lines, scene: &Scene, plain: &Rc) {
    let Scene { admin, agent, room, .. } = scene;
    t.note("Rooms");
    t.get(agent, &format!("rooms.info?roomId={room}")).await;
    t.get(agent, "rooms.info?roomId=nothing").await;
    t.get(agent, "channels.info").await;
    t.get(plain, &format!("channels.info?roomId={room}")).await;
    t.get(agent, &format!("livechat/inquiries.getOne?roomId={room}")).await;
    t.post(agent, "livechat/inquiries.take", json!({ "inquiryId": room })).await;
    t.get(agent, "livechat/rooms").await;
    t.get(admin, "livechat/rooms?agents=x").await;
    t.get(admin, "livechat/rooms?createdAt=x").await;
    t.get(admin, "livechat/rooms?customFields=%5B%5D").await;
    t.post(agent, "chat.sendMessage", json!({"message": {"rid": room, "msg": "Hello", "_id": "m-1"}})).await;
    t.post(agent, "chat.sendMessage", json!({"message": {"rid": room, "msg": "Other", "_id": "m-1"}})).await;
    t.post(agent, "chat.sendMessage", json!({})).await;
    t.post(agent, "chat.sendMessage", json!({"message": {"rid": room}})).await;
    t.post(agent, "chat.sendMessage", json!({"message": {"rid": "nothing", "msg": "x"}})).await;
    t.post(plain, "chat.sendMessage", json!({"message": {"rid": room, "msg": "x"}})).await;
    t.note("saveInfo");
    t.post(plain, "livechat/room.saveInfo", json!({})).await;
    t.post(plain, "livechat/room.saveInfo", scene.info(json!({}), json!({}))).await;
    t.post(agent, "livechat/room.saveInfo", json!({"guestData": {"_id": "x"}, "roomData": {"_id": "x"}})).await;
    t.post(agent, "livechat/room.saveInfo", json!({"guestData": {"_id": "x"}, "roomData": {"_id": room}})).await;
    t.post(agent, "livechat/room.saveInfo", scene.info(json!({}), json!({"priorityId": "x"}))).await;
    t.post(agent, "livechat/room.saveInfo", scene.info(json!({}), json!({"slaId": "x"}))).await;
    t.post(agent, "livechat/room.saveInfo", scene.info(json!({"x": 1}), json!({"tags": "x"}))).await;
    t.post(agent, "livechat/room.saveInfo", scene.info(json!({}), json!({"tags": ["x"]}))).await;
    let edited = json!({"method": "sendMessage", "id": "1", "msg": "method", "params": [{"rid": "nothing", "msg": "x"}]}).to_string();
    t.post(agent, "method.call/sendMessage", json!({ "message": edited })).await;
    t.post(agent, "method.call/fly", json!({"message": "{\"id\":\"1\",\"params\":[]}"})).await;
    t.post(agent, "method.call/fly", json!({"message": "{"})).await;
}

async fn visitors(t: &mut Lines, scene: &Scene) {
    let room = &scene.room;
    t.note("Visitors");
    t.visit(scene, "POST", "livechat/visitor", Some(json!({}))).await;
    t.visit(scene, "POST", "livechat/visitor", Some(json!({"visitor": {"token": ""}}))).await;
    t.visit(scene, "POST", "livechat/visitor", Some(json!({"visitor": {"token": "t", "department": "x"}}))).await;
    t.visit(scene, "GET", &format!("livechat/visitor/{TOKEN}"), None).await;
    t.visit(scene, "GET", "livechat/visitor/nobody", None).await;
    t.visit(scene, "DELETE", &format!("livechat/visitor/{TOKEN}"), None).await;
    t.visit(scene, "GET", "livechat/room", None).await;
    t.visit(scene, "GET", "livechat/room?token=nobody", None).await;
    t.visit(scene, "GET", &format!("livechat/room?token={TOKEN}&rid=nothing"), None).await;
    let say = |more: Value| {
        let mut body = json!({"token": TOKEN, "rid": room, "msg": "Hi"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        Some(body)
    };
    t.visit(scene, "POST", "livechat/message", say(json!({"_id": "v-1"}))).await;
    t.visit(scene, "POST", "livechat/message", say(json!({"msg": " "}))).await;
    t.visit(scene, "POST", "livechat/message", say(json!({"msg": 7}))).await;
    t.visit(scene, "POST", "livechat/message", say(json!({"token": "nobody"}))).await;
    t.visit(scene, "GET", &format!("livechat/message/nothing?token={TOKEN}&rid={room}"), None).await;
    t.visit(scene, "PUT", "livechat/message/m-1", say(json!({}))).await;
    t.visit(scene, "PUT", "livechat/message/v-1", say(json!({"msg": "Hi!"}))).await;
    t.visit(scene, "DELETE", "livechat/message/v-1", say(json!({}))).await;
    t.visit(scene, "GET", &format!("livechat/messages.history/{room}"), None).await;
    t.visit(scene, "GET", &format!("livechat/messages.history/{room}?token={TOKEN}&limit=1"), None).await;
    t.visit(scene, "POST", "livechat/room.close", Some(json!({ "rid": room }))).await;
    t.post(&scene.agent, "livechat/room.closeByUser", json!({"rid": room, "comment": "Bye"})).await;
    t.post(&scene.agent, "livechat/room.closeByUser", json!({ "rid": room })).await;
    t.visit(scene, "POST", "livechat/room.close", Some(json!({"rid": room, "token": TOKEN}))).await;
    t.visit(scene, "POST", "livechat/message", say(json!({}))).await;
    t.get(&scene.agent, &format!("livechat/visitors.info?visitorId={}", scene.visitor)).await;
    t.get(&scene.agent, "livechat/visitors.info?visitorId=nobody").await;
    t.get(&scene.agent, "livechat/visitors.info").await;
    t.visit(scene, "DELETE", &format!("livechat/visitor/{TOKEN}"), None).await;
}

async fn lists(t: &mut Lines, scene: &Scene, plain: &Rc) {
    let Scene { admin, agent, .. } = scene;
    t.note("Custom fields, priorities and service levels");
    let field = json!({"field": "plan", "label": "Plan", "scope": "visitor", "visibility": "visible"});
    t.post(agent, "livechat/custom-fields.save", json!({ "customFieldData": field })).await;
    t.post(admin, "livechat/custom-fields.save", json!({ "customFieldData": {"field": "plan"} })).await;
    t.post(admin, "livechat/custom-fields.save", json!({ "customFieldData": field })).await;
    t.post(admin, "livechat/custom-fields.save", json!({ "customFieldData": field })).await;
    t.get(agent, "livechat/custom-fields").await;
    t.get(plain, "livechat/custom-fields").await;
    t.get(agent, "livechat/custom-fields/plan").await;
    t.get(agent, "livechat/custom-fields/nothing").await;
    t.post(admin, "livechat/custom-fields.delete", json!({"customFieldId": "plan"})).await;
    t.post(admin, "livechat/custom-fields.delete", json!({"customFieldId": "plan"})).await;
    t.get(agent, "livechat/priorities?text=high").await;
    t.get(plain, "livechat/priorities").await;
    let sla = json!({"name": "Gold", "description": "Soon", "dueTimeInMinutes": 10});
    t.post(agent, "livechat/sla", sla.clone()).await;
    t.post(admin, "livechat/sla", json!({"name": "Gold", "dueTimeInMinutes": "soon"})).await;
    let made = t.post(admin, "livechat/sla", sla.clone()).await["sla"]["_id"].as_str().expect("an id").to_owned();
    t.post(admin, "livechat/sla", sla.clone()).await;
    t.get(agent, "livechat/sla").await;
    t.get(agent, &format!("livechat/sla/{made}")).await;
    t.get(agent, "livechat/sla/nothing").await;
    let path = format!("livechat/sla/{made}");
    t.ask(&format!("PUT {path} {sla}"), admin.put(&path, sla)).await;
    t.ask(&format!("DELETE {path}"), agent.delete(&path)).await;
    t.ask(&format!("DELETE {path}"), admin.delete(&path)).await;
    t.ask(&format!("DELETE {path}"), admin.delete(&path)).await;
}
