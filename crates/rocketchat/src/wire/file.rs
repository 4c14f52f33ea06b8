//! Files of messages.

use serde::Serialize;

/// A message's file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct File {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its MIME type.
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// How a message shows its file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Attachment {
    pub(crate) title: String,
    /// `file`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) title_link: String,
    pub(crate) title_link_download: bool,
    #[serde(flatten)]
    pub(crate) media: Option<Media>,
}

/// What is shown or played at once, by its address and its MIME type.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Media {
    Image { image_url: String, image_type: String },
    Audio { audio_url: String, audio_type: String },
    Video { video_url: String, video_type: String },
}

/// Where a webhook's receiver gets a file.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FileUpload {
    pub(crate) public_file_path: String,
    /// Its MIME type.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) size: Option<u64>,
}
