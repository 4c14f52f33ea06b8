//! `GET /v1/rooms`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::priority::Priority;
use switchroom_domain::room::RoomStatus;
use switchroom_domain::{ChannelId, ContactId, Permission, RoomId, TeamId, UserId};
use switchroom_engine::ports::RoomsQuery;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::included::{Belongings, Include, Included};
use crate::answer;
use crate::cursor;
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// Which rooms to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RoomFilter {
    /// Of any of these statuses, separated by commas.
    #[param(example = "queued,assigned")]
    status: Option<String>,
    /// Whose primary assignee is this user: an id, `me`, or `none` for rooms that nobody is assigned to. Not for contacts.
    assignee: Option<String>,
    /// Of this channel.
    channel_id: Option<Uuid>,
    /// Of this contact. A contact sees its own rooms only.
    contact_id: Option<Uuid>,
    /// With this tag. Not for contacts.
    tag: Option<String>,
    /// For this team. Not for contacts.
    team_id: Option<Uuid>,
    /// Of this priority: `highest`, `high`, `medium`, `low` or `lowest`. Not for contacts.
    priority: Option<String>,
    /// Snoozed, or not. Not for contacts.
    snoozed: Option<bool>,
    /// What to bring along, separated by commas: the rooms' contacts with `contact`, their last messages with `last_message`.
    #[param(example = "contact,last_message")]
    include: Option<String>,
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

impl RoomFilter {
    /// Whether it asks for what contacts are not told.
    fn is_for_colleagues(&self) -> bool {
        self.assignee.is_some() || self.tag.is_some() || self.team_id.is_some() || self.priority.is_some() || self.snoozed.is_some()
    }
}

/// A page of rooms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoomList<'a> {
    /// Latest activity first.
    rooms: Vec<Room<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
    /// With `include`: what belongs to the rooms.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    included: Option<Included<'a>>,
}

/// List rooms. Needs `room.view`, but for a contact's own.
#[utoipa::path(
    get,
    path = "/v1/rooms",
    tag = "rooms",
    params(RoomFilter),
    responses((status = 200, description = "A page of rooms, latest activity first.", body = RoomList)),
)]
pub(super) async fn list_rooms(
    State(state): State<ApiState>,
    caller: Caller,
    Query(filter): Query<RoomFilter>,
) -> Result<Response, Problem> {
    let include = filter.include.as_deref().map(Include::of).transpose()?;
    let query = query(&caller, filter)?;
    let page = state.engine().store.rooms(caller.org, query).await?;
    let next = cursor::next(&page, |last| cursor::of_time_and_id(last.head.last_activity_at, last.facts.id.0));
    let belongings = match include {
        Some(include) => Some(Belongings::of(&state, &caller, include, &page.items).await?),
        None => None,
    };
    let included = match &belongings {
        Some(belongings) => Some(belongings.told(&state, &caller).await?),
        None => None,
    };
    let rooms = page.items.iter().map(|room| Room::new(room, caller.audience())).collect();
    Ok(answer::ok(&RoomList { rooms, next, included }))
}

fn query(caller: &Caller, filter: RoomFilter) -> Result<RoomsQuery, Problem> {
    let contact = match caller.contact() {
        // What is for colleagues cannot be found out by asking for it.
        Some(_) if filter.is_for_colleagues() => {
            caller.access.require(Permission::RoomView)?;
            None
        }
        Some(itself) => {
            let other = filter.contact_id.is_some_and(|id| ContactId(id) != itself);
            if other {
                return Err(Problem::not_found("contact"));
            }
            Some(itself)
        }
        None => {
            caller.access.require(Permission::RoomView)?;
            filter.contact_id.map(ContactId)
        }
    };
    let after = filter.cursor.as_deref().map(cursor::time_and_id).transpose()?;
    Ok(RoomsQuery {
        statuses: filter.status.as_deref().map_or(Ok(Vec::new()), statuses)?,
        assignee: filter.assignee.as_deref().map(|assignee| self::assignee(caller, assignee)).transpose()?,
        channel: filter.channel_id.map(ChannelId),
        contact,
        tag: filter.tag,
        team: filter.team_id.map(TeamId),
        priority: filter.priority.as_deref().map(priority).transpose()?,
        snoozed: filter.snoozed,
        after: after.map(|(at, id)| (at, RoomId(id))),
        limit: cursor::limit(filter.limit)?,
    })
}

fn statuses(names: &str) -> Result<Vec<RoomStatus>, Problem> {
    let status =
        |name| RoomStatus::from_name(name).ok_or_else(|| Problem::bad_request("invalid_query", format!("there is no status `{name}`")));
    names.split(',').map(status).collect()
}

fn priority(name: &str) -> Result<Priority, Problem> {
    Priority::from_name(name).ok_or_else(|| Problem::bad_request("invalid_query", format!("there is no priority `{name}`")))
}

fn assignee(caller: &Caller, given: &str) -> Result<Option<UserId>, Problem> {
    let invalid = || Problem::bad_request("invalid_query", "assignee must be a user's id, `me` or `none`");
    match given {
        "none" => Ok(None),
        "me" => caller.access.actor.user().map(Some).ok_or_else(invalid),
        id => id.parse::<Uuid>().map(|id| Some(UserId(id))).map_err(|_| invalid()),
    }
}

#[cfg(test)]
mod tests {
    use super::statuses;
    use switchroom_domain::room::RoomStatus;

    #[test]
    fn statuses_are_separated_by_commas() {
        assert_eq!(statuses("queued,resolved").expect("statuses"), [RoomStatus::Queued, RoomStatus::Resolved]);
        assert!(statuses("").is_err() && statuses("queued,").is_err() && statuses("open").is_err());
    }
}
