//! The programs of others that Switchroom runs beside, started for tests and benchmarks: PostgreSQL, NATS, PgBouncer, a mail server, a server of
//! S3's kind.
//! Each runs in a folder of its own, on a free port of loopback, and never outlives the process that started it.
//!
//! Everything here blocks its thread, and looks every few milliseconds for what it waits for: it works inside any runtime, also
//! in one whose time is paused.

mod child;
mod keeper;
mod moto;
mod nats;
mod pgbouncer;
mod port;
mod postgres;
pub mod programs;
mod smtp;
mod user;

pub use moto::Moto;
pub use nats::Nats;
pub use pgbouncer::PgBouncer;
pub use postgres::{Postgres, PostgresOptions, database_of};
pub use smtp::Smtp;
