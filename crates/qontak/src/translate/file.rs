//! The file of a message: `url` in its payload, or in the payload's `file`.

use serde_json::Value;
use switchroom_domain::message::Content;

use crate::wire::message::File;

/// The content's file, if it names one.
pub(crate) fn of(content: &Content) -> Option<File<'_>> {
    let payload = content.payload.as_ref()?;
    named(payload).or_else(|| named(payload.get("file")?))
}

fn named(file: &Value) -> Option<File<'_>> {
    let text = |name: &str| file.get(name).and_then(Value::as_str);
    Some(File { url: text("url")?, filename: text("filename") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use switchroom_domain::message::{Content, ContentKind};

    use super::of;
    use crate::wire::message::File;

    fn content(payload: serde_json::Value) -> Content {
        Content { kind: ContentKind::Image, text: String::new(), payload: Some(payload), mentions: Vec::new() }
    }

    #[test]
    fn a_file_is_found_in_either_place() {
        let found = Some(File { url: "https://a.example/b.png", filename: Some("b.png") });
        assert_eq!(of(&content(json!({"url": "https://a.example/b.png", "filename": "b.png"}))), found);
        assert_eq!(of(&content(json!({"file": {"url": "https://a.example/b.png", "filename": "b.png"}}))), found);
        for nothing in [json!({}), json!({"url": 1}), json!({"file": "https://a.example/b.png"}), json!({"file": {"url": null}})] {
            assert_eq!(of(&content(nothing.clone())), None, "{nothing}");
        }
    }
}
