//! Pieces of what was found.

use serde::Serialize;
use switchroom_engine::search;
use utoipa::ToSchema;

/// A part of a snippet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SnippetPart)]
pub(crate) struct Part<'a> {
    /// The text.
    text: &'a str,
    /// Whether it is what was looked for.
    hit: bool,
}

impl<'a> Part<'a> {
    /// The parts of a snippet.
    pub(crate) fn all(parts: &'a [search::Part]) -> Vec<Self> {
        parts.iter().map(|part| Self { text: &part.text, hit: part.hit }).collect()
    }
}
