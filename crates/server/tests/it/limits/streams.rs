//! How many streams of events may be open.

use switchroom_server::config::Layer;
use switchroom_testkit::{Client, EventStream, Server, Socket};

use crate::scene::user;

/// The status that is answered instead of a socket.
async fn refused(client: &Client) -> Option<u16> {
    Socket::ask(client, None).await.expect("an answer").err().map(|status| status.as_u16())
}

/// A socket, once there is a place for it.
async fn once_free(client: &Client) -> Socket {
    loop {
        if let Ok(socket) = Socket::ask(client, None).await.expect("an answer") {
            return socket;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_has_so_many_streams() {
    let server = Server::with_settings(Layer { max_sockets_per_token: Some(2), ..Layer::default() }).await;
    let (_, ann) = user(&server.admin, "ann", "monitor").await;
    let socket = Socket::open(&ann).await;
    let stream = EventStream::open(ann.get("/v1/events/stream")).await;
    assert_eq!(refused(&ann).await, Some(429));
    let answer = ann.get("/v1/events/stream").send().await;
    assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (429, "too_many_streams"));
    // A socket that says later who it is counts, too.
    let mut late = Socket::open(&server.client()).await;
    late.send(serde_json::json!({"type": "authenticate", "token": ann.token()})).await;
    assert_eq!(late.next_of("error").await["problem"]["code"], "too_many_streams");
    let other = Socket::open(&server.admin).await;
    drop(socket);
    let again = once_free(&ann).await;
    assert_eq!(refused(&ann).await, Some(429));
    drop(stream);
    let both = once_free(&ann).await;
    drop((late, other, again, both));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_so_many_streams_together() {
    let server = Server::with_settings(Layer { max_sockets: Some(2), ..Layer::default() }).await;
    let (_, ann) = user(&server.admin, "ann", "monitor").await;
    // Whoever has not said yet who he is holds a place, too.
    let unknown = Socket::open(&server.client()).await;
    let known = Socket::open(&ann).await;
    for client in [&server.admin, &ann, &server.client()] {
        assert_eq!(refused(client).await, Some(503));
    }
    let answer = server.admin.get("/v1/events/stream").send().await;
    assert_eq!((answer.status.as_u16(), answer.text("code").as_str()), (503, "unavailable"));
    assert_eq!(answer.headers["retry-after"], "1");
    // Everything else is served.
    server.admin.get("/v1/me").send().await.expect(200);
    drop(unknown);
    let next = once_free(&server.admin).await;
    drop((known, next));
    server.stop().await;
}
