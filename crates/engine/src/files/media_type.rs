//! What a file is. Its first bytes say so where they can; where they cannot, its uploader's word counts, unless the bytes would have shown it.

/// What anything may be.
const ANY: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

/// Types whose bytes always show them: who declares one of these and has other bytes is not believed.
const SHOWN_BY_BYTES: &[&str] = &["image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip"];

/// Containers, and what may be in them: the bytes do not tell those apart, so that the uploader's word counts.
const CONTAINERS: &[(&str, &[&str])] = &[
    ("application/zip", &["application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument.", "application/epub+zip"]),
    ("application/x-ole-storage", &["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"]),
    ("video/mp4", &["audio/mp4", "video/quicktime"]),
    ("video/webm", &["audio/webm"]),
    ("video/x-matroska", &["video/webm", "audio/webm"]),
    ("audio/ogg", &["video/ogg"]),
    ("video/ogg", &["audio/ogg"]),
    ("application/ogg", &["audio/ogg", "video/ogg"]),
    ("text/xml", &["image/svg+xml", "application/xml"]),
];

/// The media type of a file with that name, which its uploader declares to be `declared` and which begins so.
pub(super) fn of(name: &str, declared: Option<&str>, begin: &[u8]) -> String {
    let declared = declared.map(essence).unwrap_or_default();
    let declared = declared.as_str();
    match infer::get(begin).map(|found| usual(found.mime_type())) {
        Some(found) if may_be(found, declared) => declared.to_owned(),
        Some(found) => found.to_owned(),
        None if declared.is_empty() || declared == ANY || claims_what_would_show(declared) || is_office(declared) => {
            undeclared(name, begin).to_owned()
        }
        None if declared.starts_with("text/") && !is_text(begin) => ANY.to_owned(),
        None => declared.to_owned(),
    }
}

/// How many pixels wide and high a picture is.
pub(super) fn pixels(media_type: &str, begin: &[u8]) -> Option<(u32, u32)> {
    if !media_type.starts_with("image/") {
        return None;
    }
    let size = imagesize::blob_size(begin).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)).filter(|(width, height)| *width > 0 && *height > 0)
}

/// A declared type without its parameters, in small letters, by its usual name.
fn essence(declared: &str) -> String {
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let parts = essence.split_once('/').is_some_and(|(class, kind)| is_token(class) && is_token(kind));
    if parts && essence.len() <= 127 { usual(&essence).to_owned() } else { String::new() }
}

/// Whether it is a word of a media type (RFC 6838, 4.2).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
}

/// The usual one of several names for the same thing.
fn usual(media_type: &str) -> &str {
    match media_type {
        "image/jpg" | "image/pjpeg" => "image/jpeg",
        "image/x-ms-bmp" => "image/bmp",
        "audio/x-wav" | "audio/wave" | "audio/vnd.wave" => "audio/wav",
        "audio/m4a" | "audio/x-m4a" => "audio/mp4",
        "audio/x-flac" => "audio/flac",
        "audio/mp3" => "audio/mpeg",
        "audio/opus" => "audio/ogg",
        "video/x-m4v" => "video/mp4",
        "application/x-gzip" => "application/gzip",
        "application/x-zip-compressed" => "application/zip",
        "text/rtf" => "application/rtf",
        "text/x-vcard" => "text/vcard",
        other => other,
    }
}

/// Whether bytes that were found to be `found` may be what is declared.
fn may_be(found: &str, declared: &str) -> bool {
    found == declared
        || CONTAINERS.iter().filter(|(container, _)| *container == found).any(|(_, inside)| {
            inside.iter().any(|inside| if inside.ends_with('.') { declared.starts_with(inside) } else { declared == *inside })
        })
}

/// Whether it is a type that bytes show, and so would have shown.
fn claims_what_would_show(declared: &str) -> bool {
    // This one is text, and known by its uploader's word only.
    declared != "image/svg+xml" && SHOWN_BY_BYTES.iter().any(|shown| declared.starts_with(shown))
}

/// Programs of Windows call a table in text by what opens it.
fn is_office(declared: &str) -> bool {
    declared.starts_with("application/vnd.ms-") || declared.starts_with("application/vnd.o") || declared == "application/msword"
}

/// What a file is of which nobody says anything that can be believed.
fn undeclared(name: &str, begin: &[u8]) -> &'static str {
    if !is_text(begin) {
        return ANY;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "csv" => "text/csv",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        "htm" | "html" | "xhtml" => "text/html",
        "svg" => "image/svg+xml",
        _ => TEXT,
    }
}

/// Whether it reads as text. The last letter may be cut in two.
fn is_text(begin: &[u8]) -> bool {
    let readable = match std::str::from_utf8(begin) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    readable && !begin.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::{of, pixels};

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0";

    #[test]
    fn bytes_are_believed_more_than_words() {
        let webm = [b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x86\x81\x01\x42\x82\x84webm".as_slice(), &[0; 256]].concat();
        for (name, declared, begin, is) in [
            ("a.png", Some("image/png"), PNG, "image/png"),
            ("a.txt", Some("text/plain"), PNG, "image/png"),
            ("a", None, PNG, "image/png"),
            ("a.png", Some("image/png"), b"<!DOCTYPE html><script>", "text/html"),
            ("a.png", Some("image/png"), b"just words", "text/plain"),
            ("a.png", Some("image/png"), b"\x00\x01\x02\x03", "application/octet-stream"),
            ("a.pdf", Some("application/pdf"), b"hello", "text/plain"),
            ("a.svg", Some("image/svg+xml"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"),
            ("a.svg", Some("image/svg+xml"), b"<?xml version=\"1.0\"?><svg/>", "image/svg+xml"),
            ("a.html", None, b"hello", "text/html"),
            ("a.html", Some("TEXT/HTML; charset=utf-8"), b"hello", "text/html"),
            ("a.exe", Some("image/png"), b"MZ\x90\0\x03\0\0\0", "application/vnd.microsoft.portable-executable"),
            ("a.csv", Some("application/vnd.ms-excel"), b"a,b\n1,2\n", "text/csv"),
            ("a.csv", Some("text/csv"), b"a,b\n1,2\n", "text/csv"),
            (
                "a.docx",
                Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                b"PK\x03\x04\x14\0",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            ("a.zip", Some("application/x-zip-compressed"), b"PK\x03\x04\x14\0", "application/zip"),
            ("a.m4a", Some("audio/x-m4a"), b"\0\0\0\x18ftypmp42\0\0\0\0", "audio/mp4"),
            ("a.webm", Some("audio/webm;codecs=opus"), &webm, "audio/webm"),
            ("a.txt", Some("text/plain"), b"nul\0", "application/octet-stream"),
            ("a.txt", Some("no type"), "grün".as_bytes(), "text/plain"),
            ("a.txt", Some("text/plain\r\nx: y"), b"hello", "text/plain"),
            ("a", None, b"", "text/plain"),
        ] {
            assert_eq!(of(name, declared, begin), is, "{name} {declared:?} {begin:?}");
        }
    }

    #[test]
    fn pictures_have_a_size() {
        assert_eq!(pixels("image/png", PNG), Some((3, 2)));
        assert_eq!(pixels("image/png", &PNG[..12]), None);
        assert_eq!(pixels("text/plain", PNG), None);
    }
}
