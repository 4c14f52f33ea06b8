//! Fetching files by their links.

use http::Method;
use serde_json::json;
use switchroom_testkit::{Answer, Request, Server};

use super::form::{PNG, path, picture, upload};
use super::server;

/// The status, the range that is told, and the body.
fn told(answer: &Answer) -> (u16, &str, &[u8]) {
    let range = answer.headers.get("content-range").map_or("", |range| range.to_str().expect("text"));
    (answer.status.as_u16(), range, &answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn in_parts() {
    let server = server().await;
    let file = upload(&server.admin, "a.txt", "text/plain", b"0123456789").send().await.expect(201);
    let path = path(&file);
    let get = |range: &str| server.client().get(&path).header("range", range).send();
    for (range, expected) in [
        ("bytes=0-3", (206, "bytes 0-3/10", b"0123".as_slice())),
        ("bytes=7-", (206, "bytes 7-9/10", b"789")),
        ("bytes=-2", (206, "bytes 8-9/10", b"89")),
        ("bytes=-99", (206, "bytes 0-9/10", b"0123456789")),
        ("bytes=5-99", (206, "bytes 5-9/10", b"56789")),
        ("bytes=10-", (416, "bytes */10", b"")),
        ("bytes=-0", (416, "bytes */10", b"")),
        ("bytes=3-1", (200, "", b"0123456789")),
        ("bytes=0-1,4-5", (200, "", b"0123456789")),
        ("lines=0-3", (200, "", b"0123456789")),
        ("bytes=99999999999999999999-", (416, "bytes */10", b"")),
    ] {
        assert_eq!(told(&get(range).await), expected, "{range}");
    }
    let tag = format!("\"{}\"", file["id"].as_str().expect("an id"));
    let with = |name: &'static str, value: &str| server.client().get(&path).header("range", "bytes=0-3").header(name, value).send();
    assert_eq!(with("if-range", &tag).await.status, 206);
    assert_eq!(with("if-range", "\"other\"").await.status, 200);
    assert_eq!(told(&with("if-none-match", &format!("\"other\", W/{tag}")).await), (304, "", b"".as_slice()));
    assert_eq!(with("if-match", "\"other\"").await.status, 412);

    let head = server.client().request(Method::HEAD, &path).send().await;
    let header = |name: &str| head.headers[name].to_str().expect("text").to_owned();
    assert_eq!((head.status.as_u16(), header("content-length").as_str(), head.body.len()), (200, "10", 0));
    assert_eq!((header("etag"), header("accept-ranges")), (tag, "bytes".to_owned()));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn that_are_wrong_lead_nowhere() {
    let server = server().await;
    let second = server.admin.post("/v1/organizations", json!({"name": "Second", "admin": {"username": "second"}})).send().await;
    let second = second.expect(201);
    let stranger = server.client().with_token(second["admin"]["token"].as_str().or(second["token"].as_str()).unwrap_or_default());
    let (file, other) = (picture(&server.admin).await, picture(&server.admin).await);
    let right = path(&file);
    let parts: Vec<&str> = right.split('/').collect();
    let [_, _, id, key, name] = parts[..] else { panic!("{right}") };
    let other_id = other["id"].as_str().expect("an id");
    let nobody = "00000000-0000-0000-0000-000000000000";
    let code = key.split_once('-').expect("a key").1;
    let wrong = [
        format!("/files/{other_id}/{key}/{name}"),
        format!("/files/{nobody}/{key}/{name}"),
        format!("/files/{id}/2-{code}/{name}"),
        format!("/files/{id}/01-{code}x/{name}"),
        format!("/files/{id}/+1-{code}/{name}"),
        format!("/files/{id}/{code}/{name}"),
        format!("/files/{id}/1-/{name}"),
        format!("/files/{id}/1-{}/{name}", &code[1..]),
        format!("/files/{id}/1-{}/{name}", "A".repeat(43)),
        format!("/files/{id}/{key}/other.png"),
        format!("/files/{id}/{key}/%ff"),
        format!("/files/..%2f{id}/{key}/{name}"),
        format!("/files/not-an-id/{key}/{name}"),
    ];
    for path in wrong {
        let answer = server.client().get(&path).send().await;
        assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (404, "not_found"), "{path}");
    }
    for path in [format!("/files/{id}/{key}"), format!("/files/{id}"), "/files/".to_owned()] {
        assert_eq!(server.client().get(&path).send().await.status, 404, "{path}");
    }
    assert_eq!(server.client().request(Method::DELETE, &right).send().await.status, 405);
    // Whoever has the link may fetch it, whoever he is and by whatever host.
    for client in [server.client(), stranger] {
        assert_eq!(client.get(&right).header("host", "elsewhere.example").send().await.body, PNG);
    }
    server.stop().await;
}

async fn disposition(server: &Server, request: Request) -> (String, String, String) {
    let file = request.send().await.expect(201);
    let answer = server.client().get(&path(&file)).send().await;
    assert_eq!(answer.status, 200);
    let header = |name: &str| answer.headers[name].to_str().expect("text").to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    (file["name"].as_str().expect("a name").to_owned(), header("content-type"), header("content-disposition"))
}

#[tokio::test(flavor = "multi_thread")]
async fn name_the_file_and_nothing_else() {
    let server = server().await;
    let mut told = Vec::new();
    for (name, media_type, bytes) in [
        ("photo.png", "image/png", PNG),
        ("../../x", "text/plain", b"x".as_slice()),
        ("..\\..\\boot.ini", "text/plain", b"x"),
        ("%22%0D%0ASet-Cookie: a=b", "text/plain", b"x"),
        ("\\\"x\\\"; filename=evil.html", "text/plain", b"x"),
        ("a/b%2Fc?d#e.txt", "text/plain", b"x"),
        ("resumé \u{202e}gpj.exe", "text/plain", b"x"),
        ("", "text/plain", b"x"),
        ("page.html", "text/html", b"<html><script>alert(1)</script></html>"),
        ("page.png", "image/png", b"<html><script>alert(1)</script></html>"),
        ("icon.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"),
        ("run.exe", "image/png", b"MZ\x90\0\x03\0\0\0"),
        ("doc.pdf", "application/pdf", b"%PDF-1.7\n"),
    ] {
        let (kept, kind, disposition) = disposition(&server, upload(&server.admin, name, media_type, bytes)).await;
        told.push(format!("{name:?} as {media_type}: {kept:?} {kind} {disposition}"));
    }
    insta::assert_snapshot!(told.join("\n"));
    server.stop().await;
}
