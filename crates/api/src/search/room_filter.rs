//! What rooms must be, as it is asked for.

use switchroom_domain::TeamId;
use switchroom_engine::search::RoomFilter;
use uuid::Uuid;

use crate::extract::Caller;
use crate::problem::Problem;
use crate::rooms::{self, statuses};

/// The filter that a query's parameters mean.
pub(super) fn room_filter(
    caller: &Caller,
    status: Option<&str>,
    assignee: Option<&str>,
    team: Option<Uuid>,
    tag: Option<String>,
) -> Result<RoomFilter, Problem> {
    Ok(RoomFilter {
        statuses: status.map_or(Ok(Vec::new()), statuses)?,
        assignee: assignee.map(|given| rooms::assignee(caller, given)).transpose()?,
        team: team.map(TeamId),
        tag,
    })
}
