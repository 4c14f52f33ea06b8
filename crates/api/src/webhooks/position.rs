//! How far a webhook or a replay has come, on the wire.

use serde::Serialize;
use switchroom_engine::ports::FollowerState;
use utoipa::ToSchema;

use crate::wire::Time;

/// How far a webhook or a replay has come, as last kept: up to half a second ago.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Position {
    /// Everything up to this sequence number is done, or belongs to a room that waits apart.
    cursor: i64,
    /// Events of the log that it has not come past yet, whether the filter covers them or not.
    lag: i64,
    /// Rooms that wait apart, because a delivery failed or was slow.
    parked_rooms: usize,
    /// Since when the endpoint has accepted nothing, although it was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    failing_since: Option<Time>,
    /// The endpoint fails everywhere and is left alone until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    paused_until: Option<Time>,
}

impl Position {
    /// The position of a follower that is to come up to `until`.
    pub(super) fn new(state: &FollowerState, until: i64) -> Self {
        Self {
            cursor: state.cursor,
            lag: (until - state.cursor).max(0),
            parked_rooms: state.parked.len(),
            failing_since: state.failing_since.map(Time::from),
            paused_until: state.breaker.map(|breaker| breaker.next_at.into()),
        }
    }
}
