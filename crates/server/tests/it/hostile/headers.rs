//! Headers.

use super::{Hostile, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_none() {
    let scene = Scene::start().await;
    let long = format!("Bearer {}", "x".repeat(10_000));
    let mut hostile = Vec::new();
    let wrong: [&[u8]; 11] = [
        b"",
        b"Bearer",
        b"Bearer ",
        b"Bearer wrong",
        b"Bearer \xff\xfe",
        b"Bearer admin-token extra",
        b"Bearer admin-token\t1",
        b"Basic YWRtaW46YWRtaW4tcGFzc3dvcmQ=",
        b"admin-token",
        b"Bearer\tadmin-token",
        long.as_bytes(),
    ];
    for operation in scene.operations.iter().filter(|operation| !operation.public) {
        let mut add = |what: String, change: &dyn Fn(switchroom_testkit::Request) -> switchroom_testkit::Request| {
            let mut request = operation.request(&scene.process.anybody(), &operation.path_of(&scene.things));
            if let Some(body) = scene.things.body(operation) {
                request = request.json(&body);
            }
            hostile.push(Hostile { what: format!("{} with {what}", operation.name()), request: change(request), statuses: &[401] });
        };
        add("no token".to_owned(), &|request| request);
        for value in wrong {
            let what: String = String::from_utf8_lossy(value).chars().take(40).collect();
            add(what, &|request| request.header_bytes("authorization", value));
        }
    }
    scene.refuses(hostile, 500).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_positions_that_are_none() {
    let scene = Scene::start().await;
    let long = "x".repeat(256);
    let mut hostile = Vec::new();
    for operation in scene.operations.iter().filter(|operation| operation.method == "POST" && !operation.form) {
        for value in [b"".as_slice(), b" ", b"a b", b"a\tb", b"\xc3\xa4", b"\xff", long.as_bytes()] {
            let body = scene.things.body(operation).expect("a body");
            let request = scene.request(operation).json(&body).header_bytes("idempotency-key", value);
            hostile.push(Hostile { what: format!("{} with the key {value:?}", operation.name()), request, statuses: &[400] });
        }
    }
    for value in [b"x".as_slice(), b"", b"-1", b"1.5", b"\xff", b"9223372036854775807", b"99999999999999999999"] {
        let request = scene.admin.get("/v1/events/stream").header_bytes("last-event-id", value);
        hostile.push(Hostile { what: format!("Last-Event-ID {value:?}"), request, statuses: &[400] });
    }
    scene.refuses(hostile, 150).await;
}
