//! `PATCH /v1/rooms/{id}`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditRoom;
use switchroom_domain::room::RoomPatch;
use switchroom_domain::{Command, RoomId, SlaId, TeamId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::contact::ContactPatch;
use crate::wire::{Priority, Room, Time, given};

/// What a room and its contact are to be changed to, both or neither. An absent field stays; null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoomEdit {
    /// A name of its own; without one, people see the contact's name.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    name: Option<Option<String>>,
    /// What it is about.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    topic: Option<Option<String>>,
    /// A remark for colleagues.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    note: Option<Option<String>>,
    /// The tags, all of them.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    tags: Option<Vec<String>>,
    /// The team it is for.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Uuid>)]
    team_id: Option<Option<Uuid>>,
    /// How urgent it is.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Priority>)]
    priority: Option<Option<Priority>>,
    /// The service level: how soon somebody must answer.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Uuid>)]
    sla_id: Option<Option<Uuid>>,
    /// When a second author first wrote, as somebody knows better.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Time>)]
    established_at: Option<Option<Time>>,
    /// Whether it may be resolved by itself when nobody writes any more.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    auto_resolve: Option<bool>,
    /// Values of custom fields by key; null or blank: none. Those that are not named stay.
    #[serde(default)]
    custom_fields: BTreeMap<String, Option<String>>,
    /// What to change about the room's contact. Needs `contact.edit`.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    contact: Option<ContactPatch>,
    /// The version the room must be at.
    expected_version: Option<i64>,
}

/// Edit a room. Needs `room.edit` where it is assigned to the caller, else `room.edit_others`.
#[utoipa::path(
    patch,
    path = "/v1/rooms/{id}",
    tag = "rooms",
    params(ById),
    responses(
        (status = 200, description = "The room as it is now.", body = Room),
        (status = 409, description = "`version_mismatch`, with `current_version`."),
    ),
)]
pub(super) async fn edit_room(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<RoomEdit>,
) -> Result<Response, Problem> {
    let command = EditRoom {
        patch: RoomPatch {
            name: edit.name,
            topic: edit.topic,
            note: edit.note,
            tags: edit.tags,
            team: edit.team_id.map(|team| team.map(TeamId)),
            priority: edit.priority.map(|priority| priority.map(Into::into)),
            sla: edit.sla_id.map(|sla| sla.map(SlaId)),
            established_at: edit.established_at.map(|at| at.map(|Time(at)| at)),
            auto_resolve: edit.auto_resolve,
            custom_fields: edit.custom_fields,
            ..RoomPatch::default()
        },
        contact: edit.contact.unwrap_or_default().into(),
        expected_version: edit.expected_version,
        ..EditRoom::of(RoomId(id))
    };
    let (room, _) = state.engine().run(&caller, Command::EditRoom(command)).await?.room()?.value;
    Ok(answer::ok(&Room::new(&room, caller.audience())))
}
