//! The files that Vite built.

use rust_embed::{EmbeddedFile, RustEmbed};

/// `dist/`: in a debug build it is read when it is asked for, in a release build it lies in the binary.
#[derive(RustEmbed)]
#[folder = "dist"]
struct Dist;

/// The file at a path below `dist/`.
pub(crate) fn file(path: &str) -> Option<EmbeddedFile> {
    Dist::get(path)
}
