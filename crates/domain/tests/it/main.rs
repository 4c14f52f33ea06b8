//! The rules, tried on a working set that is the whole world.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod access;
mod messages;
mod model;
mod properties;
mod rooms;
mod sandbox;
mod snooze;
mod subscriptions;
mod views;
mod visibility;
