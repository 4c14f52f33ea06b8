//! What a webhook is told, and how, on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use switchroom_domain::subscription::{self as domain, CustomHeaders};
use switchroom_domain::{ChannelId, TeamId};
use switchroom_engine::{Engine, EngineError, subscriptions};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which rooms' events are told. An absent part covers everything; what has no room is told only if all parts are absent.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RoomFilter {
    /// Rooms on one of these channels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    channels: Vec<Uuid>,
    /// Rooms of one of these teams, as of the event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    teams: Vec<Uuid>,
    /// Rooms with one of these tags, as of the event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// Rooms whose custom fields all have these values, as of the event.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    custom_fields: BTreeMap<String, String>,
}

impl From<RoomFilter> for domain::RoomFilter {
    fn from(rooms: RoomFilter) -> Self {
        let RoomFilter { channels, teams, tags, custom_fields } = rooms;
        Self {
            channels: channels.into_iter().map(ChannelId).collect(),
            teams: teams.into_iter().map(TeamId).collect(),
            tags,
            custom_fields,
        }
    }
}

impl From<&domain::RoomFilter> for RoomFilter {
    fn from(rooms: &domain::RoomFilter) -> Self {
        Self {
            channels: rooms.channels.iter().map(|channel| channel.0).collect(),
            teams: rooms.teams.iter().map(|team| team.0).collect(),
            tags: rooms.tags.clone(),
            custom_fields: rooms.custom_fields.clone(),
        }
    }
}

/// Several events in one request.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batching {
    /// Events in one request, at the most.
    #[schema(minimum = 2, maximum = 1000)]
    max_events: u32,
    /// How long the first one waits for others, in milliseconds.
    #[schema(minimum = 1, maximum = 60000)]
    max_wait_ms: u64,
}

impl From<Batching> for domain::Batching {
    fn from(Batching { max_events, max_wait_ms }: Batching) -> Self {
        Self { max_events, max_wait_ms }
    }
}

impl From<domain::Batching> for Batching {
    fn from(domain::Batching { max_events, max_wait_ms }: domain::Batching) -> Self {
        Self { max_events, max_wait_ms }
    }
}

/// A webhook's own headers, encrypted; none if there are none.
pub(super) fn sealed(engine: &Engine, headers: Option<BTreeMap<String, String>>) -> Result<Option<CustomHeaders>, EngineError> {
    headers.filter(|headers| !headers.is_empty()).map(|headers| subscriptions::seal_headers(engine, headers)).transpose()
}
