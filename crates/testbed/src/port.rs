//! Ports to listen on.

use std::hash::{BuildHasher as _, RandomState};
use std::net::{Ipv4Addr, TcpListener};

use anyhow::Context as _;

/// Below the range that systems take the ports of outgoing connections from. A server that is stopped for a while must get its
/// port back, and a client that dials it meanwhile must not be given that very port to dial from: it would reach itself.
const FIRST: u16 = 16_000;
const COUNT: u16 = 16_000;
const TRIES: u64 = 100;

/// How often a server may find that its port was taken between our look and its own.
pub(crate) const STARTS: usize = 5;

/// A port of loopback that nobody listens on now.
pub(crate) fn free() -> anyhow::Result<u16> {
    // Not secret, only different in every process.
    let random = RandomState::new();
    let candidate = |attempt: u64| FIRST + u16::try_from(random.hash_one(attempt) % u64::from(COUNT)).unwrap_or_default();
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    (0..TRIES).map(candidate).find(is_free).context("no free port")
}
