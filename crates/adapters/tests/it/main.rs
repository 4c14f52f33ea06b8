//! The adapters, against what they adapt.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod nats;
mod s3;
mod smtp;
