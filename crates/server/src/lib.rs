//! The server: configuration, wiring (the only place that names adapters), commands.

pub mod app;
pub mod commands;
pub mod config;
mod listen;
mod operations;
mod telemetry;
