//! `POST /v1/messages/{id}/status`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::ChangeStatus;
use switchroom_domain::{Command, MessageId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{DeliveryStatus, Message, Time};

/// How far a message has come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusReport {
    /// How far.
    status: DeliveryStatus,
    /// When, by the provider's clock.
    at: Option<Time>,
    /// Why it failed.
    error: Option<String>,
}

/// Report how far a message has come. Needs `message.change_status`, but for a contact who got or read it.
///
/// A status that is not higher than the one the message has changes nothing.
#[utoipa::path(
    post,
    path = "/v1/messages/{id}/status",
    tag = "messages",
    request_body = StatusReport,
    params(ById),
    responses(
        (status = 200, description = "The message as it is now.", body = Message),
        (status = 409, description = "`status_impossible`: `failed` after it arrived, or anything after it failed."),
    ),
)]
pub(super) async fn change_message_status(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<StatusReport>,
) -> Result<Response, Problem> {
    let StatusReport { status, at, error } = post.body;
    let command = ChangeStatus { message: MessageId(id), status: status.into(), at: at.map(|Time(at)| at), error };
    let done = state.engine().run(&post.caller, Command::ChangeStatus(command)).await?.message()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Message::new(&done.value.0, post.caller.audience())))
}
