//! The file of a message: `url`, `filename`, `mime_type` and `size` in its payload, or in the payload's `file`.

use serde_json::Value;
use switchroom_domain::message::{Content, ContentKind};

use crate::wire;

/// A file as the model has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File<'a> {
    kind: ContentKind,
    url: &'a str,
    name: &'a str,
    mime: &'a str,
    size: Option<u64>,
}

/// The content's file, if it has one.
pub(crate) fn of(content: &Content) -> Option<File<'_>> {
    // Clients look at the type's first half, which the kind tells where nobody told the type.
    let mime = match content.kind {
        ContentKind::Image => "image/*",
        ContentKind::Audio => "audio/*",
        ContentKind::Video => "video/*",
        ContentKind::Document => "application/octet-stream",
        _ => return None,
    };
    let payload = content.payload.as_ref()?;
    let named = |file: &'_ Value| file.get("url").is_some_and(Value::is_string);
    let file = Some(payload).filter(|file| named(file)).or_else(|| payload.get("file").filter(|file| named(file)))?;
    let text = |name: &str| file.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let url = text("url")?;
    Some(File {
        kind: content.kind,
        url,
        name: text("filename").or_else(|| last_segment(url)).unwrap_or(content.kind.as_str()),
        mime: text("mime_type").unwrap_or(mime),
        size: file.get("size").and_then(Value::as_u64),
    })
}

fn last_segment(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?;
    path.rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty())
}

impl File<'_> {
    /// The file itself. It has no id of its own: it goes by its message's.
    pub(crate) fn file(&self, id: String) -> wire::File {
        wire::File { id, name: self.name.to_owned(), kind: self.mime.to_owned() }
    }

    /// How it is shown.
    pub(crate) fn attachment(&self) -> wire::Attachment {
        let (url, mime) = (self.url.to_owned(), self.mime.to_owned());
        let media = match self.kind {
            ContentKind::Image => Some(wire::Media::Image { image_url: url, image_type: mime }),
            ContentKind::Audio => Some(wire::Media::Audio { audio_url: url, audio_type: mime }),
            ContentKind::Video => Some(wire::Media::Video { video_url: url, video_type: mime }),
            _ => None,
        };
        wire::Attachment { title: self.name.to_owned(), kind: "file", title_link: self.url.to_owned(), title_link_download: true, media }
    }

    /// Where to get it.
    pub(crate) fn upload(&self) -> wire::FileUpload {
        wire::FileUpload { public_file_path: self.url.to_owned(), kind: self.mime.to_owned(), size: self.size }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use switchroom_domain::message::{Content, ContentKind};

    use super::of;

    fn told(kind: ContentKind, payload: Value) -> Value {
        let content = Content { kind, text: String::new(), payload: Some(payload), mentions: Vec::new() };
        of(&content).map_or(Value::Null, |file| json!([file.file("m".to_owned()), file.attachment(), file.upload()]))
    }

    #[test]
    fn a_file_is_told_in_three_ways() {
        let payload = json!({"url": "https://a.example/b.png", "filename": "c.png", "mime_type": "image/png", "size": 7});
        let expected = json!([
            {"_id": "m", "name": "c.png", "type": "image/png"},
            {
                "title": "c.png", "type": "file", "title_link": "https://a.example/b.png", "title_link_download": true,
                "image_url": "https://a.example/b.png", "image_type": "image/png",
            },
            {"publicFilePath": "https://a.example/b.png", "type": "image/png", "size": 7},
        ]);
        assert_eq!(told(ContentKind::Image, payload.clone()), expected);
        assert_eq!(told(ContentKind::Image, json!({ "file": payload })), expected);
    }

    #[test]
    fn what_is_not_told_is_made_up_from_the_rest() {
        let bare = |kind| told(kind, json!({"url": "https://a.example/b.bin?c=/d"}));
        let audio = bare(ContentKind::Audio);
        assert_eq!(audio[0], json!({"_id": "m", "name": "b.bin", "type": "audio/*"}));
        assert_eq!((&audio[1]["audio_type"], audio[2].get("size")), (&json!("audio/*"), None));
        assert_eq!(bare(ContentKind::Video)[1]["video_url"], "https://a.example/b.bin?c=/d");
        let document = bare(ContentKind::Document);
        assert_eq!(document[2]["type"], "application/octet-stream");
        assert_eq!(document[1].as_object().expect("an object").len(), 4);
        assert_eq!(told(ContentKind::Image, json!({"url": "https://a.example/"}))[0]["name"], "image");
    }

    #[test]
    fn what_has_no_address_is_no_file() {
        for nothing in [json!({}), json!({"url": 1}), json!({"url": ""}), json!({"file": "https://a.example/b.png"}), json!([])] {
            assert_eq!(told(ContentKind::Image, nothing.clone()), Value::Null, "{nothing}");
        }
        assert_eq!(told(ContentKind::Location, json!({"url": "https://a.example/b.png"})), Value::Null);
    }
}
