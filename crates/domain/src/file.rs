//! Files: what is uploaded, and then said in a message.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::message::ContentKind;
use crate::{Actor, FileId, MessageId, OrgId, Refusal, Timestamp, limits};

/// How long a file is kept that no message has, in microseconds.
pub const WAITS_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
/// How long after its time a file goes, in microseconds: by then no node's clock says any more that it may be attached.
pub const GRACE_MICROS: i64 = 60 * 1_000_000;
/// What a file is called whose name says nothing.
const NAMELESS: &str = "file";
/// Characters of a name's ending that are kept when the name is too long.
const ENDING_CHARS: usize = 16;

/// What browsers may show in place: nothing of it runs scripts.
const SHOWN: &[&str] = &[
    "application/pdf",
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/ogg",
    "video/quicktime",
    "video/webm",
];

/// What contacts may send beside [`SHOWN`]: it is offered for download.
const OFFERED: &[&str] = &[
    "application/gzip",
    "application/msword",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/zip",
    "image/heic",
    "image/heif",
    "image/tiff",
    "text/calendar",
    "text/csv",
    "text/plain",
    "text/vcard",
];

/// Something uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The organization.
    pub org: OrgId,
    /// The file's id: where its bytes lie follows from it.
    pub id: FileId,
    /// What its uploader calls it, made harmless by [`name`].
    pub name: String,
    /// What it is, e.g. `image/png`, as its first bytes show.
    pub media_type: String,
    /// How many bytes it has.
    pub size: u64,
    /// How many pixels wide a picture is, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// How many pixels high a picture is, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Who uploaded it.
    pub uploader: Actor,
    /// The message it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// From when on it is to be removed; none: it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

impl File {
    /// What a message that has the file says beside words. `url` is where the file is fetched from.
    #[must_use]
    pub fn payload(&self, url: String) -> Value {
        let mut payload = Map::new();
        payload.insert("file_id".to_owned(), self.id.to_string().into());
        payload.insert("name".to_owned(), self.name.clone().into());
        payload.insert("media_type".to_owned(), self.media_type.clone().into());
        payload.insert("size".to_owned(), self.size.into());
        for (field, pixels) in [("width", self.width), ("height", self.height)] {
            if let Some(pixels) = pixels {
                payload.insert(field.to_owned(), pixels.into());
            }
        }
        payload.insert("url".to_owned(), url.into());
        Value::Object(payload)
    }

    /// What kind of thing a message is that has the file.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        let (class, _) = self.media_type.split_once('/').unwrap_or_default();
        match class {
            "image" if self.is_shown() => ContentKind::Image,
            "audio" => ContentKind::Audio,
            "video" => ContentKind::Video,
            _ => ContentKind::Document,
        }
    }

    /// Whether browsers may show it in place; else it is offered for download.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        SHOWN.contains(&self.media_type.as_str())
    }
}

/// The file that a message's payload speaks of.
#[must_use]
pub fn of_payload(payload: Option<&Value>) -> Option<FileId> {
    payload?.get("file_id")?.as_str()?.parse().ok()
}

/// What `actor` may upload: media types, of which `*/*` means all.
#[must_use]
pub fn media_types(actor: Actor) -> Vec<&'static str> {
    match actor {
        Actor::Contact(_) => {
            let mut allowed = [SHOWN, OFFERED].concat();
            allowed.sort_unstable();
            allowed
        }
        _ => vec!["*/*"],
    }
}

/// Refuses what `actor` may not upload.
pub fn allow(actor: Actor, media_type: &str) -> Result<(), Refusal> {
    let may = !matches!(actor, Actor::Contact(_)) || SHOWN.contains(&media_type) || OFFERED.contains(&media_type);
    if may { Ok(()) } else { Err(Refusal::MediaTypeNotAllowed { media_type: media_type.to_owned() }) }
}

/// A name that is harmless wherever it is shown or used: its last part only, without what is not seen or turns the direction of writing,
/// and not too long. It keeps its ending.
#[must_use]
pub fn name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|letter| !letter.is_control() && !is_unseen(*letter)).collect();
    let trimmed = seen.trim().trim_matches('.').trim();
    if trimmed.is_empty() {
        return NAMELESS.to_owned();
    }
    if trimmed.chars().count() <= limits::NAME_CHARS {
        return trimmed.to_owned();
    }
    let ending = trimmed.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.chars().count() < ENDING_CHARS);
    let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
    let begin: String = trimmed.chars().take(limits::NAME_CHARS - ending.chars().count()).collect();
    format!("{begin}{ending}")
}

/// Letters that are not seen, or change how others are: `exe.gpj` must not look like another ending.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_harmless() {
        for (given, kept) in [
            ("photo.png", "photo.png"),
            ("../../x", "x"),
            ("C:\\Users\\ann\\my cat.jpeg", "my cat.jpeg"),
            ("\"\r\nSet-Cookie: a=b", "\"Set-Cookie: a=b"),
            ("..", "file"),
            ("  . ", "file"),
            ("", "file"),
            (".bashrc", "bashrc"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("übersicht 2026.pdf", "übersicht 2026.pdf"),
        ] {
            assert_eq!(name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let kept = name(&format!("{}.docx", "ä".repeat(500)));
        assert_eq!(kept.chars().count(), 200);
        assert!(kept.ends_with("ä.docx"));
        assert_eq!(name(&"x".repeat(500)), "x".repeat(200));
        assert_eq!(name(&format!("a.{}", "b".repeat(500))).chars().count(), 200);
    }
}
