//! Subscriptions: webhook endpoints that are told of events.

mod options;

use serde::{Deserialize, Serialize};

pub use options::{Batching, CustomHeaders, Ordering, RoomFilter, SubscriptionOptions, SubscriptionOptionsPatch};

use crate::{Committed, Event, EventKind, OrgId, SubscriptionId, Timestamp};

/// A vendor's form of bodies, or our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Our own.
    Native,
    /// Qontak's.
    Qontak,
    /// Rocket.Chat's.
    RocketChat,
}

impl Dialect {
    /// The dialect's name, e.g. `native`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Qontak => "qontak",
            Self::RocketChat => "rocketchat",
        }
    }

    /// The dialect's own words for what it tells: filters may name them beside our kinds of event.
    #[must_use]
    pub fn topics(self) -> &'static [&'static str] {
        match self {
            Self::Native => &[],
            Self::Qontak => &[
                "qontak.chat.room.created",
                "qontak.chat.room.updated",
                "receive_message_from_customer",
                "receive_message_from_agent",
                "status_message",
                "broadcast_log_status",
            ],
            Self::RocketChat => &[
                "LivechatSessionStart",
                "LivechatSessionQueued",
                "LivechatSessionTaken",
                "LivechatSessionForwarded",
                "LivechatSession",
                "LivechatEdit",
                "Message",
            ],
        }
    }

    /// Those of its topics that tell what became of a message.
    #[must_use]
    pub fn status_topics(self) -> &'static [&'static str] {
        match self {
            Self::Native | Self::RocketChat => &[],
            Self::Qontak => &["qontak.chat.room.updated", "status_message", "broadcast_log_status"],
        }
    }
}

/// Text encrypted with the server's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

/// A signing secret that was replaced, and still signs beside the present one, so that receivers can change over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetiredSecret {
    /// The secret, encrypted.
    pub secret: Sealed,
    /// It signs until then.
    pub until: Timestamp,
}

/// Why Switchroom itself disabled a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The endpoint answered 410.
    Gone,
    /// Nothing was accepted for days.
    Failing,
}

/// That, and since when, Switchroom itself disabled a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disabled {
    /// Why.
    pub reason: DisabledReason,
    /// Since when.
    pub at: Timestamp,
}

/// A webhook endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The organization.
    pub org: OrgId,
    /// The subscription's id.
    pub id: SubscriptionId,
    /// Where events are posted to, exactly as given.
    pub url: String,
    /// In whose form.
    pub dialect: Dialect,
    /// Which kinds of event: names, `room.*` for a noun, `*` for all; and the dialect's topics.
    pub events: Vec<String>,
    /// The vendor's call that keeps it: at most one of each in an organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    /// The signing secret (Standard Webhooks, `whsec_…`), encrypted.
    pub secret: Sealed,
    /// The secrets before it that still sign too, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired_secrets: Vec<RetiredSecret>,
    /// What it is told, and how.
    #[serde(default)]
    pub options: SubscriptionOptions,
    /// Waits between attempts in milliseconds; the last one repeats until the horizon. None: the server's schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_schedule_ms: Option<Vec<u64>>,
    /// Whether events are delivered; while not, none is lost.
    pub enabled: bool,
    /// That Switchroom itself disabled it, until it is enabled again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<Disabled>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

/// What a subscription is to be changed to. An absent field stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SubscriptionPatch {
    /// New url.
    pub url: Option<String>,
    /// New filter.
    pub events: Option<Vec<String>>,
    /// What is put into the filter: two callers who each add something do not undo each other.
    pub tell: Vec<String>,
    /// What is taken out of the filter.
    pub stop: Vec<String>,
    /// Whether events are delivered.
    pub enabled: Option<bool>,
    /// New options.
    pub options: SubscriptionOptionsPatch,
    /// New waits between attempts; `Some(None)` means the server's schedule again.
    pub retry_schedule_ms: Option<Option<Vec<u64>>>,
}

impl SubscriptionPatch {
    /// The filter that comes of this one.
    #[must_use]
    pub fn filter(&self, before: &[String]) -> Vec<String> {
        let mut events = self.events.clone().unwrap_or_else(|| before.to_vec());
        events.retain(|event| !self.stop.contains(event));
        for event in &self.tell {
            if !events.contains(event) {
                events.push(event.clone());
            }
        }
        events
    }
}

impl Subscription {
    /// Whether `event` was caused by a delivery to this very subscription, or by the token whose doings it is not to be told.
    #[must_use]
    pub fn caused(&self, event: &Event) -> bool {
        match event.cause {
            None => false,
            Some(crate::event::Cause::Delivery(subscription)) => subscription == self.id,
            Some(crate::event::Cause::Token(token)) => self.options.not_by == Some(token),
        }
    }

    /// Whether it is to be told of what was committed, as far as that does not depend on the kind of event.
    #[must_use]
    pub fn concerns(&self, committed: &Committed) -> bool {
        !self.caused(&committed.event) && self.options.rooms.covers(committed)
    }

    /// Whether the filter covers events of `kind` by one of our patterns.
    #[must_use]
    pub fn covers(&self, kind: EventKind) -> bool {
        self.events.iter().any(|pattern| matches(pattern, kind))
    }

    /// Whether the filter covers what becomes of messages, by one of our patterns or a topic: then [`SubscriptionId::campaigns`] follows the
    /// log too.
    #[must_use]
    pub fn tells_statuses(&self) -> bool {
        let topics = self.dialect.status_topics();
        self.covers(EventKind::MessageStatusChanged) || self.events.iter().any(|pattern| topics.contains(&pattern.as_str()))
    }

    /// Whether a topic of the dialect is to be told upon an event of `kind`: the filter names the topic, or covers the
    /// kind.
    #[must_use]
    pub fn tells(&self, topic: &str, kind: EventKind) -> bool {
        self.events.iter().any(|pattern| pattern == topic) || self.covers(kind)
    }
}

/// Whether a filter's pattern covers events of `kind`.
#[must_use]
pub fn matches(pattern: &str, kind: EventKind) -> bool {
    match pattern.strip_suffix('*') {
        Some("") => true,
        Some(noun) => noun.ends_with('.') && kind.as_str().starts_with(noun),
        None => pattern == kind.as_str(),
    }
}

/// Refuses filters that cover no kind of event there is, and name no topic of the dialect.
pub fn event_patterns(dialect: Dialect, patterns: &[String]) -> Result<(), crate::Refusal> {
    if patterns.is_empty() || patterns.len() > 100 {
        return Err(crate::Refusal::invalid("events", "must name 1 to 100 kinds of event"));
    }
    for pattern in patterns {
        let known = dialect.topics().contains(&pattern.as_str()) || EventKind::EVERY.iter().any(|kind| matches(pattern, *kind));
        if !known {
            return Err(crate::Refusal::Invalid { field: "events", message: format!("`{pattern}` covers no kind of event") });
        }
    }
    Ok(())
}

/// Refuses retry schedules that are empty, too long, or wait more than a day.
pub fn retry_schedule(waits_ms: &[u64]) -> Result<(), crate::Refusal> {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    if waits_ms.is_empty() || waits_ms.len() > 50 || waits_ms.iter().any(|wait| *wait == 0 || *wait > DAY_MS) {
        return Err(crate::Refusal::invalid("retry_schedule_ms", "must be 1 to 50 waits of 1 ms to a day"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SubscriptionPatch;

    fn filter(before: &[&str], patch: &SubscriptionPatch) -> Vec<String> {
        let before: Vec<String> = before.iter().map(|event| (*event).to_owned()).collect();
        patch.filter(&before)
    }

    #[test]
    fn what_is_put_in_and_taken_out_leaves_the_rest() {
        let patch =
            SubscriptionPatch { tell: vec!["b".to_owned(), "c".to_owned()], stop: vec!["a".to_owned()], ..SubscriptionPatch::default() };
        assert_eq!(filter(&["a", "b"], &patch), ["b", "c"]);
        assert_eq!(filter(&["d", "a"], &patch), ["d", "b", "c"]);
        let whole = SubscriptionPatch { events: Some(vec!["a".to_owned(), "e".to_owned()]), ..patch };
        assert_eq!(filter(&["d"], &whole), ["e", "b", "c"]);
        assert_eq!(filter(&["d"], &SubscriptionPatch::default()), ["d"]);
    }
}
