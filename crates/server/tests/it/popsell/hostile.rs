//! Bad input: told as Laravel would, nothing changed, nothing logged as a fault of ours.

use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Process, ProcessOptions, Request};
use tempfile::TempDir;

use super::{branded, head};
use crate::scene::{channel, id, post};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const ROOM: &str = "/api/v2/chat/chatrooms/1";
const LIST: &str = "/api/v2/manager/chatrooms";

/// A server as a process of its own, with one room.
struct Scene {
    process: Process,
    admin: Client,
    _folder: TempDir,
}

/// A request, what it is, and the statuses it may be answered with.
type Hostile = (String, Request, &'static [u16]);

impl Scene {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
        let admin = process.admin();
        let channel = channel(&admin, "api").await;
        let new = json!({"channel_id": channel, "contact": {"handle": "one"}});
        let room = id(&admin.post("/v1/rooms", new).send().await.expect(201));
        post(&admin, &room, "Hello").await;
        Self { process, admin, _folder: folder }
    }

    /// Sends everything; stops the server; panics if something was not refused well, changed anything or was logged as a fault.
    async fn refuses(self, hostile: Vec<Hostile>, at_least: usize) {
        assert!(hostile.len() >= at_least, "only {} requests", hostile.len());
        let state =
            async || (head(&self.admin).await, branded(self.admin.get(ROOM)).send().await.expect(200)["established_dialogue"].clone());
        let before = state().await;
        let mut findings = Vec::new();
        for (what, request, statuses) in hostile {
            match request.try_send().await {
                None => findings.push(format!("{what}: no answer")),
                Some(answer) => findings.extend(wrong(&answer, statuses).map(|wrong| format!("{what}: {wrong}"))),
            }
        }
        assert!(findings.is_empty(), "{} were not answered well:\n{}", findings.len(), findings.join("\n"));
        assert_eq!(state().await, before);
        self.process.stop_without_faults().await;
    }
}

/// What is wrong with an answer that must have one of the statuses, and Laravel's form if it is an error.
fn wrong(answer: &Answer, statuses: &[u16]) -> Option<String> {
    let told: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    let status = answer.status.as_u16();
    if !statuses.contains(&status) {
        return Some(format!("answered {status} {told}"));
    }
    let body = answer.json();
    let keys: Vec<&str> = body.as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default();
    let right = match status {
        200 => true,
        422 => {
            let errors = body["errors"].as_object();
            keys == ["errors", "message"]
                && errors.is_some_and(|errors| {
                    !errors.is_empty()
                        && errors.values().all(|messages| messages.as_array().is_some_and(|messages| messages.iter().all(Value::is_string)))
                })
        }
        _ => keys == ["message"] && body["message"].as_str().is_some_and(|message| !message.is_empty()),
    };
    let json = answer.headers.get("content-type").is_some_and(|kind| kind == "application/json");
    (!right || !json).then(|| format!("{status} not in Laravel's form: {told}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_name_nothing() {
    let scene = Scene::start().await;
    let mut hostile: Vec<Hostile> = Vec::new();
    let long = "9".repeat(5_000);
    let numbers = [
        "0",
        "2",
        "-1",
        "+1",
        "1.0",
        "1e0",
        "0x1",
        "01x",
        "x",
        "%20",
        "1%20",
        "%201",
        "%00",
        "1%00",
        "%ff",
        "%ed%a0%80",
        "%D9%A1",
        "%EF%BC%91",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551617",
        "null",
        "true",
        "'--",
        "1'%20OR%20'1",
        "1;2",
        "1,2",
        "[1]",
        "1%2F2",
        "%2e%2e",
        "00000000-0000-0000-0000-000000000000",
        &long,
    ];
    for number in numbers {
        let path = format!("/api/v2/chat/chatrooms/{number}");
        hostile.push((format!("GET {path}"), branded(scene.admin.get(&path)), &[404]));
        hostile.push((format!("PATCH {path}"), branded(scene.admin.patch(&path, json!({"established_dialogue": null}))), &[404]));
    }
    for path in [
        "",
        "/",
        "//",
        "/x",
        "/chat",
        "/chat/",
        "/chat/chatrooms",
        "/chat/chatrooms/",
        "/chat/chatrooms/1/messages",
        "/manager",
        "/manager/chatrooms/1",
        "/auth",
        "/auth/token",
        "/%00",
        "/%ff",
        "/../v2/x",
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let path = format!("/api/v2{path}");
            hostile.push((format!("{method} {path}"), branded(scene.admin.request(method.parse().expect("a method"), &path)), &[404]));
        }
    }
    for (path, taken) in [
        (ROOM, &["GET", "HEAD", "PATCH", "OPTIONS"][..]),
        (LIST, &["GET", "HEAD", "OPTIONS"]),
        ("/api/v2/auth/login", &["POST", "OPTIONS"]),
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
            if !taken.contains(&method) {
                hostile.push((
                    format!("{method} {path}"),
                    branded(scene.admin.request(method.parse().expect("a method"), path)).json(&json!({})),
                    &[405],
                ));
            }
        }
    }
    scene.refuses(hostile, 150).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_none() {
    let scene = Scene::start().await;
    let mut hostile: Vec<Hostile> = Vec::new();
    let patch = || branded(scene.admin.patch(ROOM, json!({})));
    let login = || scene.admin.post("/api/v2/auth/login", json!({})).header("x-popsell-domain", "a.example");
    let texts: Vec<Vec<u8>> = [
        "{",
        "}",
        "{\"a\":}",
        "nul",
        "null",
        "1",
        "\"a\"",
        "[1]",
        "[{}]",
        "{} {}",
        "{'a':1}",
        "{\"a\":1,}",
        "\u{feff}{}",
        "<a/>",
        "a=b",
        "\0",
        " ",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into_iter()
    .chain([b"\xff".to_vec(), b"{\"\xff\":1}".to_vec(), b"{\"a\":\"\xed\xa0\x80\"}".to_vec()])
    .chain(
        [
            "[".repeat(10_000),
            "{\"established_dialogue\":".repeat(10_000),
            format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000)),
        ]
        .map(String::into_bytes),
    )
    .chain([b"{\"established_dialogue\":1e999}".to_vec(), b"{\"established_dialogue\":NaN}".to_vec()])
    .collect();
    for text in &texts {
        let what = String::from_utf8_lossy(&text[..text.len().min(60)]).into_owned();
        hostile.push((format!("PATCH {what}"), patch().bytes("application/json", text.clone()), &[400]));
        hostile.push((format!("login {what}"), login().bytes("application/json", text.clone()), &[400]));
    }
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/jsonp", "image/png", "json", ""] {
        let body = json!({"established_dialogue": null}).to_string();
        hostile.push((format!("PATCH {kind}"), patch().bytes(kind, body.clone()), &[415]));
        hostile.push((format!("login {kind}"), login().bytes(kind, body), &[415]));
    }
    for (what, request) in [("PATCH", patch()), ("login", login())] {
        hostile.push((format!("{what} of too much"), request.bytes("application/json", vec![b' '; 1024 * 1024 + 1]), &[413]));
    }
    scene.refuses(hostile, 55).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_cannot_be() {
    let scene = Scene::start().await;
    let mut hostile: Vec<Hostile> = Vec::new();
    let long = "x".repeat(100_000);
    let values = [
        json!(0),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(i64::MAX),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!([null]),
        json!(["2023-10-06 13:41:09"]),
        json!("now"),
        json!("true"),
        json!("0"),
        json!("2023"),
        json!("2023-10-06"),
        json!("2023-13-06 13:41:09"),
        json!("2023-02-29 13:41:09"),
        json!("2023-10-06 24:00:00"),
        json!("2023-10-06 13:41:60"),
        json!("1969-12-31 23:59:59"),
        json!("3000-01-01 00:00:00"),
        json!("9999-12-31T23:59:59Z"),
        json!("+275760-09-13T00:00:00Z"),
        json!("2023-10-06\u{0}13:41:09"),
        json!("\u{0}"),
        json!("２０２３-10-06 13:41:09"),
        json!("2023-10-06 13:41:09 Europe/Paris"),
        json!("2023-10-06T13:41:09+99:99"),
        json!(long),
        json!({"$serde_json::private::RawValue": "7"}),
        json!({"$serde_json::private::Number": "7"}),
    ];
    for value in values {
        let what: String = value.to_string().chars().take(60).collect();
        hostile.push((
            format!("established_dialogue {what}"),
            branded(scene.admin.patch(ROOM, json!({"established_dialogue": value}))),
            &[400, 422],
        ));
    }
    for form in [
        "established_dialogue=now",
        "established_dialogue[]=2023-10-06+13%3A41%3A09",
        "established_dialogue[a][b]=1",
        "established_dialogue=%00",
        "established_dialogue=%ff",
    ] {
        hostile.push((
            form.to_owned(),
            branded(scene.admin.patch(ROOM, json!({}))).bytes("application/x-www-form-urlencoded", form),
            &[422],
        ));
    }
    for token in ["", "x", "admin-token ", &"x".repeat(10_000), "\u{e4}"] {
        let request = scene.admin.get(ROOM).header_bytes("authorization", format!("Bearer {token}").as_bytes());
        let statuses: &[u16] = if token.starts_with("admin") { &[200] } else { &[401] };
        hostile.push((format!("token {}", token.chars().take(20).collect::<String>()), branded(request), statuses));
    }
    for header in ["", "Bearer", "Basic YTpi", "bearer", "admin-token"] {
        hostile.push((format!("authorization {header}"), branded(scene.admin.get(ROOM).header("authorization", header)), &[401]));
    }
    scene.refuses(hostile, 40).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_that_ask_for_nothing() {
    let scene = Scene::start().await;
    let mut hostile: Vec<Hostile> = Vec::new();
    let deep = format!("filter{}=1", "[a]".repeat(2_000));
    let many = format!("filter[ambassador]={}", "1,".repeat(5_000));
    let fields = "filter[source]=direct&".repeat(800);
    let refused = [
        "filter[x]=1",
        "filter[%00]=1",
        "filter[]=direct",
        "filter[][]=1",
        "filter[source][a][b]=1",
        "filter[source][a][b]=1&filter[source]=x",
        &deep,
        &many,
        "filter[ambassador]=%00",
        "filter[ambassador]=1%00",
        "filter[ambassador]=9223372036854775808",
        "filter[ambassador]=%D9%A1",
        "filter[ambassador]='--",
        "filter[source]=%00",
        "filter[source]=%ff",
        "filter[last_rating]=-1",
        "filter[last_rating]=256",
        "filter[type_chatroom][]=x",
        "filter[dialogue]=Established",
        "sort=%00",
        "sort=id_chatroom;drop",
        "sort=--",
        "sort[][]=id_chatroom",
        "sort=id_chatroom%2Cx",
        "sort[a]=x",
    ];
    for query in refused {
        hostile.push((query.chars().take(80).collect(), scene.admin.get(&format!("{LIST}?{query}")), &[400, 422]));
    }
    let taken = [
        "filter=%00",
        "filter[source",
        "filter]source[=1",
        "=1",
        "&&&",
        "%",
        "%zz=%zz",
        "page=%00",
        "page[a][b]=1",
        "per_page=%ff",
        "page=9223372036854775807&per_page=100",
        "page=-9223372036854775808",
        "filter[ambassador]=-9223372036854775808",
        "filter[ambassador]=0",
        "sort=,,,",
        "sort=--id_chatroom",
        "[[[[",
        "]]]]",
        "a[b]c[d]=1",
        &fields,
    ];
    for query in taken {
        hostile.push((query.chars().take(80).collect(), scene.admin.get(&format!("{LIST}?{query}")), &[200]));
    }
    scene.refuses(hostile, 40).await;
}
