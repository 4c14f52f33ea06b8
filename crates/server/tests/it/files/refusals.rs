//! What is not taken.

use std::net::SocketAddr;

use serde_json::json;
use switchroom_server::config::Layer;
use switchroom_testkit::{ADMIN_TOKEN, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::form::{PNG, form, picture, upload};
use super::{say, server, visitor};
use crate::scene::{channel, id, user};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn of_uploads() {
    let server = server().await;
    let web = channel(&server.admin, "web").await;
    let (ann, _) = visitor(&server, &web, "Ann").await;
    let mut t = Transcript::default();
    for (name, media_type, bytes) in [
        ("page.html", "text/html", b"<html>".as_slice()),
        ("page.png", "image/png", b"<html>"),
        ("icon.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("run.png", "image/png", b"MZ\x90\0\x03\0\0\0"),
        ("run.sh", "text/plain", b"#!/bin/sh\n"),
        ("x.bin", "application/octet-stream", b"\0\x01\x02\x03"),
        ("empty.txt", "text/plain", b""),
    ] {
        t.tell(&format!("a contact uploads {name} as {media_type}"), upload(&ann, name, media_type, bytes)).await;
    }
    t.tell("no token", upload(&server.client(), "a.png", "image/png", PNG)).await;
    let (_, guest) = user(&server.admin, "guest", "guest").await;
    t.tell("no permission", upload(&guest, "a.png", "image/png", PNG)).await;
    t.tell("another part", form(&ann, "name=\"picture\"; filename=\"a.png\"", "image/png", PNG)).await;
    t.tell("no name", form(&ann, "name=\"file\"", "image/png", PNG)).await;
    let raw = |kind: &str, body: &'static str| ann.request(http::Method::POST, "/v1/files").bytes(kind, body);
    t.tell("JSON", raw("application/json", "{}")).await;
    t.tell("no boundary", raw("multipart/form-data", "--x--")).await;
    t.tell("no part", raw("multipart/form-data; boundary=x", "--x--\r\n")).await;
    t.tell("no form", raw("multipart/form-data; boundary=x", "hello")).await;
    let cut = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello";
    t.tell("no end", raw("multipart/form-data; boundary=x", cut)).await;
    insta::assert_snapshot!(t.text());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_messages() {
    let server = server().await;
    let web = channel(&server.admin, "web").await;
    let ((ann, room), (bob, other)) = (visitor(&server, &web, "Ann").await, visitor(&server, &web, "Bob").await);
    let second = json!({"name": "Second", "admin": {"username": "second"}});
    server.admin.post("/v1/organizations", second).send().await.expect(201);
    let file = picture(&ann).await;
    for thief in [&bob, &server.admin] {
        let answer = say(thief, if std::ptr::eq(thief, &bob) { &other } else { &room }, &file).await;
        assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (404, "not_found"));
    }
    let messages = format!("/v1/rooms/{room}/messages");
    for (body, status, code) in [
        (json!({"file_id": file["id"], "payload": {}}), 422, "invalid"),
        (json!({"file_id": file["id"], "type": "text"}), 422, "invalid"),
        (json!({"file_id": file["id"], "type": "system"}), 422, "invalid"),
        (json!({"file_id": "00000000-0000-0000-0000-000000000000"}), 404, "not_found"),
        (json!({"file_id": "x"}), 422, "invalid"),
    ] {
        let answer = ann.post(&messages, body.clone()).send().await;
        assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (status, code), "{body}");
    }
    let elsewhere = say(&ann, &other, &file).await;
    assert_eq!(elsewhere.status, 404, "another's room");
    say(&ann, &room, &file).await.expect(201);
    let twice = say(&ann, &room, &file).await;
    assert_eq!((twice.status.as_u16(), twice.text("code").as_str()), (409, "file_attached"));
    // Whoever says what he likes in a payload cannot take a file along when his message goes.
    let speaks = json!({"type": "image", "payload": {"file_id": file["id"]}});
    let speaks = ann.post(&messages, speaks).send().await.expect(201);
    server.admin.delete(&format!("/v1/messages/{}", id(&speaks))).send().await;
    let fetched = server.client().get(&super::path(&file)).send().await;
    assert_eq!(fetched.status, 200);
    server.stop().await;
}

/// Sends a request that says nothing of its length, in chunks, until the server has answered.
async fn stream(address: SocketAddr, pieces: usize) -> String {
    #[expect(clippy::disallowed_methods, reason = "the test's own server")]
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST /v1/files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {ADMIN_TOKEN}\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=x\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    let part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n";
    socket.write_all(format!("{head}{:x}\r\n{part}\r\n", part.len()).as_bytes()).await.expect("written");
    let piece = format!("{:x}\r\n{}\r\n", 65_536, "y".repeat(65_536));
    for _ in 0..pieces {
        // The server need not read to the end.
        if socket.write_all(piece.as_bytes()).await.is_err() {
            break;
        }
    }
    let end = "\r\n--x--\r\n";
    let _ = socket.write_all(format!("{:x}\r\n{end}\r\n0\r\n\r\n", end.len()).as_bytes()).await;
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_is_too_large() {
    let server = Server::with_settings(Layer { files_max_bytes: Some(1_000_000), ..Layer::default() }).await;
    assert_eq!(server.admin.get("/v1/me").send().await.expect(200)["files"]["max_bytes"], 1_000_000);
    let large = |bytes: usize| upload(&server.admin, "a.txt", "text/plain", &vec![b'y'; bytes]).send();
    assert_eq!(large(1_000_000).await.expect(201)["size"], 1_000_000);
    let refused = large(1_000_001).await;
    assert_eq!((refused.text("code").as_str(), &refused.json()["max_bytes"]), ("file_too_large", &json!(1_000_000)));
    assert_eq!(refused.status, 413);
    assert_eq!(large(2_000_000).await.status, 413);
    // 15 pieces are 983,040 bytes.
    let address = server.admin.address();
    assert!(stream(address, 15).await.starts_with("HTTP/1.1 201 "));
    let answer = stream(address, 17).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("file_too_large"), "{answer}");
    assert_eq!(super::going::kept(&server), 2, "nothing is left of what was refused");
    server.stop().await;
}
