//! The testbed's own tests: that its servers serve, come back with what they had, and go.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod gone;
mod servers;
