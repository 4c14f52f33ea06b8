//! What the engine's ports are in the real world.

mod clock;
mod folder;
mod ids;
mod nats;
mod s3;
mod secrets;
mod smtp;

pub use clock::SystemClock;
pub use folder::FolderBlobs;
pub use ids::SystemIds;
pub use nats::{BusError, NatsBus};
pub use s3::{S3Blobs, S3Error, S3Settings};
pub use secrets::{KeyError, KeySecrets};
pub use smtp::{SmtpError, SmtpMailer};
