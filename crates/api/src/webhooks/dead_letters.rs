//! `GET /v1/webhooks/{id}/dead-letters`.

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
use crate::wire::Time;

/// A page of the events that were given up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeadLetterList {
    /// In the log's order.
    dead_letters: Vec<DeadLetter>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// An event that was given up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeadLetter {
    /// The event's place in the log.
    seq: i64,
    /// The event.
    event_id: Uuid,
    /// Its room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    room_id: Option<Uuid>,
    /// How often it was tried.
    attempts: u32,
    /// When it was given up.
    died_at: Time,
}

impl From<&ports::DeadLetter> for DeadLetter {
    fn from(letter: &ports::DeadLetter) -> Self {
        Self {
            seq: letter.seq,
            event_id: letter.event.0,
            room_id: letter.room.map(|room| room.0),
            attempts: letter.attempts,
            died_at: letter.died_at.into(),
        }
    }
}

/// List the events that were given up. They are kept for thirty days, or until a replay or a resend has told them. Needs
/// `webhook.manage`.
#[utoipa::path(
    get,
    path = "/v1/webhooks/{id}/dead-letters",
    tag = "webhooks",
    params(ById, PageQuery),
    responses((status = 200, description = "A page of events, in the log's order.", body = DeadLetterList)),
)]
pub(super) async fn list_dead_letters(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let after = query.cursor.as_deref().map(cursor::number).transpose()?.unwrap_or_default();
    let limit = query.limit()?;
    let subscription = managed(&state, &caller, id).await?;
    let page = state.engine().store.dead_letters(caller.org, subscription.id.live(), after, limit).await?;
    let next = cursor::next(&page, |last| cursor::of_number(last.seq));
    Ok(answer::ok(&DeadLetterList { dead_letters: page.items.iter().map(DeadLetter::from).collect(), next }))
}
