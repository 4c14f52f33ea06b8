//! Bad input: told in Qontak's envelope, nothing changed, nothing logged as a fault of ours.

use http::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Process, ProcessOptions, Request};

use super::forms::Form;
use super::{FLAGS, INTERACTIONS, put};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
/// What a server takes at the most, if it is not told otherwise, and one more.
const TOO_LARGE: usize = 1024 * 1024 + 1;
const URL: &str = "https://webhook.example/?secret=1";

/// Everything that could have changed.
async fn everything(admin: &Client) -> Vec<Value> {
    let mut everything = vec![admin.get(INTERACTIONS).send().await.expect(200)];
    for list in ["events?limit=1000", "tokens", "webhooks", "oauth-clients", "rooms"] {
        everything.push(admin.get(&format!("/v1/{list}")).send().await.expect(200));
    }
    everything
}

/// What is wrong with an answer that must be Qontak's envelope with one of the statuses.
fn wrong(answer: &Answer, statuses: &[u16]) -> Option<String> {
    let told: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    let status = answer.status.as_u16();
    let body = answer.json();
    let messages = body["error"]["messages"].as_array();
    let right = statuses.contains(&status)
        && answer.headers.get("content-type").is_some_and(|kind| kind == "application/json")
        && body["status"] == "error"
        && body["error"]["code"] == status
        && messages.is_some_and(|messages| {
            !messages.is_empty() && messages.iter().all(|message| message.as_str().is_some_and(|text| !text.is_empty()))
        });
    (!right).then(|| format!("{status} {told}"))
}

/// The same of an answer that must be OAuth's.
fn wrong_oauth(answer: &Answer) -> Option<String> {
    let told: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    let body = answer.json();
    let error = body["error"].as_str().unwrap_or_default();
    let status = if error == "invalid_client" { 401 } else { 400 };
    let known = ["invalid_client", "invalid_grant", "invalid_request", "unsupported_grant_type"].contains(&error);
    let right = known && answer.status == status && body["error_description"].as_str().is_some_and(|text| !text.is_empty());
    (!right && wrong(answer, &[413]).is_some()).then(|| format!("{} {told}", answer.status))
}

/// A server with a webhook set, and what refuses requests to it.
struct Scene {
    process: Process,
    admin: Client,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
        let admin = process.admin();
        put(&admin, json!({"receive_message_from_customer": true, "url": URL})).await;
        Self { process, admin, _folder: folder }
    }

    /// Sends what must be refused. Panics, telling of all that was wrong: an answer, a change, a line in the log.
    async fn refuses(self, hostile: Vec<(String, Request)>, at_least: usize, wrong: impl Fn(&Answer) -> Option<String>) {
        assert!(hostile.len() >= at_least, "only {} requests", hostile.len());
        let before = everything(&self.admin).await;
        let mut findings = Vec::new();
        for (what, request) in hostile {
            let finding = request.try_send().await.map_or_else(|| Some("no answer".to_owned()), |answer| wrong(&answer));
            findings.extend(finding.map(|finding| format!("{what}: {finding}")));
        }
        assert!(findings.is_empty(), "{} were not refused well:\n{}", findings.len(), findings.join("\n"));
        assert_eq!(everything(&self.admin).await, before);
        self.process.stop_without_faults().await;
    }
}

/// Bodies that are wrong as a whole: content type and bytes.
fn wholes() -> Vec<(String, String, Vec<u8>)> {
    let mut wholes = Vec::new();
    let mut add = |what: &str, kind: &str, body: &[u8]| wholes.push((what.to_owned(), kind.to_owned(), body.to_vec()));
    for text in [
        "{",
        "}",
        "{\"a\":}",
        "nul",
        "{} {}",
        "{'a':1}",
        "{\"a\":1,}",
        "\u{feff}{}",
        "<a/>",
        "a=b",
        "\"",
        "\0",
        "[]",
        "[{}]",
        "\"text\"",
        "1",
        "true",
        "null",
    ] {
        add(text, "application/json", text.as_bytes());
    }
    for bytes in [b"\xff".as_slice(), b"{\"\xff\":1}", b"{\"a\":\"\xc3\x28\"}", b"{\"a\":\"\xed\xa0\x80\"}", br#"{"a":"\ud800"}"#] {
        add(&format!("bytes {bytes:?}"), "application/json", bytes);
    }
    for (what, open) in [("[", "["), ("{", "{\"a\":")] {
        add(&format!("10,000 of {what}"), "application/json", open.repeat(10_000).as_bytes());
    }
    add("10,000 levels", "application/json", format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000)).as_bytes());
    for kind in ["text/plain", "application/xml", "application/jsonp", "json", "multipart/mixed; boundary=x"] {
        add(&format!("the type {kind:?}"), kind, b"{\"url\":\"https://other.example/\"}");
    }
    for kind in ["", "application/x-www-form-urlencoded"] {
        add("half of JSON", kind, b"{\"url\":\"https://other.example/\"");
    }
    add("no boundary", "multipart/form-data", b"--x--");
    for body in [
        "x",
        "--y--",
        "--x\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttps://other.example",
        "--x\r\n\r\na\r\n--x--\r\n",
    ] {
        add(body, "multipart/form-data; boundary=x", body.as_bytes());
    }
    add(
        "no UTF-8 in a part",
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\n\xff\r\n--x--\r\n",
    );
    for body in ["url=%ff", "url=https://other.example/%c3%28", "%ff=1"] {
        add(body, "application/x-www-form-urlencoded", body.as_bytes());
    }
    for kind in ["application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"] {
        add("too many bytes", kind, &vec![b' '; TOO_LARGE]);
    }
    wholes
}

/// What no url of an endpoint is.
const NO_URLS: [&str; 14] = [
    "",
    " ",
    "webhook",
    "/hook",
    "http://",
    "https://?x",
    "ftp://webhook.example/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://user:secret@webhook.example/",
    "https://webhook.example/#part",
    "https://webhook.example:99999/",
    "https://[::1/",
    "https://web hook.example/",
];

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be() {
    let scene = Scene::start().await;
    let admin = &scene.admin;
    let mut hostile: Vec<(String, Request)> = Vec::new();
    for method in [Method::PUT, Method::POST] {
        for (what, kind, body) in wholes() {
            hostile.push((what, admin.request(method.clone(), INTERACTIONS).bytes(&kind, body)));
        }
        for value in
            [json!(null), json!(2), json!(-1), json!(1.5), json!("maybe"), json!(""), json!([]), json!([true]), json!({}), json!("\0")]
        {
            for flag in FLAGS {
                // What is right beside it is not done either.
                let body = json!({(flag): value, "url": "https://other.example/"});
                hostile.push((body.to_string(), admin.request(method.clone(), INTERACTIONS).json(&body)));
            }
        }
        for value in [
            json!(null),
            json!(7),
            json!(true),
            json!([URL]),
            json!({"url": URL}),
            json!("https://other.example/\0"),
            json!(format!("https://other.example/{}", "x".repeat(70_000))),
        ] {
            let body = json!({"url": value, "status_message": true});
            hostile.push((body.to_string().chars().take(100).collect(), admin.request(method.clone(), INTERACTIONS).json(&body)));
        }
    }
    for form in Form::EVERY {
        for url in NO_URLS {
            let (kind, body) = form.write(&[("url", url), ("status_message", "true")]);
            hostile.push((format!("{form:?} {url:?}"), admin.request(Method::PUT, INTERACTIONS).bytes(&kind, body)));
        }
        for flag in ["maybe", "2", "TRUE!", "yes", "\u{1f600}"] {
            let (kind, body) = form.write(&[("status_message", flag), ("url", "https://other.example/")]);
            hostile.push((format!("{form:?} {flag:?}"), admin.request(Method::PUT, INTERACTIONS).bytes(&kind, body)));
        }
    }
    scene.refuses(hostile, 200, |answer| wrong(answer, &[413, 415, 422])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_paths_and_methods_that_there_are_not() {
    let scene = Scene::start().await;
    let admin = scene.admin.clone();
    let mut hostile: Vec<(String, Request)> = Vec::new();
    let long = format!("Bearer {}", "x".repeat(10_000));
    for value in [
        b"".as_slice(),
        b"Bearer",
        b"Bearer ",
        b"Bearer wrong",
        b"Bearer \xff\xfe",
        b"Basic YWRtaW46YWRtaW4=",
        b"hmac username=\"a\"",
        b"admin-token",
        long.as_bytes(),
    ] {
        let what = String::from_utf8_lossy(value).chars().take(40).collect::<String>();
        for method in [Method::GET, Method::PUT, Method::POST] {
            let request = scene.process.anybody().request(method, INTERACTIONS).json(&json!({"status_message": true}));
            hostile.push((what.clone(), request.header_bytes("authorization", value)));
        }
    }
    hostile.push(("no token".to_owned(), scene.process.anybody().get(INTERACTIONS)));
    let nobody = "00000000-0000-0000-0000-000000000000";
    for base in ["/api/open/v1", "/qontak/chat/v1"] {
        for path in
            ["", "/", "/nothing", "/rooms/%00", "/%ff/x", "/message_interactions/", "//", "/../v1", &format!("/rooms/{nobody}/tags")]
        {
            for method in [Method::GET, Method::PUT, Method::POST, Method::DELETE, Method::PATCH, Method::OPTIONS] {
                hostile.push((format!("{method} {base}{path}"), admin.request(method, &format!("{base}{path}"))));
            }
        }
        for (path, methods) in [
            ("/message_interactions", vec!["DELETE", "PATCH", "OPTIONS"]),
            ("/health", vec!["PUT", "DELETE"]),
            ("/oauth/token", vec!["GET", "PUT"]),
        ] {
            for method in methods {
                hostile
                    .push((format!("{method} {base}{path}"), admin.request(method.parse().expect("a method"), &format!("{base}{path}"))));
            }
        }
    }
    hostile.push(("GET /oauth/token".to_owned(), admin.get("/oauth/token")));
    scene.refuses(hostile, 100, |answer| wrong(answer, &[401, 404, 405])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_not_granted() {
    let scene = Scene::start().await;
    let admin = scene.admin.clone();
    let program = super::tokens::program(&admin).await;
    let mut hostile: Vec<(String, Request)> = Vec::new();
    for (what, kind, body) in wholes() {
        hostile.push((what, scene.process.anybody().request(Method::POST, "/oauth/token").bytes(&kind, body)));
    }
    let whole = json!({"grant_type": "password", "client_id": program.0, "client_secret": program.1, "username": "admin", "password": "admin-password", "refresh_token": "wrong"});
    for field in ["grant_type", "client_id", "client_secret", "username", "password"] {
        for value in [
            json!(null),
            json!(7),
            json!(true),
            json!([]),
            json!({}),
            json!(""),
            json!("\0"),
            json!("\u{10ffff}"),
            json!("x".repeat(70_000)),
            json!("' OR 1=1 --"),
        ] {
            let mut body = whole.clone();
            body[field] = value;
            let what = body.to_string().chars().take(200).collect();
            hostile.push((what, scene.process.anybody().post("/oauth/token", body)));
        }
    }
    for token in [json!("wrong"), json!(""), json!("admin-token"), json!("sw_"), json!(["a"]), json!("\0")] {
        let mut body = whole.clone();
        body["grant_type"] = json!("refresh_token");
        body["refresh_token"] = token;
        hostile.push((body.to_string(), scene.process.anybody().post("/oauth/token", body)));
    }
    for form in [Form::Multipart, Form::Urlencoded] {
        for password in ["wrong", "", "a\0b"] {
            let fields = [
                ("grant_type", "password"),
                ("client_id", &*program.0),
                ("client_secret", &*program.1),
                ("username", "admin"),
                ("password", password),
            ];
            let (kind, body) = form.write(&fields);
            hostile
                .push((format!("{form:?} {password:?}"), scene.process.anybody().request(Method::POST, "/oauth/token").bytes(&kind, body)));
        }
    }
    scene.refuses(hostile, 80, wrong_oauth).await;
}
