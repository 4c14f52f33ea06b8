//! What keeps the bytes of files.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use switchroom_adapters::{FolderBlobs, S3Blobs};
use switchroom_engine::ports::{Blobs, Clock};

use crate::config::{Config, Files};

/// Where the configuration says.
pub(super) fn blobs(config: &Config, clock: &Arc<dyn Clock>) -> anyhow::Result<Arc<dyn Blobs>> {
    Ok(match &config.files {
        Files::Folder(folder) => {
            let now = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(clock.now().0).unwrap_or_default());
            Arc::new(FolderBlobs::open(folder, now).with_context(|| format!("cannot keep files in {}", folder.display()))?)
        }
        Files::S3(settings) => Arc::new(S3Blobs::new(settings, Arc::clone(clock)).context("cannot keep files in S3")?),
    })
}
