//! What a subscription is told, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Dialect, Sealed};
use crate::{ChannelId, Committed, Refusal, TeamId, TokenId, limits};

/// Values in one part of a filter, at the most.
const MOST_VALUES: usize = 100;
/// Headers of a subscription's own, at the most.
const MOST_HEADERS: usize = 20;
/// Events a second, at the most.
const MOST_PER_SECOND: u32 = 100_000;
/// Events in a batch, at the most.
const MOST_IN_BATCH: u32 = 1_000;
/// How long a batch may be gathered, in milliseconds.
const LONGEST_BATCH_MS: u64 = 60_000;
/// How long an attempt may take, in milliseconds.
const TIMEOUT_MS: std::ops::RangeInclusive<u64> = 100..=60_000;

/// In which order events are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ordering {
    /// In the room's order: an event that fails holds back the later ones of its room.
    #[default]
    Room,
    /// In none: an event that fails holds back nothing.
    None,
}

/// Which rooms' events are told. Empty parts cover everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomFilter {
    /// Rooms on one of these channels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelId>,
    /// Rooms of one of these teams, as of the event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamId>,
    /// Rooms with one of these tags, as of the event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Rooms whose custom fields all have these values, as of the event.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, String>,
}

impl RoomFilter {
    /// Whether every event is covered, those of no room too.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an event is covered. A filter that is not empty covers no event without a room.
    #[must_use]
    pub fn covers(&self, committed: &Committed) -> bool {
        if self.is_everything() {
            return true;
        }
        let Some(room) = committed.room.as_deref() else { return false };
        (self.channels.is_empty() || self.channels.contains(&room.facts.channel))
            && (self.teams.is_empty() || room.head.team.is_some_and(|team| self.teams.contains(&team)))
            && (self.tags.is_empty() || room.head.tags.iter().any(|tag| self.tags.contains(tag)))
            && self.custom_fields.iter().all(|(key, value)| room.texts.custom_fields.get(key) == Some(value))
    }

    fn check(&self) -> Result<(), Refusal> {
        let sizes = [self.channels.len(), self.teams.len(), self.tags.len(), self.custom_fields.len()];
        if sizes.iter().any(|size| *size > MOST_VALUES) {
            return Err(Refusal::invalid("rooms", "must name at most 100 of each"));
        }
        self.tags.iter().chain(self.custom_fields.keys()).chain(self.custom_fields.values()).try_for_each(|text| as_kept(text))
    }
}

/// Refuses a text that no tag, key or value can be: those are kept trimmed, and so it would match none.
fn as_kept(text: &str) -> Result<(), Refusal> {
    if limits::name("rooms", text)? == text { Ok(()) } else { Err(Refusal::invalid("rooms", "must not begin or end with blanks")) }
}

/// Several events in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batching {
    /// Events in one request, at the most.
    pub max_events: u32,
    /// How long the first one waits for others, in milliseconds.
    pub max_wait_ms: u64,
}

/// Headers of a subscription's own. Their values may be secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomHeaders {
    /// Their names, in lower case.
    pub names: Vec<String>,
    /// A JSON object of names and values, encrypted.
    pub sealed: Sealed,
}

/// What a subscription is told, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriptionOptions {
    /// Which rooms' events it is told.
    #[serde(skip_serializing_if = "RoomFilter::is_everything")]
    pub rooms: RoomFilter,
    /// It is not told what was caused with this token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_by: Option<TokenId>,
    /// In which order.
    pub ordering: Ordering,
    /// Requests a second, at the most. None: as many as the endpoint takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_second: Option<u32>,
    /// Several events in one request. None: one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batching: Option<Batching>,
    /// How long an attempt may take, in milliseconds. None: as long as the server says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// Headers of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<CustomHeaders>,
    /// Whether what was sent and answered is kept of successes too.
    pub capture: bool,
}

impl SubscriptionOptions {
    /// Refuses what is out of bounds, or what the dialect does not have.
    pub fn check(&self, dialect: Dialect) -> Result<(), Refusal> {
        self.rooms.check()?;
        if self.max_per_second.is_some_and(|most| !(1..=MOST_PER_SECOND).contains(&most)) {
            return Err(Refusal::invalid("max_per_second", "must be from 1 to 100000"));
        }
        if self.timeout_ms.is_some_and(|timeout| !TIMEOUT_MS.contains(&timeout)) {
            return Err(Refusal::invalid("timeout_ms", "must be from 100 to 60000"));
        }
        if self.headers.as_ref().is_some_and(|headers| headers.names.len() > MOST_HEADERS) {
            return Err(Refusal::invalid("headers", "must be at most 20"));
        }
        let Some(batching) = self.batching else { return Ok(()) };
        if dialect != Dialect::Native {
            return Err(Refusal::invalid("batching", "is for the native dialect"));
        }
        if self.ordering == Ordering::None {
            return Err(Refusal::invalid("batching", "keeps the log's order: ordering must be room"));
        }
        if !(2..=MOST_IN_BATCH).contains(&batching.max_events) || !(1..=LONGEST_BATCH_MS).contains(&batching.max_wait_ms) {
            return Err(Refusal::invalid("batching", "must be of 2 to 1000 events and wait 1 to 60000 ms"));
        }
        Ok(())
    }
}

/// What options are to be changed to. An absent field stays; `Some(None)` takes away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriptionOptionsPatch {
    /// New filter of rooms.
    pub rooms: Option<RoomFilter>,
    /// Whose doings it is not told.
    pub not_by: Option<Option<TokenId>>,
    /// New order.
    pub ordering: Option<Ordering>,
    /// New bound on requests.
    pub max_per_second: Option<Option<u32>>,
    /// New batching.
    pub batching: Option<Option<Batching>>,
    /// New time for an attempt.
    pub timeout_ms: Option<Option<u64>>,
    /// New headers.
    pub headers: Option<Option<CustomHeaders>>,
    /// Whether successes are kept in full.
    pub capture: Option<bool>,
}

impl SubscriptionOptionsPatch {
    /// The options that come of these. Names of what changed come with them.
    #[must_use]
    pub fn apply(&self, before: &SubscriptionOptions) -> (SubscriptionOptions, Vec<&'static str>) {
        let after = SubscriptionOptions {
            rooms: self.rooms.clone().unwrap_or_else(|| before.rooms.clone()),
            not_by: self.not_by.unwrap_or(before.not_by),
            ordering: self.ordering.unwrap_or(before.ordering),
            max_per_second: self.max_per_second.unwrap_or(before.max_per_second),
            batching: self.batching.unwrap_or(before.batching),
            timeout_ms: self.timeout_ms.unwrap_or(before.timeout_ms),
            headers: self.headers.clone().unwrap_or_else(|| before.headers.clone()),
            capture: self.capture.unwrap_or(before.capture),
        };
        let changed = [
            ("rooms", after.rooms != before.rooms),
            ("not_by", after.not_by != before.not_by),
            ("ordering", after.ordering != before.ordering),
            ("max_per_second", after.max_per_second != before.max_per_second),
            ("batching", after.batching != before.batching),
            ("timeout_ms", after.timeout_ms != before.timeout_ms),
            ("headers", after.headers != before.headers),
            ("capture", after.capture != before.capture),
        ];
        (after, changed.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect())
    }
}
