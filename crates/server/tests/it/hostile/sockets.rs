//! Frames of sockets.

use serde_json::json;
use switchroom_testkit::Socket;

use super::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_are_none() {
    let scene = Scene::start().await;
    let before = scene.everything().await;
    let room = &scene.things.room;
    let post = |fields: &str| format!(r#"{{"type":"post","room_id":"{room}",{fields}}}"#);
    let mut frames: Vec<String> =
        ["", "{", "[]", "null", "1", r#""text""#, "{}", r#"{"type":7}"#, r#"{"type":"fly"}"#, r#"{"type":"read"}"#]
            .map(str::to_owned)
            .to_vec();
    frames.extend(["[".repeat(10_000), "{\"a\":".repeat(10_000)]);
    frames.extend([
        post(r#""text":1"#),
        post(r#""text":"\u0000""#),
        post(r#""text":"\ud800""#),
        post(r#""text":"x","surprise":1"#),
        post(r#""text":"x","content_type":"smell""#),
        post(r#""text":"x","provider_at":"9999999-01-01T00:00:00Z""#),
        post(&format!(r#""text":"{}""#, "x".repeat(70_000))),
        post(&format!(r#""text":"x","payload":{}{}"#, "[".repeat(500), "]".repeat(500))),
        post(r#""text":"x","reply_to":"00000000-0000-0000-0000-000000000000""#),
    ]);
    for after in ["-1", "9223372036854775807", "9223372036854775808", "1.5", r#""1""#] {
        frames.push(format!(r#"{{"type":"subscribe","after":{after}}}"#));
        frames.push(format!(r#"{{"type":"subscribe","room_id":"{room}","after":{after}}}"#));
    }
    // Ten malformed frames are borne with: a socket for every few.
    for frames in frames.chunks(5) {
        let mut socket = Socket::open(&scene.admin).await;
        socket.next_of("ready").await;
        for frame in frames {
            socket.send_text(frame).await;
            let answer = socket.next().await.expect("an answer");
            assert_eq!(answer["type"], "error", "{frame}");
            let status = answer["problem"]["status"].as_u64().expect("a status");
            assert!((400..500).contains(&status), "{frame}: {answer}");
        }
    }
    assert_eq!(scene.everything().await, before);
    scene.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_on_is_cut_off() {
    let scene = Scene::start().await;
    let mut socket = Socket::open(&scene.admin).await;
    for _ in 0..11 {
        socket.send_text("{").await;
    }
    assert_eq!(socket.closed().await, Some(1008));
    let mut socket = Socket::open(&scene.admin).await;
    socket.send_text(&"x".repeat(300_000)).await;
    assert_eq!(socket.closed().await, Some(1009));
    for (first, told) in [
        ("{", "malformed_json"),
        (r#"{"type":"subscribe"}"#, "token_missing"),
        (r#"{"type":"authenticate","token":"wrong"}"#, "invalid_token"),
        (r#"{"type":"authenticate","token":7}"#, "invalid"),
    ] {
        let mut socket = Socket::open(&scene.process.anybody()).await;
        socket.send_text(first).await;
        assert_eq!(socket.next_of("error").await["problem"]["code"], told, "{first}");
        assert_eq!(socket.closed().await, Some(1008));
    }
    // Who has said who he is cannot become another.
    let mut socket = Socket::open(&scene.admin).await;
    socket.send(json!({"type": "authenticate", "token": scene.admin.token()})).await;
    assert_eq!(socket.next_of("error").await["problem"]["code"], "already_authenticated");
    drop(socket);
    scene.stop().await;
}
