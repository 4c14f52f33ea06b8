//! `raw_message`: a message as its provider gave it, in the form of Meta's Cloud API.

use serde::Serialize;
use serde_json::Value;

/// A provider's message.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum RawMessage<'a> {
    /// What the provider gave, as it is.
    Given(&'a Value),
    /// Made of what is known, where the provider gave nothing.
    Made(Made<'a>),
}

/// What Meta's Cloud API would have given.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Made<'a> {
    pub(crate) contacts: [RawContact<'a>; 1],
    pub(crate) messages: [RawEntry<'a>; 1],
    pub(crate) metadata: Metadata<'a>,
    pub(crate) messaging_product: &'a str,
}

/// Who the conversation is with.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RawContact<'a> {
    pub(crate) wa_id: &'a str,
    pub(crate) profile: Profile<'a>,
}

/// How the contact calls himself.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Profile<'a> {
    pub(crate) name: &'a str,
}

/// The message itself.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RawEntry<'a> {
    pub(crate) id: String,
    pub(crate) from: &'a str,
    pub(crate) text: RawText<'a>,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) timestamp: String,
}

/// What it says.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RawText<'a> {
    pub(crate) body: &'a str,
}

/// On which account it came.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Metadata<'a> {
    pub(crate) phone_number_id: String,
    pub(crate) display_phone_number: &'a str,
}
