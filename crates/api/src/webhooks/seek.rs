//! `POST /v1/webhooks/{id}/seek`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::SeekSubscription;
use switchroom_domain::{Command, SubscriptionId};
use utoipa::ToSchema;

use super::view::Webhook;
use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Where a webhook is to go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeekTo {
    /// The next event told is the one after this sequence number.
    after: i64,
}

/// Move a webhook's live cursor. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/seek",
    tag = "webhooks",
    request_body = SeekTo,
    params(ById),
    responses((status = 200, description = "The webhook goes on from there.", body = Webhook)),
)]
pub(super) async fn seek_webhook(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<SeekTo>,
) -> Result<Response, Problem> {
    let command = SeekSubscription { subscription: SubscriptionId(id), after: post.body.after };
    let done = state.engine().run(&post.caller, Command::SeekSubscription(command)).await?.subscription()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Webhook::from(&done.value)))
}
