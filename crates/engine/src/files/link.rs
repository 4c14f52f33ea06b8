//! What a file is fetched by: a path that nobody can guess, and that need not be kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use switchroom_domain::file::File;
use switchroom_domain::{FileId, OrgId};

use crate::Engine;
use crate::ports::BlobId;

/// What the code is made for.
const PURPOSE: &str = "file";

/// The path under which the file is served: `/files/{id}/{key}/{name}`.
#[must_use]
pub fn path(engine: &Engine, file: &File) -> String {
    let id = BlobId { org: file.org, file: file.id };
    let code = URL_SAFE_NO_PAD.encode(engine.secrets.code(PURPOSE, data(id).as_bytes()));
    // The organization is told with the code that vouches for it, so that a file is looked for nowhere else.
    format!("/files/{}/{}-{code}/{}", file.id, file.org, encoded(&file.name))
}

/// Whose file a key is of, if it is right.
pub(super) fn unlock(engine: &Engine, file: FileId, key: &str) -> Option<BlobId> {
    let (org, code) = key.split_once('-')?;
    let id = BlobId { org: OrgId(org.parse().ok().filter(|_| org.bytes().all(|byte| byte.is_ascii_digit()))?), file };
    let code = URL_SAFE_NO_PAD.decode(code).ok()?;
    engine.secrets.is_code(PURPOSE, data(id).as_bytes(), &code).then_some(id)
}

fn data(id: BlobId) -> String {
    format!("{}/{}", id.org, id.file)
}

/// A name as a part of a path.
fn encoded(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
