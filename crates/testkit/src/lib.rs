//! What whole-server tests are made of: a server in the test's process or in one of its own, a client, a webhook sink,
//! a socket, a stream of events, a clock that is set and ids that are counted.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;
mod clock;
mod engine;
mod ids;
mod process;
mod server;
mod sink;
mod socket;
mod stream;
mod watchdog;

pub use client::{Answer, Client, Request};
pub use clock::TestClock;
pub use engine::{Engine, database_of, passed_over_without_sqlite};
pub use ids::CountedIds;
pub use process::{Process, ProcessOptions};
pub use server::{ADMIN_TOKEN, Server};
pub use sink::{Received, Sink};
pub use socket::Socket;
pub use stream::{EventStream, StreamedEvent};
