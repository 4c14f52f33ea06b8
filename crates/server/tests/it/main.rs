//! The whole server, over HTTP.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod concurrency;
mod conversation;
mod idempotency;
mod operations;
mod scene;
mod transcript;
mod webhooks;
