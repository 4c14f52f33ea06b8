//! Bodies of forms, both kinds.

use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;

use super::{BodyFault, Field, Fields};

/// What stands for bytes that are no UTF-8.
const REPLACEMENT: char = '\u{fffd}';

pub(super) fn parse_urlencoded(bytes: &[u8]) -> Result<Fields, BodyFault> {
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(bytes) {
        if name.contains(REPLACEMENT) || value.contains(REPLACEMENT) {
            return Err(not_utf8());
        }
        fields.put(name.into_owned(), Field::of_form(value.into_owned()));
    }
    Ok(fields)
}

pub(super) async fn parse_multipart(content_type: &str, bytes: Bytes) -> Result<Fields, BodyFault> {
    let boundary = multer::parse_boundary(content_type).map_err(malformed)?;
    let whole = stream::once(async move { Ok::<_, std::convert::Infallible>(bytes) });
    let mut form = Multipart::new(whole, boundary);
    let mut fields = Fields::default();
    while let Some(part) = form.next_field().await.map_err(malformed)? {
        let Some(name) = part.name().map(str::to_owned) else {
            return Err(BodyFault::Malformed("every part of the form must have a name".to_owned()));
        };
        let is_file = part.file_name().is_some();
        let value = part.bytes().await.map_err(malformed)?;
        let field = if is_file { Field::Other } else { Field::of_form(std::str::from_utf8(&value).map_err(|_| not_utf8())?.to_owned()) };
        fields.put(name, field);
    }
    Ok(fields)
}

fn malformed(error: multer::Error) -> BodyFault {
    BodyFault::Malformed(format!("the body is not a form: {error}"))
}

fn not_utf8() -> BodyFault {
    BodyFault::Malformed("the body must be UTF-8".to_owned())
}
