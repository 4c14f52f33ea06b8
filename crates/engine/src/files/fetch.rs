//! Finding the file that a link leads to.

use std::ops::Range;

use switchroom_domain::FileId;
use switchroom_domain::file::File;

use super::link;
use crate::ports::{BlobId, BlobStream};
use crate::{Engine, EngineError};

/// A file that may be fetched.
pub struct Fetched {
    /// The file.
    pub file: File,
}

impl Fetched {
    /// Its bytes in a range, which must be within its size.
    pub async fn bytes(&self, engine: &Engine, range: Range<u64>) -> Result<BlobStream, EngineError> {
        let id = BlobId { org: self.file.org, file: self.file.id };
        Ok(engine.blobs.get(id, range).await?)
    }
}

/// The file of that id, if the key is right and the file is not about to go.
pub async fn find(engine: &Engine, id: FileId, key: &str) -> Result<Option<Fetched>, EngineError> {
    let Some(id) = link::unlock(engine, id, key) else { return Ok(None) };
    let file = engine.store.file(id.org, id.file).await?;
    // What goes with its message is gone at once; what waits for one is there until its time has come.
    let now = engine.now();
    let is_there = |file: &File| file.due_at.is_none_or(|due| file.message.is_none() && due > now);
    Ok(file.filter(is_there).map(|file| Fetched { file }))
}
