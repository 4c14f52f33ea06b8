//! Deliveries to real endpoints: what `docs/webhooks.md` promises.

mod crowd;
#[cfg(target_os = "linux")]
mod dead;
mod endpoint;
mod neighbours;
mod options;
mod samples;

/// The version of a room that its first message makes: it was opened before, and whoever wrote came in.
const FIRST_MESSAGE: i64 = 3;
