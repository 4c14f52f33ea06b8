//! What a message says that has a file.

use switchroom_domain::message::{Content, ContentKind};
use switchroom_domain::{FileId, Refusal};

use super::link;
use crate::{Caller, Engine, EngineError};

/// A file that is to be said in a message.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Which.
    pub file: FileId,
    /// What kind of thing the message is; none: what the file is.
    pub kind: Option<ContentKind>,
    /// The words about it, maybe empty.
    pub text: String,
    /// What the file's address begins with, such as `https://chat.example.com`.
    pub origin: String,
}

/// The content of a message that has the file. Whether the file may be given to it is decided when the message is posted.
pub async fn attach(engine: &Engine, caller: &Caller, attachment: Attachment) -> Result<Content, EngineError> {
    let Attachment { file, kind, text, origin } = attachment;
    let found = engine.store.file(caller.org, file).await?;
    let file = found.filter(|file| file.uploader == caller.access.actor).ok_or(Refusal::NotFound { noun: "file" })?;
    let kind = kind.unwrap_or(file.kind());
    if !matches!(kind, ContentKind::Image | ContentKind::Audio | ContentKind::Video | ContentKind::Document) {
        return Err(Refusal::invalid("type", "must be image, audio, video or document with a file").into());
    }
    let payload = file.payload(format!("{origin}{}", link::path(engine, &file)));
    Ok(Content { kind, text, payload: Some(payload), mentions: Vec::new() })
}
