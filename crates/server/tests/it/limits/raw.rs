//! Requests that no client would send, byte by byte.

use std::net::SocketAddr;

use serde_json::json;
use switchroom_server::config::Layer;
use switchroom_testkit::{ADMIN_TOKEN, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends bytes, and reads until the server closes the connection. The writing may fail: the server need not read to the end.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    #[expect(clippy::disallowed_methods, reason = "the test's own server")]
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // Refused before all was read: what was answered is read nevertheless.
    let _ = stream.write_all(bytes).await;
    let _ = stream.flush().await;
    let mut answer = Vec::new();
    // So does reading, once the server is done with whoever still writes.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of an answer; 0 if there was none.
fn status(answer: &str) -> u16 {
    answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|status| status.parse().ok()).unwrap_or_default()
}

fn request(headers: &str) -> String {
    format!("GET /v1/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {ADMIN_TOKEN}\r\nconnection: close\r\n{headers}\r\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_are_bounded() {
    let server = Server::start().await;
    let address = server.admin.address();
    let many = |count: usize| (0..count).map(|i| format!("x-{i}: 1\r\n")).collect::<String>();
    let long = |bytes: usize| format!("x-long: {}\r\n", "x".repeat(bytes));
    for (what, headers, expected) in [
        ("none", String::new(), 200),
        ("some", many(90), 200),
        ("too many", many(101), 431),
        ("very many", many(10_000), 431),
        ("a long one", long(20_000), 200),
        ("too long a one", long(200_000), 431),
        ("a very long one", long(10_000_000), 431),
        ("one without a name", ": 1\r\n".to_owned(), 400),
        ("one without a colon", "x\r\n".to_owned(), 400),
        ("one with a NUL", "x: a\0b\r\n".to_owned(), 400),
        ("two lengths", "content-length: 1\r\ncontent-length: 2\r\n".to_owned(), 400),
        ("a length that is none", "content-length: -1\r\n".to_owned(), 400),
        ("a huge length", "content-length: 99999999999999999999999\r\n".to_owned(), 400),
    ] {
        let answer = exchange(address, request(&headers).as_bytes()).await;
        assert_eq!(status(&answer), expected, "{what}: {answer}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(100_000));
    assert!(matches!(status(&exchange(address, long.as_bytes()).await), 414 | 431));
    for garbage in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\0\r\n\r\n"] {
        let answer = exchange(address, garbage.as_bytes()).await;
        assert!(matches!(status(&answer), 0 | 400 | 505), "{garbage:?}: {answer}");
    }
    server.admin.get("/v1/me").send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_bounded() {
    let server = Server::with_settings(Layer { max_body_bytes: Some(1_000), ..Layer::default() }).await;
    let body = |bytes: usize| {
        let empty = json!({"kind": "api", "name": "x"}).to_string();
        format!("{empty}{}", " ".repeat(bytes - empty.len()))
    };
    for (bytes, expected) in [(1_000, 201), (1_001, 413), (500_000, 413)] {
        let answer = server.admin.post("/v1/channels", json!({})).bytes("application/json", body(bytes)).send().await;
        assert_eq!(answer.status, expected, "{bytes}");
        if expected == 413 {
            assert_eq!(
                (answer.headers["content-type"].as_bytes(), answer.text("code").as_str()),
                (b"application/problem+json".as_slice(), "body_too_large")
            );
        }
    }
    // A body whose length is not told beforehand.
    let chunked = |bytes: usize| {
        format!(
            "POST /v1/channels HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {ADMIN_TOKEN}\r\nconnection: close\r\n\
            content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{bytes:x}\r\n{}\r\n0\r\n\r\n",
            body(bytes)
        )
    };
    for (bytes, expected) in [(1_000, 201), (1_001, 413)] {
        let answer = exchange(server.admin.address(), chunked(bytes).as_bytes()).await;
        assert_eq!(status(&answer), expected, "{answer}");
    }
    let channels = server.admin.get("/v1/channels").send().await.expect(200);
    assert_eq!(channels["channels"].as_array().map(Vec::len), Some(2));
    server.stop().await;
}
