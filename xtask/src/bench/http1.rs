//! HTTP/1.1 on one connection, with as little work as possible: the load generator shares the cores with the server.
//!
//! Only what the benchmarks meet: bodies have a `content-length`, and connections stay open.

use std::io;
use std::net::SocketAddr;
use std::ops::Range;

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MOST_HEADERS: usize = 64;

/// A connection and what was read from it.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// The bytes at the start of the buffer that belong to the message before.
    used: usize,
}

/// What a message's head says.
pub(crate) struct Head<T> {
    content: T,
    length: usize,
    body_length: usize,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

impl Connection {
    #[expect(clippy::disallowed_methods, reason = "not the server dials here: a tool calls the server that it started itself")]
    pub(crate) async fn open(address: SocketAddr) -> io::Result<Self> {
        Self::accepted(TcpStream::connect(address).await?)
    }

    /// The other side's view.
    pub(crate) fn accepted(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096), used: 0 })
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.write(request).await?;
        let (status, body) = self.read(answer_head).await?.context("the server closed the connection")?;
        Ok(Answer { status, body: &self.buffer[body] })
    }

    /// Reads one message; none when the other side has closed the connection. The message's bytes stay until the next read.
    pub(crate) async fn read<T>(
        &mut self,
        parse: impl Fn(&[u8]) -> anyhow::Result<Option<Head<T>>>,
    ) -> anyhow::Result<Option<(T, Range<usize>)>> {
        self.buffer.drain(..self.used);
        self.used = 0;
        let head = loop {
            if let Some(head) = parse(&self.buffer)? {
                break head;
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                if self.buffer.is_empty() {
                    return Ok(None);
                }
                bail!("the connection was closed within a message");
            }
        };
        let end = head.length + head.body_length;
        while self.buffer.len() < end {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed within a message");
            }
        }
        self.used = end;
        Ok(Some((head.content, head.length..end)))
    }

    /// Bytes of the message that was read last.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.buffer[range]
    }
}

fn answer_head(bytes: &[u8]) -> anyhow::Result<Option<Head<u16>>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) = answer.parse(bytes).context("not an HTTP/1.1 answer")? else { return Ok(None) };
    let status = answer.code.context("an answer without a status")?;
    Ok(Some(Head { content: status, length, body_length: body_length(answer.headers)? }))
}

/// Parses a request's head; of it, the headers that `keep` picks.
pub(crate) fn request_head<T>(bytes: &[u8], keep: impl Fn(&[httparse::Header<'_>]) -> T) -> anyhow::Result<Option<Head<T>>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(length) = request.parse(bytes).context("not an HTTP/1.1 request")? else { return Ok(None) };
    Ok(Some(Head { content: keep(request.headers), length, body_length: body_length(request.headers)? }))
}

fn body_length(headers: &[httparse::Header<'_>]) -> anyhow::Result<usize> {
    if headers.iter().any(|header| header.name.eq_ignore_ascii_case("transfer-encoding")) {
        bail!("a body without a content-length");
    }
    let Some(length) = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length")) else { return Ok(0) };
    std::str::from_utf8(length.value)?.parse().context("a content-length that is no number")
}
