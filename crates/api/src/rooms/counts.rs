//! `GET /v1/rooms/counts`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use switchroom_domain::room::RoomStatus;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// How many rooms there are. Kept with every change, not counted when asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoomCounts {
    /// Rooms of every status.
    by_status: BTreeMap<&'static str, i64>,
    /// Open rooms by the id of their primary assignee.
    open_by_assignee: BTreeMap<String, i64>,
    /// Open rooms by the id of their channel.
    open_by_channel: BTreeMap<String, i64>,
    /// Open rooms by the id of the team they are for.
    open_by_team: BTreeMap<String, i64>,
    /// Open rooms by tag.
    open_by_tag: BTreeMap<String, i64>,
}

/// Count the rooms. Needs `room.view`.
#[utoipa::path(get, path = "/v1/rooms/counts", tag = "rooms", responses((status = 200, description = "The counts.", body = RoomCounts)))]
pub(super) async fn count_rooms(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    Ok(answer::ok(&counts(state.engine().store.counters(caller.org).await?)))
}

fn counts(counters: Vec<(String, String, i64)>) -> RoomCounts {
    let mut counts = RoomCounts {
        by_status: RoomStatus::EVERY.iter().map(|status| (status.as_str(), 0)).collect(),
        open_by_assignee: BTreeMap::new(),
        open_by_channel: BTreeMap::new(),
        open_by_team: BTreeMap::new(),
        open_by_tag: BTreeMap::new(),
    };
    for (dimension, key, count) in counters {
        match dimension.as_str() {
            "rooms_by_status" => {
                if let Some(status) = RoomStatus::from_name(&key) {
                    counts.by_status.insert(status.as_str(), count);
                }
            }
            "open_rooms_by_assignee" => {
                counts.open_by_assignee.insert(key, count);
            }
            "open_rooms_by_channel" => {
                counts.open_by_channel.insert(key, count);
            }
            "open_rooms_by_team" => {
                counts.open_by_team.insert(key, count);
            }
            "open_rooms_by_tag" => {
                counts.open_by_tag.insert(key, count);
            }
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use switchroom_domain::counter::Counter;
    use switchroom_domain::room::RoomStatus;
    use switchroom_domain::{ChannelId, TeamId, UserId};
    use uuid::Uuid;

    #[test]
    fn counters_are_told_by_their_dimension() {
        let (user, channel, team) = (UserId(Uuid::from_u128(1)), ChannelId(Uuid::from_u128(2)), TeamId(Uuid::from_u128(3)));
        let counters = [
            (Counter::RoomsByStatus(RoomStatus::Queued), 3),
            (Counter::OpenRoomsByAssignee(user), 2),
            (Counter::OpenRoomsByChannel(channel), 1),
            (Counter::OpenRoomsByTeam(team), 4),
            (Counter::OpenRoomsByTag("vip".to_owned()), 5),
            (Counter::Contacts, 9),
        ];
        let rows = counters.map(|(counter, count)| {
            let (dimension, key) = counter.dimension_and_key();
            (dimension.to_owned(), key, count)
        });
        let counts = super::counts(rows.to_vec());
        assert_eq!(
            counts.by_status.iter().map(|(status, count)| (*status, *count)).collect::<Vec<_>>(),
            [("assigned", 0), ("campaign", 0), ("queued", 3), ("resolved", 0)]
        );
        assert_eq!(counts.open_by_assignee.get(&user.to_string()), Some(&2));
        assert_eq!(counts.open_by_channel.get(&channel.to_string()), Some(&1));
        assert_eq!((counts.open_by_team.get(&team.to_string()), counts.open_by_tag.get("vip")), (Some(&4), Some(&5)));
    }
}
