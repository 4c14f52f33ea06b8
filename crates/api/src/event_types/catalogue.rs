//! The catalogue as it is served: written once, since it is the same as long as the server runs.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use switchroom_domain::EventKind;
use switchroom_domain::subscription;
use switchroom_engine::ports::Voice;
use utoipa::ToSchema;

use super::examples::{Example, examples};
use super::schema;
use crate::wire::Dialect;

/// A kind of event that there can be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventType {
    /// Its name: an event's `type`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What happened, in a sentence.
    description: &'static str,
    /// Counts the changes of the schema that receivers must know of: one that only gains fields keeps its version.
    version: u16,
    /// JSON Schema (2020-12) of an event of this type, as the feed, consumers and webhooks of our own dialect are told of it.
    #[schema(value_type = Object)]
    schema: Value,
    /// In whose form webhooks can be told of it.
    dialects: Vec<TellingDialect>,
}

/// How a dialect tells of events of a type.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TellingDialect {
    /// Which dialect.
    dialect: Dialect,
    /// The dialect's own words for it, which a webhook's `events` may name too.
    topics: Vec<&'static str>,
    /// Bodies as they were really sent: one for each topic.
    examples: &'static [Example],
}

/// Every kind of event that there can be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventTypes {
    /// The kinds of event.
    event_types: Vec<EventType>,
}

/// JSON that stays the same as long as the server runs.
pub(crate) struct Document {
    /// The JSON.
    pub(super) body: Bytes,
    /// An entity tag: the same for the same bytes, on every node.
    pub(super) etag: String,
}

/// The catalogue as it is served.
pub(crate) struct Catalogue {
    /// Every kind of event.
    pub(super) all: Document,
    /// Each kind by its name.
    pub(super) by_name: HashMap<&'static str, Document>,
}

impl Catalogue {
    /// The catalogue of what these dialects tell.
    pub(crate) fn new(voices: &[Arc<dyn Voice>]) -> serde_json::Result<Self> {
        let mut event_types = Vec::with_capacity(EventKind::EVERY.len());
        let mut by_name = HashMap::with_capacity(EventKind::EVERY.len());
        for kind in EventKind::EVERY {
            let event_type = EventType {
                kind: kind.as_str(),
                description: kind.description(),
                version: kind.schema(),
                schema: schema::of(*kind)?,
                dialects: voices.iter().filter_map(|voice| telling(&**voice, *kind)).collect(),
            };
            by_name.insert(kind.as_str(), Document::of(&event_type)?);
            event_types.push(event_type);
        }
        Ok(Self { all: Document::of(&EventTypes { event_types })?, by_name })
    }
}

/// How a dialect tells of events of a kind; none if it does not.
fn telling(voice: &dyn Voice, kind: EventKind) -> Option<TellingDialect> {
    let dialect = voice.dialect();
    let topics: Vec<&str> = dialect.topics().iter().copied().filter(|topic| voice.kinds(topic).contains(&kind)).collect();
    let tells = dialect == subscription::Dialect::Native || !topics.is_empty();
    tells.then(|| TellingDialect { dialect: dialect.into(), topics, examples: examples(dialect, kind) })
}

impl Document {
    fn of(told: &impl Serialize) -> serde_json::Result<Self> {
        let body = serde_json::to_vec(told)?;
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
        Ok(Self { body: body.into(), etag })
    }
}
