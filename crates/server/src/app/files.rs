//! What keeps the bytes of files.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use switchroom_adapters::FolderBlobs;
use switchroom_engine::ports::{Blobs, Clock};

use crate::config::{Config, Files};

/// Where the configuration says.
pub(super) fn blobs(config: &Config, clock: &dyn Clock) -> anyhow::Result<Arc<dyn Blobs>> {
    let Files::Folder(folder) = &config.files;
    let now = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(clock.now().0).unwrap_or_default());
    let blobs = FolderBlobs::open(folder, now).with_context(|| format!("cannot keep files in {}", folder.display()))?;
    Ok(Arc::new(blobs))
}
