//! The whole server, over HTTP.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod access;
mod activity;
mod cluster;
mod concurrency;
mod console;
mod consumers;
mod conversation;
mod copy;
mod delivery;
#[cfg(target_os = "linux")]
mod demo;
mod disk;
#[cfg(target_os = "linux")]
mod durability;
mod event_types;
mod faster;
mod feed;
mod figures;
mod hostile;
mod idempotency;
mod included;
mod kill;
mod limits;
mod listener;
mod log;
mod mentions;
mod model;
mod nodes;
mod openapi;
mod operations;
mod popsell;
#[cfg(target_os = "linux")]
mod preload;
mod qontak;
mod rocketchat;
mod scene;
mod seeds;
mod shape;
mod snooze;
mod tenancy;
mod things;
mod traces;
mod transcript;
mod vendors;
mod webhooks;
mod widget;
mod writers;
