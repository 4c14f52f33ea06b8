//! A WebSocket.

use futures_util::{SinkExt as _, StreamExt as _};
use http::StatusCode;
use http::header::{AUTHORIZATION, HOST};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Client;

/// A WebSocket to `/v1/socket`.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Opens a socket with the client's token, if it has one. Panics if there is no server.
    pub async fn open(client: &Client) -> Self {
        Self::try_open(client).await.expect("a socket")
    }

    /// Opens a socket with the client's token, if it has one; none if there is no server.
    pub async fn try_open(client: &Client) -> Option<Self> {
        Self::ask(client, None).await.map(|asked| asked.expect("a socket"))
    }

    /// Asks for a socket with the client's token, if it has one, at a host, if it is given: the socket, or the status that
    /// is answered instead. None if there is no server.
    pub async fn ask(client: &Client, host: Option<&str>) -> Option<Result<Self, StatusCode>> {
        let mut request = format!("ws://{}/v1/socket", client.address()).into_client_request().expect("a request");
        if let Some(token) = client.token() {
            request.headers_mut().insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("header"));
        }
        if let Some(host) = host {
            request.headers_mut().insert(HOST, host.parse().expect("header"));
        }
        match connect_async(request).await {
            Ok((stream, _)) => Some(Ok(Self { stream })),
            Err(Error::Http(answer)) => Some(Err(answer.status())),
            Err(_) => None,
        }
    }

    /// Asks for a socket with these headers: the socket, or the status that is answered instead.
    pub async fn ask_with(client: &Client, headers: &[(&'static str, &str)]) -> Result<Self, StatusCode> {
        let mut request = format!("ws://{}/v1/socket", client.address()).into_client_request().expect("a request");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("header"));
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(Error::Http(answer)) => Err(answer.status()),
            Err(error) => panic!("no answer: {error}"),
        }
    }

    /// Sends a frame of JSON.
    pub async fn send(&mut self, frame: Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends a frame of text.
    pub async fn send_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("sent");
    }

    /// Sends a frame of JSON, and answers whether there was somebody to send it to.
    pub async fn try_send(&mut self, frame: Value) -> bool {
        self.stream.send(Message::text(frame.to_string())).await.is_ok()
    }

    /// Sends a frame of bytes.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        self.stream.send(Message::binary(bytes.to_vec())).await.expect("sent");
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
            if let Message::Close(frame) = self.stream.next().await?.ok()? {
                return frame.map(|frame| frame.code.into());
            }
        }
    }
}
