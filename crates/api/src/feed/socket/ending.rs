//! How sockets end.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use tokio::time::timeout;
use tungstenite::Error;

/// How long the peer is given to take a close frame and answer it.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The peer closed it.
    Closed,
    /// The peer is gone, or takes nothing any more.
    Gone,
    /// The server is going away.
    GoingAway,
    /// The peer broke the WebSocket protocol.
    Protocol,
    /// The peer sent text that is none.
    NotText,
    /// The peer did what it may not.
    Policy(&'static str),
    /// A frame is too large.
    TooLarge,
    /// The server failed.
    Failed,
}

impl Ending {
    /// The ending that an error while reading means.
    pub(super) fn of(error: axum::Error) -> Self {
        match error.into_inner().downcast_ref::<Error>() {
            Some(Error::Capacity(_)) => Self::TooLarge,
            Some(Error::Protocol(_)) => Self::Protocol,
            Some(Error::Utf8(_)) => Self::NotText,
            _ => Self::Gone,
        }
    }

    /// The close frame to send (RFC 6455, section 7.4), if there is somebody to send it to.
    fn frame(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Closed | Self::Gone => return None,
            Self::GoingAway => (1001, "the server is going away"),
            Self::Protocol => (1002, "the WebSocket protocol was broken"),
            Self::NotText => (1007, "a text frame is not UTF-8"),
            Self::Policy(reason) => (1008, reason),
            Self::TooLarge => (1009, "a frame is too large"),
            Self::Failed => (1011, "the server failed"),
        };
        Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) })
    }

    /// Closes the socket.
    pub(super) async fn close(self, mut socket: WebSocket) {
        if self == Self::Gone {
            return;
        }
        let closing = async {
            if let Some(frame) = self.frame()
                && socket.send(Message::Close(Some(frame))).await.is_err()
            {
                return;
            }
            while let Some(received) = socket.recv().await {
                if received.is_err() {
                    // What follows cannot be read. Closing at once would reset the connection under the close frame.
                    std::future::pending::<()>().await;
                }
            }
        };
        // Whoever does not answer in time is dropped.
        let _ = timeout(CLOSE_WITHIN, closing).await;
    }
}

#[cfg(test)]
mod tests {
    use super::Ending;
    use tungstenite::error::{CapacityError, Error, ProtocolError};

    #[test]
    fn errors_while_reading_are_told_apart() {
        let of = |error: Error| Ending::of(axum::Error::new(error));
        assert_eq!(of(CapacityError::MessageTooLong { size: 2, max_size: 1 }.into()), Ending::TooLarge);
        assert_eq!(of(ProtocolError::NonZeroReservedBits.into()), Ending::Protocol);
        assert_eq!(of(Error::Utf8(String::new())), Ending::NotText);
        assert_eq!(of(Error::ConnectionClosed), Ending::Gone);
    }
}
