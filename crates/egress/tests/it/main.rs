//! Egress against real sockets on the loopback address.
#![expect(clippy::unwrap_used, reason = "a test whose world cannot be set up has failed")]

mod pinning;
mod posting;
mod support;
