//! Where the bytes of files are kept.

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use switchroom_domain::{FileId, OrgId};

/// Bytes that come one piece after another.
pub type BlobStream = BoxStream<'static, Result<Bytes, BlobError>>;

/// Whose bytes. Where they lie follows from this alone, never from what somebody calls the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlobId {
    /// The organization.
    pub org: OrgId,
    /// The file.
    pub file: FileId,
}

/// Why bytes were not kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There are none.
    #[error("there are no such bytes")]
    Missing,
    /// There is no room for them.
    #[error("there is no room for more bytes")]
    Full,
    /// The store of files cannot be reached just now.
    #[error("the store of files cannot be reached")]
    Unavailable,
    /// What was to be kept ended before its time, or is not to be kept after all.
    #[error("the bytes ended before their time")]
    BrokeOff,
    /// Anything else.
    #[error(transparent)]
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl BlobError {
    /// Anything else.
    pub fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Failed(error.into())
    }
}

/// Keeps bytes. What was kept is never changed, only removed.
#[async_trait]
pub trait Blobs: Send + Sync + 'static {
    /// Keeps all that `bytes` gives, durably, or nothing of it. Answers how many bytes there were. Never holds all of them in memory.
    async fn put(&self, id: BlobId, bytes: BlobStream) -> Result<u64, BlobError>;

    /// The bytes of a range, of which the caller knows that they are there.
    async fn get(&self, id: BlobId, range: Range<u64>) -> Result<BlobStream, BlobError>;

    /// Removes the bytes. There need be none.
    async fn delete(&self, id: BlobId) -> Result<(), BlobError>;
}

/// Keeps nothing, for whoever serves nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoBlobs;

#[async_trait]
impl Blobs for NoBlobs {
    async fn put(&self, _: BlobId, _: BlobStream) -> Result<u64, BlobError> {
        Err(BlobError::Full)
    }

    async fn get(&self, _: BlobId, _: Range<u64>) -> Result<BlobStream, BlobError> {
        Err(BlobError::Missing)
    }

    async fn delete(&self, _: BlobId) -> Result<(), BlobError> {
        Ok(())
    }
}
