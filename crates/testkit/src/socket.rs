//! A WebSocket.

use futures_util::{SinkExt as _, StreamExt as _};
use http::header::AUTHORIZATION;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Client;

/// A WebSocket to `/v1/socket`.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Opens a socket with the client's token, if it has one.
    pub async fn open(client: &Client) -> Self {
        let mut request = format!("ws://{}/v1/socket", client.address()).into_client_request().expect("a request");
        if let Some(token) = client.token() {
            request.headers_mut().insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("header"));
        }
        let (stream, _) = connect_async(request).await.expect("a socket");
        Self { stream }
    }

    /// Sends a frame of JSON.
    pub async fn send(&mut self, frame: Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends a frame of text.
    pub async fn send_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("sent");
    }

    /// Waits for the next frame of JSON; none when the socket is closed.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match self.stream.next().await?.ok()? {
                Message::Text(text) => return serde_json::from_str(&text).ok(),
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// Waits for the next frame of a type, passing others over.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.expect("the socket was closed");
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// Waits for the close frame's code; none if the socket was cut off without one.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            match self.stream.next().await?.ok()? {
                Message::Close(frame) => return frame.map(|frame| frame.code.into()),
                _ => {}
            }
        }
    }
}
