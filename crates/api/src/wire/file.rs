//! Files on the wire.

use serde::Serialize;
use switchroom_domain::{Actor, file};
use switchroom_engine::{Engine, files};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Time;

/// Something uploaded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct File<'a> {
    /// The file's id.
    id: Uuid,
    /// What its uploader calls it, made harmless.
    name: &'a str,
    /// What it is, as its first bytes show.
    media_type: &'a str,
    /// How many bytes it has.
    size: u64,
    /// How many pixels wide a picture is, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    width: Option<u32>,
    /// How many pixels high a picture is, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    height: Option<u32>,
    /// Where it is fetched from, without a token: nobody can guess it.
    url: String,
    /// When it was uploaded.
    created_at: Time,
}

impl<'a> File<'a> {
    /// The file, as fetched from `origin`.
    pub(crate) fn new(engine: &Engine, file: &'a file::File, origin: &str) -> Self {
        Self {
            id: file.id.0,
            name: &file.name,
            media_type: &file.media_type,
            size: file.size,
            width: file.width,
            height: file.height,
            url: format!("{origin}{}", files::path(engine, file)),
            created_at: file.created_at.into(),
        }
    }
}

/// What files the caller may upload.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileLimits {
    /// Bytes in a file, at the most.
    max_bytes: u64,
    /// The media types that are taken; `*/*` means all.
    media_types: Vec<&'static str>,
}

impl FileLimits {
    /// What `actor` may upload.
    pub(crate) fn of(engine: &Engine, actor: Actor) -> Self {
        Self { max_bytes: engine.max_file_bytes, media_types: file::media_types(actor) }
    }
}
