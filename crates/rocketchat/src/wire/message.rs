//! Messages.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Attachment, File, UserRef};

/// A message.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) rid: String,
    pub(crate) msg: String,
    /// What kind of system message it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) t: Option<String>,
    /// The token of the visitor who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
    /// The name of the visitor who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) alias: Option<String>,
    pub(crate) ts: String,
    pub(crate) u: Author,
    /// The message it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tmid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) edited_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) edited_by: Option<UserRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) priority_data: Option<PriorityData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sla_data: Option<SlaData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<File>,
    /// The same file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) files: Vec<File>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) urls: Vec<Value>,
    pub(crate) mentions: Vec<Value>,
    pub(crate) channels: Vec<Value>,
    pub(crate) md: Value,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}

/// Who wrote a message.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Author {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) name: String,
}

/// What a change of priority says.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PriorityData {
    pub(crate) defined_by: UserRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) priority: Option<Value>,
}

/// What a change of the service level says.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SlaData {
    pub(crate) defined_by: UserRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sla: Option<Value>,
}

impl Message {
    /// The text as Rocket.Chat's parser of messages tells it, without any marks: one paragraph a line.
    pub(crate) fn paragraphs(text: &str) -> Value {
        let line = |line: &str| match line {
            "" => json!({"type": "LINE_BREAK"}),
            line => json!({"type": "PARAGRAPH", "value": [{"type": "PLAIN_TEXT", "value": line}]}),
        };
        text.lines().map(line).collect()
    }
}
