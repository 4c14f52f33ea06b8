//! What browsers may keep, and for how long.

use http::header::IF_NONE_MATCH;
use http::{HeaderMap, HeaderValue};

/// Files with a hash of their content in the name never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The others are asked for each time, and answered with 304 while they are the same.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// How long the file at this path below `dist/` may be kept.
pub(crate) fn control(path: &str) -> HeaderValue {
    if path.contains("/assets/") { FOR_EVER } else { ASK_FIRST }
}

/// The tag of a file whose SHA-256 this is, in this encoding.
pub(crate) fn tag(sha256: [u8; 32], encoding: &str) -> String {
    let hash: String = sha256.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hash}{encoding}\"")
}

/// Whether the client has the file with this tag.
pub(crate) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|held| held.trim().trim_start_matches("W/") == tag)
}
