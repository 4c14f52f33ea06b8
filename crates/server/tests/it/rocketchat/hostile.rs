//! Bad input: told in Rocket.Chat's form, nothing changed, nothing logged as a fault of ours.

use http::Method;
use serde_json::{Map, Value, json};
use switchroom_testkit::{Answer, Client, Process, ProcessOptions, Request};

use super::save_info::head;
use super::{Rc, Scene, TOKEN};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
/// What a server takes at the most, if it is not told otherwise, and one more.
const TOO_LARGE: usize = 1024 * 1024 + 1;
/// Longer than any text may be.
const LONG: usize = 70_000;

/// A call, with parameters that it takes.
struct Call {
    method: Method,
    path: String,
    /// Whether somebody must be logged in.
    agent: bool,
    body: Option<Value>,
}

fn calls(scene: &Scene) -> Vec<Call> {
    let (rid, token) = (&scene.room, TOKEN);
    let call = |method: Method, path: &str, agent: bool, body: Option<Value>| Call { method, path: path.to_owned(), agent, body };
    let post = |path: &str, body: Value| call(Method::POST, path, true, Some(body));
    let get = |path: &str| call(Method::GET, path, true, None);
    let visit = |method: Method, path: &str, body: Value| call(method, path, false, Some(body));
    let method = json!({"msg": "method", "id": "1", "method": "sendMessage", "params": [{"rid": "nowhere", "msg": "x"}]}).to_string();
    let field =
        json!({"field": "f", "label": "F", "scope": "room", "visibility": "visible", "regexp": "", "options": "", "required": false});
    let sla = json!({"name": "S", "description": "", "dueTimeInMinutes": 1});
    vec![
        visit(Method::POST, "login", json!({"user": "nobody", "password": "x"})),
        get("me"),
        get("info"),
        get("permissions.listAll?updatedSince=2026-01-01"),
        post("permissions.update", json!({"permissions": [{"_id": "view-livechat-reports", "roles": ["admin"]}]})),
        get("roles.list"),
        get("settings.public?_id=Livechat_title&offset=0&count=1&sort=%7B%7D&fields=%7B%7D&query=%7B%7D"),
        get("settings/Livechat_title"),
        post("settings/Livechat_title", json!({"value": "x"})),
        post("users.create", json!({"name": "n", "username": "n", "email": "n@example.com", "password": "n", "roles": ["user"]})),
        post("users.delete", json!({"userId": "nobody"})),
        get("users.info?username=admin"),
        post("users.setStatus", json!({"status": "online", "message": "x"})),
        post("users.setActiveStatus", json!({"userId": "nobody", "activeStatus": true})),
        get("livechat/users/agent?text=a&offset=0&count=1&onlyAvailable=true&excludeId=x"),
        post("livechat/users/agent", json!({"username": "nobody"})),
        get("livechat/users/agent/nobody"),
        call(Method::DELETE, "livechat/users/agent/nobody", true, None),
        post("livechat/agent.status", json!({"agentId": "nobody", "status": "available"})),
        visit(
            Method::POST,
            "livechat/visitor",
            json!({"visitor": {"token": token, "name": "Ann", "customFields": [{"key": "k", "value": "v", "overwrite": true}]}}),
        ),
        call(Method::GET, "livechat/visitor/nobody", false, None),
        call(Method::DELETE, "livechat/visitor/nobody", false, None),
        call(Method::GET, &format!("livechat/room?token={token}&rid={rid}&agentId=x"), false, None),
        visit(Method::POST, "livechat/message", json!({"token": token, "rid": rid, "msg": "x", "_id": "x"})),
        call(Method::GET, &format!("livechat/message/nothing?token={token}&rid={rid}"), false, None),
        visit(Method::PUT, "livechat/message/nothing", json!({"token": token, "rid": rid, "msg": "x"})),
        visit(Method::DELETE, "livechat/message/nothing", json!({"token": token, "rid": rid})),
        call(Method::GET, &format!("livechat/messages.history/{rid}?token={token}&ls=2026-01-01&end=2026-01-01&limit=1"), false, None),
        visit(Method::POST, "livechat/room.close", json!({"rid": "nothing", "token": token})),
        post("livechat/room.closeByUser", json!({"rid": "nothing", "comment": "x", "tags": ["x"], "forceClose": false})),
        post(
            "livechat/room.saveInfo",
            scene.info(
                json!({"name": "n", "email": "n@example.com", "phone": "1", "livechatData": {"k": "v"}}),
                json!({"topic": "t", "tags": ["t"], "livechatData": {"k": "v"}, "priorityId": "low", "slaId": "nothing"}),
            ),
        ),
        get(&format!("rooms.info?roomId={rid}")),
        get(&format!("channels.info?roomId={rid}")),
        post("chat.sendMessage", json!({"message": {"rid": rid, "msg": "x", "_id": "y", "tmid": "x"}})),
        get("livechat/custom-fields?text=x&offset=0&count=1&sort=%7B%7D"),
        get("livechat/custom-fields/nothing"),
        post("livechat/custom-fields.save", json!({"customFieldId": null, "customFieldData": field})),
        post("livechat/custom-fields.delete", json!({"customFieldId": "nothing"})),
        get("livechat/priorities?text=x&offset=0&count=1"),
        get("livechat/sla?text=x&offset=0&count=1"),
        post("livechat/sla", sla.clone()),
        get("livechat/sla/nothing"),
        call(Method::PUT, "livechat/sla/nothing", true, Some(sla)),
        call(Method::DELETE, "livechat/sla/nothing", true, None),
        get(
            "livechat/rooms?agents[]=x&departmentId=x&open=true&createdAt=%7B%7D&closedAt=%7B%7D&tags[]=x&customFields=%7B%7D&roomName=x&offset=0",
        ),
        get(&format!("livechat/visitors.info?visitorId={}", scene.visitor)),
        get(&format!("livechat/inquiries.getOne?roomId={rid}")),
        post("livechat/inquiries.take", json!({"inquiryId": "nothing", "userId": "nobody"})),
        post("method.call/sendMessage", json!({ "message": method })),
        visit(Method::POST, "method.callAnon/sendMessage", json!({ "message": method })),
    ]
}

impl Call {
    fn request(&self, scene: &Scene, path: &str) -> Request {
        let request = scene.client.request(self.method.clone(), &format!("/api/v1/{path}"));
        if self.agent { scene.admin.with(request) } else { request }
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// A request, and whether it must be refused: what Rocket.Chat turns into something good may be taken.
struct Hostile {
    what: String,
    request: Request,
    must_fail: bool,
}

/// Bytes that are no body for any call.
fn unreadable() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = vec![
        b"{".to_vec(),
        b"{} {}".to_vec(),
        b"[]".to_vec(),
        b"7".to_vec(),
        b"\"x\"".to_vec(),
        b"null".to_vec(),
        b"{\"a\":NaN}".to_vec(),
        b"{\"a\":1e999}".to_vec(),
        b"{\"a\":\"\xff\"}".to_vec(),
        b"{\"a\":\"\\u0000\"}".to_vec(),
        b"{\"a\\u0000\":1}".to_vec(),
        b"{\"a\":\"\\ud800\"}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
    ];
    all.push("[".repeat(10_000).into_bytes());
    all.push(format!("{}1{}", "{\"a\":".repeat(1_000), "}".repeat(1_000)).into_bytes());
    all
}

fn bodies(scene: &Scene, call: &Call, hostile: &mut Vec<Hostile>) {
    let Some(example) = &call.body else { return };
    let mut add = |what: String, kind: &str, body: Vec<u8>, must_fail: bool| {
        hostile.push(Hostile {
            what: format!("{} with {what}", call.name()),
            request: call.request(scene, &call.path).bytes(kind, body),
            must_fail,
        });
    };
    for body in unreadable() {
        let told: String = String::from_utf8_lossy(&body).chars().take(40).collect();
        add(told, "application/json", body, true);
    }
    add("too many bytes".to_owned(), "application/json", vec![b' '; TOO_LARGE], true);
    add("too many bytes of no JSON".to_owned(), "text/plain", vec![b' '; TOO_LARGE], true);
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", ""] {
        add(format!("the type {kind:?}"), kind, example.to_string().into_bytes(), false);
    }
    let mut mutated = Vec::new();
    mutate(example, &mut mutated);
    for (body, must_fail) in mutated {
        let told: String = body.to_string().chars().take(160).collect();
        add(told, "application/json", body.to_string().into_bytes(), must_fail);
    }
}

/// The value with something else in each of its places.
fn mutate(value: &Value, out: &mut Vec<(Value, bool)>) {
    let others =
        [json!(null), json!(true), json!(-1), json!(1e300), json!(u64::MAX), json!([]), json!({}), json!([[[]]]), json!({"$gt": ""})];
    out.extend(others.into_iter().map(|other| (other, false)));
    let mut inside = |name: Option<&str>, index: Option<usize>, child: &Value| {
        let mut below = Vec::new();
        mutate(child, &mut below);
        for (other, must_fail) in below {
            let mut copy = value.clone();
            match (name, index) {
                (Some(name), _) => copy[name] = other,
                (None, Some(index)) => copy[index] = other,
                (None, None) => {}
            }
            out.push((copy, must_fail));
        }
    };
    match value {
        Value::Object(fields) => {
            for (name, child) in fields {
                inside(Some(name), None, child);
            }
            for name in fields.keys() {
                let mut less: Map<String, Value> = fields.clone();
                less.remove(name);
                out.push((Value::Object(less), false));
            }
            let mut more = fields.clone();
            more.insert("__proto__".to_owned(), json!({"admin": true}));
            out.push((Value::Object(more), false));
        }
        Value::Array(items) => {
            for (i, child) in items.iter().enumerate() {
                inside(None, Some(i), child);
            }
            out.push((json!(vec![items.first().cloned().unwrap_or_default(); 5_000]), false));
        }
        Value::String(_) => {
            out.extend([(json!("a\0b"), true), (json!("x".repeat(LONG)), false), (json!("\u{10ffff}\u{202e}"), false), (json!(""), false)]);
        }
        _ => {}
    }
}

/// Other queries and paths than the call takes.
fn urls(scene: &Scene, call: &Call, hostile: &mut Vec<Hostile>) {
    let (path, query) = call.path.split_once('?').map_or((call.path.as_str(), None), |(path, query)| (path, Some(query)));
    let mut add = |path: String, must_fail: bool| {
        let request = call.request(scene, &path);
        let request = match &call.body {
            Some(body) => request.json(body),
            None => request,
        };
        let what: String = format!("{} {path}", call.method).chars().take(200).collect();
        hostile.push(Hostile { what, request, must_fail });
    };
    let pairs: Vec<(&str, &str)> =
        query.map(|query| query.split('&').filter_map(|pair| pair.split_once('=')).collect()).unwrap_or_default();
    for (i, (name, _)) in pairs.iter().enumerate() {
        let with = |value: &str| {
            let mut pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            pairs[i] = format!("{name}={value}");
            format!("{path}?{}", pairs.join("&"))
        };
        add(with("%00"), true);
        for value in ["", "%ff", "-1", "99999999999999999999", "1e999", "%5B%5D", "%7B%22%24gt%22%3A1%7D", "undefined"] {
            add(with(value), false);
        }
        add(with(&"x".repeat(5_000)), false);
        add(format!("{path}?{name}[]=1&{name}[x]=2&{name}=%7B"), false);
    }
    if let Some((before, _)) = path.rsplit_once('/').filter(|_| !path.starts_with("livechat/users/agent")) {
        for id in
            ["%00", "%ff", "%2e%2e", "a%2fb", "%F0%9F%92%A9", &"x".repeat(5_000), "'%20or%201=1--", "00000000-0000-0000-0000-000000000000"]
        {
            add(format!("{before}/{id}{}", query.map(|query| format!("?{query}")).unwrap_or_default()), false);
        }
    }
}

/// Methods and paths that there are not.
fn nothing(scene: &Scene, hostile: &mut Vec<Hostile>) {
    let mut add = |method: Method, path: &str| {
        let request = scene.admin.with(scene.client.request(method.clone(), path));
        hostile.push(Hostile { what: format!("{method} {path}"), request, must_fail: true });
    };
    for path in [
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v1/livechat/nothing/at/all",
        "/api/v1/%00",
        "/api/v1/%ff",
        "/api/v1/livechat/message/a/b",
    ] {
        add(Method::GET, path);
        add(Method::POST, path);
    }
    for (method, path) in [
        (Method::GET, "/api/v1/login"),
        (Method::DELETE, "/api/v1/me"),
        (Method::PATCH, "/api/v1/livechat/room.saveInfo"),
        (Method::PUT, "/api/v1/livechat/visitor"),
        (Method::POST, "/api/info"),
    ] {
        add(method, path);
    }
}

/// What is wrong with an answer.
fn wrong(answer: &Answer, must_fail: bool) -> Option<String> {
    let told: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    let body = answer.json();
    let form = answer.headers.get("content-type").is_some_and(|kind| kind == "application/json");
    let login = answer.status == 401 && body["status"] == "error";
    let right = match answer.status.as_u16() {
        200 => !must_fail && (body["success"] == true || body["status"] == "success"),
        400 | 401 | 403 | 404 | 413 => body["success"] == false || login,
        _ => false,
    };
    (!right || !form).then(|| format!("{} {told}", answer.status))
}

async fn scene() -> (Process, Client, Scene, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
    let admin = process.admin();
    let client = Client::new(admin.address());
    let rc = admin_of(&client, &admin).await;
    let agent = super::user(&rc, "agent", Some("agent")).await;
    let visitor = super::register(&client, TOKEN).await["_id"].as_str().expect("an id").to_owned();
    let room = super::open(&client, TOKEN).await["_id"].as_str().expect("an id").to_owned();
    (process, admin, Scene { admin: rc, agent, client, visitor, room }, folder)
}

/// The admin by his own token: the process prints its password and nobody reads it.
async fn admin_of(client: &Client, admin: &Client) -> Rc {
    let me = admin.get("/v1/me").send().await.expect(200);
    let id = me["actor"]["id"].as_str().expect("an id").to_owned();
    Rc { client: client.clone(), token: admin.token().expect("a token").to_owned(), id }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_is_answered_in_the_vendors_form() {
    let (process, admin, scene, _folder) = scene().await;
    let mut hostile = Vec::new();
    for call in calls(&scene) {
        bodies(&scene, &call, &mut hostile);
        urls(&scene, &call, &mut hostile);
    }
    nothing(&scene, &mut hostile);
    assert!(hostile.len() > 2_000, "only {} requests", hostile.len());
    let mut findings = Vec::new();
    let mut before = head(&admin).await;
    for Hostile { what, request, must_fail } in hostile {
        let Some(answer) = request.try_send().await else {
            findings.push(format!("{what}: no answer"));
            continue;
        };
        findings.extend(wrong(&answer, must_fail).map(|finding| format!("{what}: {finding}")));
        let after = admin.get(&format!("/v1/events?after={before}&limit=1000")).send().await.expect(200)["next"].clone();
        if after != before && answer.status != 200 {
            findings.push(format!("{what}: {} and yet something changed", answer.status));
        }
        before = after;
    }
    assert!(findings.is_empty(), "{} were not answered well:\n{}", findings.len(), findings.join("\n"));
    process.stop_without_faults().await;
}
