//! Replay jobs: the log, told to a subscription once more.

use serde::{Deserialize, Serialize};

use crate::{FollowerId, OrgId, SubscriptionId, Timestamp};

/// Where a replay job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplayState {
    /// At work, or waiting for its turn.
    Running,
    /// Everything was delivered, or given up on.
    Done,
}

/// One replay: from after `after` up to `until`, beside the live run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// The organization.
    pub org: OrgId,
    /// The job's id: it follows the log with a position of its own.
    pub id: FollowerId,
    /// To whom.
    pub subscription: SubscriptionId,
    /// The sequence number before the first event.
    pub after: i64,
    /// The sequence number of the last event.
    pub until: i64,
    /// Where it stands.
    pub state: ReplayState,
    /// When it was asked for.
    pub created_at: Timestamp,
}
