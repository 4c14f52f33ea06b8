//! Removing what no message has, and what went with its message.

use switchroom_domain::Command;
use switchroom_domain::command::RemoveFile;
use switchroom_domain::file::GRACE_MICROS;

use crate::ports::{BlobId, DueFile};
use crate::{Caller, Engine, EngineError};

/// Files that are looked for at one time.
const AT_ONCE: usize = 100;

/// Removes every file whose time has come. Every node may do this: what another one has removed is passed over.
///
/// The bytes go first. If the server ends between the two, the file is found again; and nobody can fetch or attach it any more.
pub async fn remove_due(engine: &Engine) -> Result<(), EngineError> {
    loop {
        let due = engine.store.due_files(engine.now().plus_micros(-GRACE_MICROS), AT_ONCE).await?;
        for DueFile { org, file, .. } in &due {
            engine.blobs.delete(BlobId { org: *org, file: *file }).await?;
            match engine.run(&Caller::system(*org), Command::RemoveFile(RemoveFile { file: *file })).await {
                Ok(_) | Err(EngineError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        if due.len() < AT_ONCE {
            return Ok(());
        }
    }
}
