//! A POST that does nothing: what the same server's HTTP alone can carry.

use std::net::SocketAddr;

use super::load::Requests;
use super::messages::text;

/// The same POST again and again.
pub(crate) struct Noop(Vec<u8>);

impl Noop {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let body = format!("{{\"text\":\"{}\"}}", text());
        let length = body.len();
        Self(
            format!(
                "POST /healthz HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
            )
            .into_bytes(),
        )
    }
}

impl Requests for Noop {
    fn write_next(&mut self, into: &mut Vec<u8>) -> usize {
        into.extend_from_slice(&self.0);
        0
    }

    fn accepted(&mut self, _mark: usize, _body: &[u8]) {}
}
