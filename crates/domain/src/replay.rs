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
    /// It was called off.
    Cancelled,
}

/// Which events of its part of the log a replay tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplayScope {
    /// Every one that the subscription's filter covers.
    #[default]
    All,
    /// Only those that were given up: the dead letters there are when it was started.
    Dead,
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
    /// Which of them.
    #[serde(default)]
    pub scope: ReplayScope,
    /// Where it stands.
    pub state: ReplayState,
    /// When it was asked for.
    pub created_at: Timestamp,
}

impl Replay {
    /// The job once it has stopped: done, unless it was called off.
    #[must_use]
    pub fn finished(mut self) -> Self {
        if self.state == ReplayState::Running {
            self.state = ReplayState::Done;
        }
        self
    }
}
