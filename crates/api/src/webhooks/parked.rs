//! `GET /v1/webhooks/{id}/parked`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_engine::ports;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::managed;
use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{ParkReason, Time};

/// A page of the rooms that wait apart.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParkedList {
    /// By the first event that waits.
    parked: Vec<ParkedRoom>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// A room whose events wait apart from the others', because one failed or was slow.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParkedRoom {
    /// The room. Left out: the events of no room, or a single event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    room_id: Option<Uuid>,
    /// The event, where only this one waits: the later ones of its room go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    event_id: Option<Uuid>,
    /// The sequence number of the first event that is not done.
    next_seq: i64,
    /// How often that event was tried.
    attempts: u32,
    /// When it is tried next.
    next_at: Time,
    /// Why it waits apart.
    reason: ParkReason,
}

impl From<&ports::ParkedRoom> for ParkedRoom {
    fn from(parked: &ports::ParkedRoom) -> Self {
        let lane = parked.lane.map(|lane| lane.0);
        Self {
            room_id: lane.filter(|_| !parked.alone),
            event_id: lane.filter(|_| parked.alone),
            next_seq: parked.next_seq,
            attempts: parked.attempt,
            next_at: parked.next_at.into(),
            reason: parked.reason.into(),
        }
    }
}

/// List the rooms that wait apart, because a delivery failed or was slow. Needs `webhook.manage`.
#[utoipa::path(
    get,
    path = "/v1/webhooks/{id}/parked",
    tag = "webhooks",
    params(ById, PageQuery),
    responses((status = 200, description = "A page of rooms, by the first event that waits.", body = ParkedList)),
)]
pub(super) async fn list_parked(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let after = query.cursor.as_deref().map(cursor::number).transpose()?;
    let limit = query.limit()?;
    let subscription = managed(&state, &caller, id).await?;
    let followed = state.engine().store.follower_state(caller.org, subscription.id.live()).await?;
    let mut parked = followed.map(|state| state.parked).unwrap_or_default();
    parked.retain(|room| after.is_none_or(|after| room.next_seq > after));
    parked.sort_by_key(|room| room.next_seq);
    let more = parked.len() > limit;
    parked.truncate(limit);
    let page = ports::Page { items: parked, more };
    let next = cursor::next(&page, |last| cursor::of_number(last.next_seq));
    Ok(answer::ok(&ParkedList { parked: page.items.iter().map(ParkedRoom::from).collect(), next }))
}
