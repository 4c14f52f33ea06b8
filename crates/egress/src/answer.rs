//! Answers, read up to a bound.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;

/// Bytes of the body of an answer to a webhook that are kept, at the most. Of a longer one the rest is not read: its connection is given up.
pub const KEPT_BODY_BYTES: usize = 16 * 1024;

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status. Redirects are not followed.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The first of the body's bytes, as many as were to be kept.
    pub body: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: Response<Incoming>, kept: usize) -> Result<Self, hyper::Error> {
        let (parts, body) = response.into_parts();
        Ok(Self { status: parts.status, headers: parts.headers, body: start_of(body, kept).await? })
    }
}

async fn start_of(mut body: Incoming, kept: usize) -> Result<Bytes, hyper::Error> {
    let mut first: Option<Bytes> = None;
    let mut joined = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        match &first {
            None if data.len() >= kept => return Ok(data.slice(..kept)),
            None => first = Some(data),
            Some(start) => {
                if joined.is_empty() {
                    joined.extend_from_slice(start);
                }
                joined.extend_from_slice(&data[..data.len().min(kept - joined.len())]);
                if joined.len() == kept {
                    break;
                }
            }
        }
    }
    Ok(if joined.is_empty() { first.unwrap_or_default() } else { joined.freeze() })
}
