//! The stores' tests: one contract suite for every engine, and what is each engine's own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod contract;
mod copy;
mod leases;
mod nodes;
mod postgres;
mod scene;
mod sqlite;
