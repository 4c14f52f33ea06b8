//! Egress against real sockets on the loopback address.

mod pinning;
mod posting;
mod support;
