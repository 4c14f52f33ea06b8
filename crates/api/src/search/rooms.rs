//! `GET /v1/search/rooms`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::{ChannelId, Permission};
use switchroom_engine::search::{self, Query as Words, RoomHit, RoomSearch};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::limit::limit;
use super::room_filter::room_filter;
use super::searcher::{Contacts, may_search, sees_contacts};
use crate::answer;
use crate::cursor;
use crate::extract::{Audience, Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Contact, Part, Room, RoomField};

/// Which rooms to find.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RoomWords {
    /// Words as `GET /v1/search/messages` takes them. They may stand in different fields.
    #[param(example = "ann invoice")]
    q: String,
    /// Of any of these statuses, separated by commas.
    #[param(example = "queued,assigned")]
    status: Option<String>,
    /// Of this channel.
    channel_id: Option<Uuid>,
    /// For this team.
    team_id: Option<Uuid>,
    /// Whose primary assignee is this user: an id, `me`, or `none`.
    assignee: Option<String>,
    /// With this tag.
    tag: Option<String>,
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Rooms on the page, at the most.
    #[param(minimum = 1, maximum = 50, default = 20)]
    limit: Option<u32>,
}

/// A room that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundRoom<'a> {
    /// The room.
    room: Room<'a>,
    /// Its contact; null: the caller may not see contacts.
    contact: Option<Contact<'a>>,
    /// What of it was looked for.
    snippet: Vec<Part<'a>>,
    /// What that is of the room.
    field: RoomField,
}

/// A page of rooms that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundRooms<'a> {
    /// Newest first.
    rooms: Vec<FoundRoom<'a>>,
    /// The cursor of the next page; null: there is nothing more. A page may have fewer rooms than asked for, or none, and there be more.
    next: Option<String>,
}

/// Find rooms by name, topic, note, summary, tags, number, custom fields and their contact's name. Needs `room.view`, and is not for
/// contacts. Contacts' names are left out without `contact.view`.
#[utoipa::path(
    get,
    path = "/v1/search/rooms",
    tag = "search",
    params(RoomWords),
    responses((status = 200, description = "A page of rooms, newest first.", body = FoundRooms)),
)]
pub(super) async fn search_rooms(
    State(state): State<ApiState>,
    caller: Caller,
    Query(words): Query<RoomWords>,
) -> Result<Response, Problem> {
    may_search(&caller, Permission::RoomView)?;
    let found = search::find_rooms(state.engine(), caller.org, &asked(&caller, words)?).await?;
    let contacts = Contacts::of(&state, &caller, found.items.iter().map(|hit| hit.room.facts.contact).collect()).await?;
    let rooms = found.items.iter().map(|hit| told(hit, &contacts)).collect();
    Ok(answer::ok(&FoundRooms { rooms, next: found.next.map(cursor::of_number) }))
}

fn asked(caller: &Caller, words: RoomWords) -> Result<RoomSearch, Problem> {
    let filter = room_filter(caller, words.status.as_deref(), words.assignee.as_deref(), words.team_id, words.tag)?;
    Ok(RoomSearch {
        query: Words::read(&words.q)?,
        channel: words.channel_id.map(ChannelId),
        filter,
        by_contact: sees_contacts(caller),
        before: words.cursor.as_deref().map(cursor::number).transpose()?,
        limit: limit(words.limit)?,
    })
}

fn told<'a>(hit: &'a RoomHit, contacts: &'a Contacts) -> FoundRoom<'a> {
    FoundRoom {
        room: Room::new(&hit.room, Audience::Team),
        contact: contacts.told(hit.room.facts.contact),
        snippet: Part::all(&hit.snippet),
        field: hit.field.into(),
    }
}
