//! Uploading a file: its bytes go to where files are kept as they come.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, BoxStream, StreamExt};
use switchroom_domain::command::KeepFile;
use switchroom_domain::file::{self, File};
use switchroom_domain::{Actor, Command, FileId, Permission, Refusal};

use super::media_type;
use crate::ports::{BlobError, BlobId};
use crate::{Caller, Engine, EngineError};

/// Bytes that are looked at to find out what a file is: pictures from phones have long notes before their size.
const LOOKED_AT: usize = 256 * 1024;

/// A file that is uploaded.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// What its uploader calls it.
    pub name: String,
    /// What its uploader says it is.
    pub media_type: Option<String>,
}

/// Keeps a file. What it is follows from its first bytes; its uploader's word counts where those allow for it.
///
/// It goes on if whoever waits for it does not: what is kept is either known or removed.
pub async fn upload(
    engine: &Arc<Engine>,
    caller: &Caller,
    new: NewFile,
    bytes: BoxStream<'static, Result<Bytes, BlobError>>,
) -> Result<File, EngineError> {
    if !matches!(caller.access.actor, Actor::Contact(_)) {
        caller.access.require(Permission::MessagePost)?;
    }
    let (engine, caller) = (Arc::clone(engine), caller.clone());
    let kept = tokio::spawn(async move { keep(&engine, &caller, new, bytes).await });
    kept.await.map_err(|error| EngineError::Blobs(BlobError::failed(error)))?
}

async fn keep(
    engine: &Engine,
    caller: &Caller,
    new: NewFile,
    bytes: BoxStream<'static, Result<Bytes, BlobError>>,
) -> Result<File, EngineError> {
    let most = engine.max_file_bytes;
    // It may be asked again after its end.
    let mut bytes = bytes.fuse().boxed();
    let begin = beginning(&mut bytes).await?;
    if begin.is_empty() {
        return Err(Refusal::invalid("file", "must not be empty").into());
    }
    if begin.len() as u64 > most {
        return Err(EngineError::FileTooLarge { most });
    }
    let media_type = media_type::of(&new.name, new.media_type.as_deref(), &begin);
    file::allow(caller.access.actor, &media_type)?;
    let pixels = media_type::pixels(&media_type, &begin);

    let id: FileId = engine.new_id();
    let blob = BlobId { org: caller.org, file: id };
    let too_large = Arc::new(AtomicBool::new(false));
    let all = stream::once(async { Ok(begin) }).chain(bytes);
    let size = match engine.blobs.put(blob, bounded(all.boxed(), most, Arc::clone(&too_large))).await {
        Ok(size) => size,
        Err(BlobError::BrokeOff) if too_large.load(Ordering::Relaxed) => return Err(EngineError::FileTooLarge { most }),
        Err(error) => return Err(error.into()),
    };
    let (width, height) = pixels.unzip();
    let command = KeepFile { id, name: new.name, media_type, size, width, height };
    let kept = engine.run(caller, Command::KeepFile(command)).await.and_then(crate::Done::file);
    if kept.is_err()
        && let Err(error) = engine.blobs.delete(blob).await
    {
        tracing::warn!(%error, file = %id, "bytes of a file that could not be kept are left over");
    }
    Ok(kept?.value)
}

/// The first bytes: as many as are looked at, or all there are.
async fn beginning(bytes: &mut BoxStream<'static, Result<Bytes, BlobError>>) -> Result<Bytes, BlobError> {
    let mut begin = BytesMut::new();
    while begin.len() < LOOKED_AT {
        let Some(piece) = bytes.next().await else { break };
        begin.extend_from_slice(&piece?);
    }
    Ok(begin.freeze())
}

/// The same bytes, which break off when there are more than `most`.
fn bounded(
    bytes: BoxStream<'static, Result<Bytes, BlobError>>,
    most: u64,
    too_large: Arc<AtomicBool>,
) -> BoxStream<'static, Result<Bytes, BlobError>> {
    let mut left = most;
    let piece = move |piece: Result<Bytes, BlobError>| {
        let piece = piece?;
        match left.checked_sub(piece.len() as u64) {
            Some(rest) => {
                left = rest;
                Ok(piece)
            }
            None => {
                too_large.store(true, Ordering::Relaxed);
                Err(BlobError::BrokeOff)
            }
        }
    };
    bytes.map(piece).boxed()
}
