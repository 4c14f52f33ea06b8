//! A stream of server-sent events.

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use http::StatusCode;
use serde_json::Value;

use crate::Request;

/// One server-sent event.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamedEvent {
    /// The field `id`; empty if there is none.
    pub id: String,
    /// The field `event`.
    pub kind: String,
    /// The field `data`, as JSON.
    pub data: Value,
}

/// A stream of server-sent events.
pub struct EventStream {
    pieces: BoxStream<'static, Bytes>,
    unread: Vec<u8>,
}

impl EventStream {
    /// Opens a stream. Panics if there is no answer, or none that is a stream.
    pub async fn open(request: Request) -> Self {
        Self::try_open(request).await.expect("a stream")
    }

    /// Opens a stream; none if there is no server. Panics if the answer is another than 200.
    pub async fn try_open(request: Request) -> Option<Self> {
        let (status, pieces) = request.stream().await?;
        assert_eq!(status, StatusCode::OK);
        Some(Self { pieces, unread: Vec::new() })
    }

    /// Waits for the next event; none when the stream has ended.
    pub async fn next(&mut self) -> Option<StreamedEvent> {
        loop {
            while let Some(end) = self.unread.windows(2).position(|pair| pair == b"\n\n") {
                let block: Vec<u8> = self.unread.drain(..end + 2).collect();
                if let Some(event) = event(&String::from_utf8(block).expect("UTF-8")) {
                    return Some(event);
                }
            }
            self.unread.extend(self.pieces.next().await?);
        }
    }
}

/// The event that a block of lines is; none for a comment, which keeps the connection alive.
fn event(block: &str) -> Option<StreamedEvent> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned));
    let data = serde_json::from_str(&field("data")?).expect("JSON");
    Some(StreamedEvent { id: field("id").unwrap_or_default(), kind: field("event")?, data })
}
