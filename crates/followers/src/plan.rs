//! What a follower is to do, and with what.

use std::sync::Arc;

use switchroom_domain::{FollowerId, Ids, OrgId, Timestamp};
use switchroom_engine::ports::{Clock, FollowerState};

use crate::concurrency::Concurrency;
use crate::gauges::Gauges;
use crate::patience::Patience;
use crate::positions::Positions;
use crate::precedence::Precedence;
use crate::retry::RetrySchedule;
use crate::tail::LogReader;
use crate::throttle::Throttle;
use crate::window::WindowLimits;

/// What every follower of a node uses.
#[derive(Clone)]
pub struct Services {
    /// Reads the log.
    pub reader: LogReader,
    /// Says when waits are over.
    pub clock: Arc<dyn Clock>,
    /// Where jitter comes from.
    pub ids: Arc<dyn Ids>,
    /// Keeps where followers stand.
    pub positions: Positions,
}

/// What one follower is to do.
pub struct Plan {
    /// Whose log it follows.
    pub org: OrgId,
    /// Which follower it is.
    pub follower: FollowerId,
    /// Where it stands, as kept.
    pub state: FollowerState,
    /// The last event it is told of; none: it follows for ever.
    pub until: Option<i64>,
    /// Events older than this count as this old for the retry horizon: when it was decided that the follower be told of them.
    pub since: Timestamp,
    /// How many tries run at a time.
    pub concurrency: Concurrency,
    /// How many tries a second may start.
    pub throttle: Throttle,
    /// Whether every event is a lane of its own, instead of those of a room together.
    pub unordered: bool,
    /// The follower under which the events it gives up are kept.
    pub dead_of: FollowerId,
    /// When it ends because nothing is accepted; none: never.
    pub patience: Option<Patience>,
    /// Who goes first.
    pub precedence: Precedence,
    /// When failures are tried again.
    pub retry: RetrySchedule,
    /// How far it reads ahead.
    pub limits: WindowLimits,
    /// Where it shows how it does.
    pub gauges: Gauges,
}

/// Why a follower ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was stopped.
    Stopped,
    /// Everything up to [`Plan::until`] is done or dead.
    Finished,
    /// There is nobody to tell any more: [`Handled::Gone`](crate::Handled::Gone).
    Gone,
    /// [`Plan::patience`] is over.
    Failing,
}
