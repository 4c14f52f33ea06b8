//! Files: uploading them, giving them to messages, fetching them, letting them go.

mod attach;
mod fetch;
mod link;
mod media_type;
mod remove;
mod upload;

pub use attach::{Attachment, attach};
pub use fetch::{Fetched, find};
pub use link::path;
pub use remove::remove_due;
pub use upload::{NewFile, upload};
